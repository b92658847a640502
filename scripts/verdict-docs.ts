// docs/verdicts.md, made from judged-pairs.yaml: each pair with what the comparison really says of it. A test holds the file
// to it.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dump, load } from 'js-yaml';
import { changedLines } from '../src/cli/changed-lines.ts';
import { type Comparison, compareLoadedSpecs } from '../src/rules/index.ts';
import { specFromText } from '../src/spec/index.ts';

interface Topic {
  readonly title: string;
  readonly about: string;
  readonly place: keyof typeof documentAround;
  /** What `openapi`, or `swagger`, says in the older and in the newer release. */
  readonly versions: readonly [string, string];
  readonly pairs: readonly Pair[];
}
type Pair = readonly [older: unknown, newer: unknown, because: string];
type Side = 'request' | 'answer';

const meanings = {
  breaks: 'what was documented is refused, or what comes was not documented.',
  risk: 'it can hurt, by what is usual, or in a case that is seldom.',
  safe: 'it is told, and breaks no call.',
  refactor: 'the same values, and listed as written otherwise.',
  same: 'no change.',
  unknown: 'it cannot be told.',
} as const;

/** The whole file. */
export async function verdictDocs(): Promise<string> {
  const topics = load(await readFile(new URL('judged-pairs.yaml', import.meta.url), 'utf8')) as readonly Topic[];
  const used = new Set<string>();
  const chapters: string[] = [];
  for (const topic of topics) chapters.push(...(await chapterOf(topic, used)), '');
  const lines = [
    '# What is judged how, by example',
    '',
    '<!-- Made by `npm run docs` from scripts/judged-pairs.yaml; a test compares the two. -->',
    '',
    'Pairs that a reader may doubt, each with what `tocsin diff` says of it. [rules.md](rules.md) has every rule with an example, [oasdiff.md](oasdiff.md) where oasdiff judges otherwise, and [containment.md](containment.md) what is proven and how.',
    '',
    ...Object.entries(meanings).flatMap(([word, meaning]) => (used.has(word) ? [`- *${word}*: ${meaning}`] : [])),
    '- *clients*: besides, code that uses a generated client no longer compiles once that is generated anew.',
    '',
    ...chapters,
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

async function chapterOf(topic: Topic, used: Set<string>): Promise<string[]> {
  const { title, about, place, versions, pairs } = topic;
  const sides: readonly Side[] = place === 'value' || place === 'schemas' ? ['request', 'answer'] : ['request'];
  const isLong = place === 'schemas' || place === 'paths' || place === 'api';
  const lines = [`## ${title}`, '', `${about} (${sayVersions(versions)})`, ''];
  if (!isLong) {
    const heads = sides.length === 2 ? 'in a request | in an answer' : 'verdict';
    lines.push(`| older | newer | ${heads} | |`, `| --- | --- |${' --- |'.repeat(sides.length + 1)}`);
  }
  for (const pair of pairs) {
    const words: string[] = [];
    for (const side of sides) words.push(wordsOf(await judge(topic, pair, side), used));
    const [older, newer, because] = pair;
    if (isLong) {
      const [first, second] = words;
      const said =
        second === undefined ? first : first === second ? first : `in a request ${first}, in an answer ${second}`;
      lines.push(`**${because}** *${said}*`, '', '```diff', ...changedLines(older, newer), '```', '');
    } else {
      lines.push(`| ${snippet(older)} | ${snippet(newer)} | ${words.join(' | ')} | ${because} |`);
    }
  }
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

const sayVersions = ([older, newer]: Topic['versions']): string =>
  older === newer ? nameOf(older) : `${nameOf(older)} and ${nameOf(newer)}`;
const nameOf = (version: string) => `${version === '2.0' ? 'Swagger' : 'OpenAPI'} ${version}`;

const snippet = (value: unknown): string =>
  `\`${dump(value, { flowLevel: 0, lineWidth: -1 }).trimEnd().replaceAll('|', '\\|')}\``;

function wordsOf({ verdict, summary, findings }: Comparison, used: Set<string>): string {
  const word: keyof typeof meanings =
    verdict === 'breaking'
      ? 'breaks'
      : verdict === 'risky'
        ? 'risk'
        : verdict === 'unknown'
          ? 'unknown'
          : summary.safe > 0
            ? 'safe'
            : summary.refactors > 0
              ? 'refactor'
              : 'same';
  used.add(word);
  const hitsClients = findings.some(({ breaks }) => breaks.codegen === 'breaking');
  return hitsClients ? `${word}, clients` : word;
}

async function judge({ place, versions }: Topic, [older, newer]: Pair, side: Side): Promise<Comparison> {
  const spec = (version: string, value: unknown, name: string) => {
    const head = version === '2.0' ? { swagger: version } : { openapi: version };
    const document = { ...head, info: { title: 'A', version: '1' }, ...documentAround[place](value, side) };
    return specFromText(JSON.stringify(document), name);
  };
  const [base, revision] = [await spec(versions[0], older, 'older.json'), await spec(versions[1], newer, 'newer.json')];
  return compareLoadedSpecs(base, revision, {
    asOf: '2026-01-01',
    engineVersion: '0.0.0',
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

const ok = { 200: { description: 'Ok' } };
const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const carrying = (schema: unknown, side: Side) => {
  const sent = { requestBody: { required: true, ...json(schema) }, responses: ok };
  return {
    '/things': { post: side === 'request' ? sent : { responses: { 200: { description: 'Ok', ...json(schema) } } } },
  };
};
const thing = { $ref: '#/components/schemas/Thing' };
const securitySchemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  token: { type: 'apiKey', in: 'header', name: 'Authorization' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  oauth: {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://login.example.com', scopes: { read: 'Read', write: 'Write' } } },
  },
};

const documentAround = {
  value: (schema: unknown, side: Side) => ({ paths: carrying(schema, side) }),
  schemas: (schemas: unknown, side: Side) => ({ paths: carrying(thing, side), components: { schemas } }),
  parameter: (parameter: unknown) => ({
    paths: { '/things': { get: { parameters: [{ name: 'q', ...(parameter as object) }], responses: ok } } },
  }),
  form: (field: unknown) => {
    const schema = { type: 'object', properties: { field } };
    const requestBody = { content: { 'application/x-www-form-urlencoded': { schema } } };
    return { paths: { '/things': { post: { requestBody, responses: ok } } } };
  },
  responses: (responses: unknown) => ({ paths: { '/things': { get: { responses } } } }),
  document: (members: unknown) => ({
    paths: { '/things': { get: { responses: ok } } },
    components: { securitySchemes },
    ...(members as object),
  }),
  paths: (paths: unknown) => ({ paths }),
  webhook: (schema: unknown) => ({ webhooks: { told: { post: { requestBody: json(schema), responses: ok } } } }),
  api: (members: unknown) => members as object,
} satisfies Record<string, (value: unknown, side: Side) => object>;
