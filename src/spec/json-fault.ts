// Says where and why text is not JSON. JSON.parse's own messages leave the place out for short texts and speak of
// characters, so that this strict second look is worth its while; it runs only when JSON.parse has already refused.

export interface JsonFault {
  /** In UTF-16 code units. */
  readonly offset: number;
  readonly reason: string;
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside strings
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const stringStart = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const literal = /true|false|null/y;
const space = /[ \t\r\n]*/y;

/** Null where the text is JSON (RFC 8259). Does not recurse, so that no depth of nesting overflows the stack. */
export function findJsonFault(text: string): JsonFault | null {
  let at = 0;
  const closers: ('}' | ']')[] = [];
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const fault = (reason: string): JsonFault => ({
    offset: at,
    reason: at >= text.length ? `it ends too early, ${reason}` : `${reason}, found ${shown(text, at)}`,
  });

  let expects: 'value' | 'value or ]' | 'key' | 'key or }' | 'comma or end' = 'value';
  for (;;) {
    take(space);
    if (expects === 'comma or end') {
      const closer = closers.at(-1);
      if (closer === undefined) return at === text.length ? null : fault('nothing may follow the value');
      if (text[at] === ',') {
        at++;
        expects = closer === '}' ? 'key' : 'value';
      } else if (text[at] === closer) {
        at++;
        closers.pop();
      } else {
        return fault(`\`,\` or \`${closer}\` was expected`);
      }
      continue;
    }
    if (expects === 'key' || expects === 'key or }') {
      if (expects === 'key or }' && text[at] === '}') {
        at++;
        closers.pop();
        expects = 'comma or end';
        continue;
      }
      if (!take(string)) {
        return text[at] === '"' ? stringFault(text, at) : fault('a key in double quotes was expected');
      }
      take(space);
      if (text[at] !== ':') return fault('`:` was expected after the key');
      at++;
      expects = 'value';
      continue;
    }
    if (text[at] === '{') {
      at++;
      closers.push('}');
      expects = 'key or }';
    } else if (text[at] === '[') {
      at++;
      closers.push(']');
      expects = 'value or ]';
    } else if (expects === 'value or ]' && text[at] === ']') {
      at++;
      closers.pop();
      expects = 'comma or end';
    } else if (take(string) || take(literal) || take(number)) {
      expects = 'comma or end';
    } else {
      return text[at] === '"' ? stringFault(text, at) : fault('a value was expected');
    }
  }
}

/** Of a string that is none: where what JSON forbids begins. */
function stringFault(text: string, start: number): JsonFault {
  stringStart.lastIndex = start;
  stringStart.test(text);
  const offset = stringStart.lastIndex;
  const found = text[offset] ?? '';
  if (found === '') return { offset, reason: 'it ends too early, within a string' };
  if (found === '\n' || found === '\r') return { offset: start, reason: 'a string is not closed in its line' };
  if (found === '\\') {
    const escaped = text.slice(offset, offset + 2);
    return { offset, reason: `a string holds \`${escaped}\`, which stands for nothing; a backslash is \`\\\\\`` };
  }
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return { offset, reason: `a string holds the control character U+${code} as it is, and not as \`\\u${code}\`` };
}

function shown(text: string, at: number): string {
  const found = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return found === '"' ? 'a double quote' : JSON.stringify(found).replaceAll('"', '`');
}
