// `/pets/{id}` and `/pets/{petId}` are the same path: a caller never sends the name of a path parameter.

/**
 * The template with each parameter's name taken out, and what may stand encoded or plain written plainly:
 * `/caf%C3%A9s/{id}.json` → `/cafés/{}.json`.
 */
export function normalisePath(template: string): string {
  const plain = template.includes('%') ? template.replace(/(?:%[0-9a-f]{2})+/gi, decoded) : template;
  return plain.includes('{') ? plain.replace(/\{[^{}]*\}/g, '{}') : plain;
}

/** Encoded octets as the characters that they are, but for those that mean something else then (RFC 3986, section 2.2). */
function decoded(octets: string): string {
  try {
    return decodeURIComponent(octets).replace(/[:/?#[\]@!$&'()*+,;=%{}]/g, (character) => {
      return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
    });
  } catch {
    return octets.toUpperCase();
  }
}

/** The parameters' names in the order of the template. */
export function pathParameterNames(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] as string);
}

/** What stands between an operation's path and the expression of its callback. */
const callsBack = ' → ';

export function callbackPath(path: string, expression: string): string {
  return `${path}${callsBack}${expression}`;
}

/** `/pets → {$request.body#/url}` → the two of them; null for the expression of what is no callback. */
export function splitCallbackPath(path: string): [string, string | null] {
  const end = path.indexOf(callsBack);
  return end < 0 ? [path, null] : [path.slice(0, end), path.slice(end + callsBack.length)];
}

/**
 * As normalisePath, also for a callback's path. Its expression says where the API gets the address from, so what it
 * names counts; only a path parameter goes by its place there too.
 */
export function normaliseTarget(path: string): string {
  const [own, expression] = splitCallbackPath(path);
  if (expression === null) return normalisePath(own);
  return callbackPath(normalisePath(own), normaliseExpression(own, expression));
}

function normaliseExpression(own: string, expression: string): string {
  const names = pathParameterNames(own);
  return expression.replace(/(\$request\.path\.)([^{}]+)/g, (written, prefix: string, name: string) =>
    names.includes(name) ? `${prefix}#${names.indexOf(name)}` : written,
  );
}

/** What a caller calls an operation of a path: `GET /packages/{name}`. */
export function operationTitle({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method.toUpperCase()} ${path}`;
}
