// Real descriptions with a few things spoilt at random, as a hurried author, a broken generator or a stranger would: what
// a comparison has to be like on any of them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'js-yaml';
import { TocsinError } from '../../src/base/index.ts';
import { type Comparison, compareLoadedSpecs } from '../../src/rules/index.ts';
import { specFromText } from '../../src/spec/index.ts';
import { compareOptions } from './compare.ts';

type Tree = { [key: string]: unknown } | unknown[];

const root = join(import.meta.dirname, '../..');
const described = (file: string): unknown =>
  yaml.load(readFileSync(join(root, file), 'utf8'), { schema: yaml.CORE_SCHEMA });

/** Read when asked for, by what the tests call them. */
export const realDocuments = {
  pkgdb: () => described('examples/pkgdb2/specs/pkgdb-2.yaml'),
  fas: () => described('examples/pkgdb2/specs/fas-after.yaml'),
  figma: () => described('node_modules/figma-after/openapi/openapi.yaml'),
};

const oddities: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  2 ** 53,
  '',
  ' ',
  '\u0000',
  '{',
  '#/',
  [],
  {},
  [null],
  [[]],
  { $ref: '#' },
  { $ref: '#/paths' },
  { $ref: '#/components/schemas/Nowhere' },
  { $ref: 'file:///etc/passwd' },
  { $ref: 'http://127.0.0.1:1/x' },
  { $ref: 7 },
  { allOf: [{ $ref: '#/components/schemas/Itself' }] },
  { type: 'strnig' },
  { type: ['string', 'string', null] },
  { enum: {} },
  { pattern: '(' },
  { pattern: '(a+)+$' },
  { minimum: 'x', maximum: {} },
  { properties: [] },
  { required: 'all' },
  { items: [{}, {}] },
  { oneOf: [] },
  { not: { not: { not: {} } } },
  { multipleOf: 0 },
  { minLength: -1, maxLength: 1e21 },
  { $dynamicRef: '#x', unevaluatedProperties: false },
];

const names = ['', '__proto__', 'constructor', '/', '~1', 'a b', '$ref', 'x-1', '200', 'default', 'get', 'type', 'ü'];

/** Where things are held, the deeper parts as likely as the upper ones. */
function holders(tree: unknown): Tree[] {
  const found: Tree[] = [];
  const work = [tree];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (typeof at !== 'object' || at === null) continue;
    found.push(at as Tree);
    work.push(...Object.values(at));
  }
  return found;
}

/** The text of a copy in which up to four things are spoilt. */
export function mutantOf(document: unknown, random: () => number): string {
  const copy = structuredClone(document);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const times = 1 + Math.floor(random() * 4);
  for (let turn = 0; turn < times; turn += 1) {
    const all = holders(copy);
    const holder = pick(all);
    const keys = Object.keys(holder);
    if (keys.length === 0) continue;
    const key = pick(keys);
    const put = (name: string, value: unknown) =>
      Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true });
    const own = (holder as Record<string, unknown>)[key];
    switch (Math.floor(random() * 7)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1);
        else delete holder[key];
        break;
      case 1:
        put(key, pick(oddities));
        break;
      case 2:
        if (!Array.isArray(holder)) put(pick(names), own);
        break;
      case 3: {
        const other = pick(all);
        const foreign = (other as Record<string, unknown>)[pick(Object.keys(other)) as string];
        put(key, foreign === undefined ? null : structuredClone(foreign));
        break;
      }
      case 4:
        put(key, { [pick(['allOf', 'oneOf', 'anyOf'])]: [own, pick(oddities)] });
        break;
      case 5:
        put(key, typeof own === 'number' ? own + pick([-1, 1, 0.5]) : typeof own === 'boolean' ? !own : [own, own]);
        break;
      default:
        if (!Array.isArray(holder)) put(key, { not: own, ...(pick(oddities) as object | null) });
    }
  }
  const text = JSON.stringify(copy, null, 1);
  if (random() > 0.1) return text;
  const at = Math.floor(random() * text.length);
  return pick([
    () => text.slice(0, at),
    () => `\ufeff${text}`,
    () => `${text.slice(0, at)}\u0000${text.slice(at)}`,
    () => text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 9)),
    () => text.replace('{', '{"openapi":"3.1.0",'),
  ])();
}

const verdicts = ['breaking', 'unknown', 'risky', 'compatible', 'identical'];

/** What is wrong with how a document and its mutant are compared, both ways; nothing is expected. */
export async function faultsOf(text: string, mutant: string): Promise<string[]> {
  const faults: string[] = [];
  const ask = async (base: string, revision: string): Promise<Comparison | null> => {
    try {
      return await compareLoadedSpecs(
        await specFromText(base, 'base.json'),
        await specFromText(revision, 'revision.json'),
        compareOptions,
      );
    } catch (error) {
      // A document that cannot be read is a word of its own; anything else that is thrown is our bug.
      if (!(error instanceof TocsinError)) faults.push(`thrown: ${error instanceof Error ? error.stack : error}`);
      else if (error.exit !== 3 || error.message === '' || error.hint === '') faults.push(`unclear: ${error.message}`);
      return null;
    }
  };
  for (const [base, revision] of [
    [text, mutant],
    [mutant, text],
  ] as const) {
    const once = await ask(base, revision);
    if (once === null) continue;
    if (!verdicts.includes(once.verdict)) faults.push(`the verdict is ${once.verdict}`);
    if (new Set(once.findings.map(({ fingerprint }) => fingerprint)).size !== once.findings.length)
      faults.push('two findings share a fingerprint');
    for (const { message, hint } of once.problems) if (message === '' || hint === '') faults.push('an unclear problem');
    for (const { rule, message, advice, base: at } of once.findings) {
      if (/undefined|\[object|NaN/.test(`${message} ${advice}`)) faults.push(`${rule} says: ${message} ${advice}`);
      if (at !== null && !((at.line ?? 0) >= 1)) faults.push(`${rule} stands nowhere`);
    }
    if (JSON.stringify(await ask(base, revision)) !== JSON.stringify(once)) faults.push('asked twice, answered twice');
  }
  const itself = await ask(mutant, mutant);
  if (itself !== null && !['identical', 'unknown'].includes(itself.verdict)) {
    const what = itself.findings.map(({ rule, message }) => `${rule}: ${message}`).join('; ');
    faults.push(`compared with itself it is ${itself.verdict}: ${what}`);
  }
  return faults;
}
