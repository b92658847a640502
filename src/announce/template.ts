// Templates are Liquid sources handed in by name, the organisation's own over ours; reading files is done above. What
// a template prints is escaped for Markdown unless it goes through one of the filters here, so that an override cannot
// forget it.

import { Liquid } from 'liquidjs';
import { nearest, TocsinError } from '../base/index.ts';
import { cleanText, codeBlock, codeSpan, escapeMarkdown, markdownLink, proseWithCode } from './markdown-text.ts';

/** Template name (`break-notice`, `_facts`) → Liquid source. Names that begin with `_` are parts for `include`. */
export type Templates = Readonly<Record<string, string>>;

interface Engine {
  readonly liquid: Liquid;
  /** What the rendering that is under way has put out so far, in characters, and how much it may. */
  printed: number;
  most: number;
}

const engines = new WeakMap<Templates, Engine>();

/** Ends a rendering that is far too long already. */
class TooLong extends Error {}

/**
 * Null where it prints more characters than `most`, a part that is printed twice counting twice: then it is not rendered
 * to its end, which for a release with thousands of places would take most of the time of all its messages.
 * @throws TocsinError `config-invalid` where the template is missing or cannot be rendered; the message names it and
 * the line.
 */
export function renderTemplate(templates: Templates, name: string, view: object, most: number): string | null {
  const source = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (source === undefined) {
    throw new TocsinError('config-invalid', `There is no template “${cleanText(name)}”.`, {
      hint: `Add the file ${name}.md.liquid to your folder of templates, or take the folder away to use the built-in ones.`,
    });
  }
  const strange = namesIn(templates, name, source).find((used) => !Object.hasOwn(view, used));
  if (strange !== undefined) {
    const near = nearest(strange, Object.keys(view));
    throw new TocsinError(
      'config-invalid',
      `The template “${name}” speaks of “${cleanText(strange)}”, which there is not.`,
      {
        hint: `${near === null ? '' : `Did you mean “${near}”? `}docs/templates.md lists what there is; mend ${name}.md.liquid, or the part that it includes.`,
      },
    );
  }
  const engine = engineOf(templates);
  engine.printed = 0;
  engine.most = most;
  try {
    const rendered: string = engine.liquid.parseAndRenderSync(source, view);
    return `${rendered
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`;
  } catch (cause) {
    if (engine.printed > engine.most) return null;
    const reason = cleanText(cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause));
    throw new TocsinError('config-invalid', `The template “${name}” cannot be rendered: ${reason}`, {
      hint: `Mend ${name}.md.liquid, or the part that it includes; the built-in templates show what may be used.`,
      cause,
    });
  }
}

const namesKnown = new WeakMap<Templates, Map<string, readonly string[]>>();

/** The members of the view that a template and its parts name; none of one that is no Liquid, which rendering says. */
function namesIn(templates: Templates, name: string, source: string): readonly string[] {
  const known = namesKnown.get(templates) ?? new Map<string, readonly string[]>();
  namesKnown.set(templates, known);
  let names = known.get(name);
  if (names === undefined) {
    try {
      const { liquid } = engineOf(templates);
      names = liquid.globalVariablesSync(liquid.parse(source), { partials: true });
    } catch {
      names = [];
    }
    known.set(name, names);
  }
  return names;
}

function engineOf(templates: Templates): Engine {
  const known = engines.get(templates);
  if (known !== undefined) return known;
  const printing = (text: string): string => {
    engine.printed += text.length;
    if (engine.printed > engine.most) throw new TooLong();
    return text;
  };
  const liquid = new Liquid({
    // A part ends where its text ends: the line break of its file would come between the items of a list.
    templates: Object.fromEntries(Object.entries(templates).map(([name, source]) => [name, source.trimEnd()])),
    outputEscape: (value: unknown) =>
      value === null || value === undefined ? '' : printing(escapeMarkdown(String(value))),
    ownPropertyOnly: true,
    strictFilters: true,
    renderLimit: 5_000,
  });
  const engine: Engine = { liquid, printed: 0, most: Infinity };
  const markdown = (name: string, handler: (value: unknown, ...rest: unknown[]) => string): void => {
    liquid.registerFilter(name, {
      handler: (value, ...rest) => (value === null || value === undefined ? '' : printing(handler(value, ...rest))),
      raw: true,
    });
  };
  markdown('code', (value) => codeSpan(String(value)));
  markdown('prose', (value) => proseWithCode(String(value)));
  markdown('sentence', (value) => proseWithCode(asSentence(String(value))));
  // After a semicolon: of a sentence's first word alone the capital goes, not of a name's such as `getUser` or `GET`.
  markdown('clause', (value) =>
    proseWithCode(asSentence(String(value)).replace(/^[A-Z](?=[a-z]* )/, (letter) => letter.toLowerCase())),
  );
  // Indented so that a block stays inside its list item.
  markdown('fence', (value, indent) =>
    codeBlock(String(value)).replaceAll('\n', `\n${' '.repeat(Number(indent ?? 0))}`),
  );
  markdown('link', (value, url) => markdownLink(String(value), String(url ?? '')));
  markdown('mail', (value) => markdownLink(String(value), `mailto:${String(value)}`));
  liquid.registerFilter(
    'count',
    (value: number, noun: string) => `${value} ${Number(value) === 1 ? noun : plural(noun)}`,
  );
  engines.set(templates, engine);
  return engine;
}

function asSentence(text: string): string {
  const line = cleanText(text);
  return line === '' || /[.!?…]$/.test(line) ? line : `${line}.`;
}

function plural(noun: string): string {
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : noun.replace(/([^aeiou])y$/, '$1ie').concat('s');
}
