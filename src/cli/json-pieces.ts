/**
 * The text of `JSON.stringify(value, null, 2)` in pieces, one for each item of a list at its top: what a change to a schema
 * of hundreds of operations yields may be more than one string can hold (512 MB).
 */
export function* jsonPieces(value: object): Iterable<string> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) {
    yield '{}';
    return;
  }
  for (const [index, [key, member]] of members.entries()) {
    yield `${index === 0 ? '{' : ','}\n  ${JSON.stringify(key)}: `;
    if (!Array.isArray(member) || member.length === 0) {
      yield indented(member, '  ');
      continue;
    }
    for (const [at, item] of member.entries()) yield `${at === 0 ? '[' : ','}\n    ${indented(item ?? null, '    ')}`;
    yield '\n  ]';
  }
  yield '\n}';
}

/** No string of JSON holds a line break. */
function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`);
}
