// JSON.parse keeps the last of two equal keys and says nothing. This finds them all, in one pass over the text.

import { formatPointer } from './json-pointer.ts';

export interface DuplicateKey {
  /** Of the object that has the key twice. */
  readonly pointer: string;
  readonly key: string;
  /** Of the later key, in UTF-16 code units. */
  readonly offset: number;
}

interface Container {
  readonly keys: Set<string> | null;
  token: string | number;
}

/** For text that JSON.parse accepted; in document order. */
export function findDuplicateJsonKeys(text: string): DuplicateKey[] {
  const duplicates: DuplicateKey[] = [];
  const containers: Container[] = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;
  let expectsKey = false;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    const container = containers.at(-1);
    if (found === '{' || found === '[') {
      containers.push({ keys: found === '{' ? new Set() : null, token: 0 });
      expectsKey = found === '{';
    } else if (found === '}' || found === ']') {
      containers.pop();
      expectsKey = false;
    } else if (found === ',') {
      expectsKey = container?.keys != null;
      if (container !== undefined && typeof container.token === 'number') container.token++;
    } else if (expectsKey && container?.keys != null) {
      const key: string = JSON.parse(found);
      if (container.keys.has(key)) {
        const pointer = formatPointer(containers.slice(0, -1).map((outer) => outer.token));
        duplicates.push({ pointer, key, offset: match.index });
      }
      container.keys.add(key);
      container.token = key;
      expectsKey = false;
    }
  }
  return duplicates;
}
