// Media types are compared by meaning, not by spelling (RFC 9110, section 8.3.1): case, blanks and the charset of a
// text format that is always UTF-8 do not tell two of them apart; other parameters (a version, a profile) do.

/** Nothing to normalise, as nearly always. */
const plainName = /^[a-z0-9!#$&^_.+*-]+\/[a-z0-9!#$&^_.+*-]+$/;

/** `Application/JSON; charset=utf-8` → `application/json`; parameters that matter are kept, sorted. */
export function normaliseMediaType(name: string): string {
  if (plainName.test(name)) return name;
  const [essence = '', ...parameters] = name.split(';').map((part) => part.trim());
  const kept = parameters
    .filter(
      (parameter) => parameter !== '' && !/^charset\s*=\s*"?utf-?8"?$/i.test(parameter) && !/^q\s*=/i.test(parameter),
    )
    .map((parameter) => {
      const [key = '', ...value] = parameter.split('=');
      return `${key.trim().toLowerCase()}=${value
        .join('=')
        .trim()
        .replace(/^"(.*)"$/, '$1')}`;
    })
    .sort();
  return [essence.toLowerCase(), ...kept].join(';');
}

/** Whether bodies of this type are JSON texts (RFC 6839: also every `+json`). A range that covers JSON counts. */
export function isJson(normalised: string): boolean {
  const essence = essenceOf(normalised);
  return (
    essence === 'application/json' ||
    essence === 'text/json' ||
    essence.endsWith('+json') ||
    essence === '*/*' ||
    essence === 'application/*'
  );
}

/** Of these, what is described is JSON or YAML that the text holds, where `1` and `"1"` differ. */
const structuredTexts = new Set(['text/json', 'text/yaml', 'text/x-yaml', 'text/event-stream']);

/** Whether values in bodies of this type are text: form fields, plain text, XML. There `1` and `"1"` are the same. */
export function travelsAsText(normalised: string): boolean {
  const essence = essenceOf(normalised);
  return (
    essence === 'application/x-www-form-urlencoded' ||
    essence.startsWith('multipart/') ||
    (essence.startsWith('text/') && !structuredTexts.has(essence) && !essence.endsWith('+json')) ||
    isXml(essence)
  );
}

export function isXml(mediaType: string): boolean {
  return /[/+]xml(?:[;\s]|$)/i.test(mediaType);
}

/**
 * How `after` stands to `before`, two normalised names: a range (`application/*`), a name with fewer parameters, or
 * the plain form of a suffixed one (`application/json` of `application/problem+json`) is the wider. `changed` where
 * only parameters differ. Null where they have nothing to do with each other.
 */
export function relatedMediaTypes(before: string, after: string): 'wider' | 'narrower' | 'changed' | null {
  if (before === after) return null;
  if (contains(after, before)) return 'wider';
  if (contains(before, after)) return 'narrower';
  return essenceOf(before) === essenceOf(after) ? 'changed' : null;
}

/** Whether a name stands for the other too, as a range or because it asks for fewer parameters; not by its suffix. */
export function coversMediaType(wide: string, narrow: string): boolean {
  const essence = essenceOf(wide);
  return (essence.includes('*') || essence === essenceOf(narrow)) && contains(wide, narrow);
}

function contains(wide: string, narrow: string): boolean {
  if (!widerEssences(narrow).includes(essenceOf(wide))) return false;
  const others = narrow.split(';').slice(1);
  return wide
    .split(';')
    .slice(1)
    .every((parameter) => others.includes(parameter));
}

/** A normalised name without its parameters. */
export function essenceOf(name: string): string {
  const end = name.indexOf(';');
  return end < 0 ? name : name.slice(0, end);
}

/** The essences by which a normalised name is taken in: its own, the plain forms of its suffixes, and the ranges. */
export function widerEssences(name: string): readonly string[] {
  const essence = essenceOf(name);
  const [type, subtype = ''] = essence.split('/');
  const suffixes = subtype.split('+').slice(1);
  const plain = suffixes.map((_, at) => `${type}/${suffixes.slice(at).join('+')}`);
  return [...new Set([essence, ...plain, `${type}/*`, '*/*'])];
}
