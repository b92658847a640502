// The two engines, each asked for what it finds in many small pairs of documents. Pairs that speak of nothing outside
// their own path are put together into one document, since starting a process for each would take minutes.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type CompareOptions, compareLoadedSpecs, type Finding, type Refactor } from '../../src/rules/index.ts';
import { specFromText } from '../../src/spec/index.ts';
import type { Json, PeerCase } from './case.ts';

const execute = promisify(execFile);

/** 1 is information, 2 a warning, 3 an error. */
type Level = 1 | 2 | 3;

export interface Told {
  /** Id → level; under any of the settings that the case asks for. */
  readonly theirs: ReadonlyMap<string, Level>;
  /** Ids that it tells under every one of the settings. */
  readonly always: ReadonlySet<string>;
  readonly ours: readonly Finding[];
  readonly refactors: readonly Refactor[];
  /** Why the other tool had nothing to say at all. */
  readonly refused: string | null;
}

interface TheirFinding {
  readonly id: string;
  readonly level: Level;
  readonly path?: string;
}

const mostTogether = 200;
const options: CompareOptions = {
  asOf: new Date().toISOString().slice(0, 10),
  engineVersion: '0.0.0',
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};

export async function askBoth(cases: readonly PeerCase[]): Promise<ReadonlyMap<PeerCase, Told>> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-peers-'));
  try {
    const told = new Map<PeerCase, Told>();
    for (const group of groupsOf(cases))
      for (const [each, answer] of await askGroup(group, folder)) told.set(each, answer);
    return told;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function groupsOf(cases: readonly PeerCase[]): PeerCase[][] {
  const groups = new Map<string, PeerCase[][]>();
  for (const [index, each] of cases.entries()) {
    const key = each.alone ? JSON.stringify([each.before.openapi, each.flags]) : String(index);
    const lists = groups.get(key) ?? [];
    const last = lists.at(-1);
    if (last === undefined || last.length === mostTogether) lists.push([each]);
    else last.push(each);
    groups.set(key, lists);
  }
  return [...groups.values()].flat();
}

async function askGroup(group: readonly PeerCase[], folder: string): Promise<[PeerCase, Told][]> {
  const [first] = group as [PeerCase];
  const before = group.length === 1 ? first.before : together(group, 'before');
  const after = group.length === 1 ? first.after : together(group, 'after');
  const runs: TheirFinding[][] = [];
  for (const flags of first.flags) {
    const answer = await askThem(before, after, flags, folder);
    if (typeof answer !== 'string') runs.push(answer);
    else if (group.length > 1) return halves(group, folder);
    else return [[first, { theirs: new Map(), always: new Set(), ...(await askUs(before, after)), refused: answer }]];
  }
  const us = await askUs(before, after);
  return group.map((each, index) => {
    const isOwn = (path: string | undefined) => group.length === 1 || (path ?? '').includes(`${markOf(index)}-`);
    const lists = runs.map((run) => run.filter(({ path }) => isOwn(path)));
    const always = new Set(
      lists[0]!.map(({ id }) => id).filter((id) => lists.every((list) => list.some((one) => one.id === id))),
    );
    return [
      each,
      {
        theirs: new Map(lists.flat().map(({ id, level }) => [id, level])),
        always,
        ours: us.ours.filter(({ operation }) => isOwn(operation?.path)),
        refactors: us.refactors.filter(({ operation }) => isOwn(operation?.path)),
        refused: null,
      },
    ];
  });
}

async function halves(group: readonly PeerCase[], folder: string): Promise<[PeerCase, Told][]> {
  const middle = group.length >>> 1;
  return [...(await askGroup(group.slice(0, middle), folder)), ...(await askGroup(group.slice(middle), folder))];
}

function markOf(index: number): string {
  return `case${index}`;
}

function together(group: readonly PeerCase[], side: 'before' | 'after'): Json {
  const [first] = group as [PeerCase];
  const marked = (field: 'paths' | 'webhooks') =>
    Object.fromEntries(
      group.flatMap((each, index) =>
        Object.entries((each[side][field] ?? {}) as Json).map(([key, item]) => {
          const mark = `${markOf(index)}-`;
          return [key.startsWith('/') ? `/${mark}${key}` : `${mark}${key}`, withMark(item, index)];
        }),
      ),
    );
  const webhooks = marked('webhooks');
  const components: Record<string, Json> = {};
  for (const [index, each] of group.entries()) {
    for (const [kind, named] of Object.entries((each[side].components ?? {}) as Readonly<Record<string, Json>>)) {
      const own = Object.entries(named).map(([name, it]) => [`${markOf(index)}-${name}`, withMark(it, index)] as const);
      components[kind] = { ...components[kind], ...Object.fromEntries(own) };
    }
  }
  return {
    openapi: first[side].openapi,
    info: first[side].info,
    paths: marked('paths'),
    ...(Object.keys(webhooks).length > 0 && { webhooks }),
    ...(Object.keys(components).length > 0 && { components }),
  };
}

/** With its references to its own components, which have the mark of the case in the common document. */
function withMark(value: unknown, index: number): unknown {
  const text = JSON.stringify(value);
  if (!text.includes('#/components/')) return value;
  return JSON.parse(text.replace(/"#\/components\/(\w+)\//g, `"#/components/$1/${markOf(index)}-`));
}

/** What it found, or why it could not. */
async function askThem(
  before: Json,
  after: Json,
  flags: readonly string[],
  folder: string,
): Promise<TheirFinding[] | string> {
  const files = [join(folder, 'before.json'), join(folder, 'after.json')] as const;
  await writeFile(files[0], JSON.stringify(before));
  await writeFile(files[1], JSON.stringify(after));
  try {
    const { stdout } = await execute('oasdiff', ['changelog', ...files, '-f', 'json', ...flags], {
      maxBuffer: 64 * 2 ** 20,
    });
    return (JSON.parse(stdout.trim() === '' ? '[]' : stdout) ?? []) as TheirFinding[];
  } catch (error) {
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
    if (code === 'ENOENT') throw new Error('There is no oasdiff on the PATH: build it (Go), then run this again.');
    return (stderr ?? message).trim();
  }
}

async function askUs(before: Json, after: Json): Promise<Pick<Told, 'ours' | 'refactors'>> {
  const specs = [];
  for (const [name, document] of [
    ['before', before],
    ['after', after],
  ] as const) {
    specs.push(await specFromText(JSON.stringify(document), `${name}.json`));
  }
  const { findings, refactors } = await compareLoadedSpecs(specs[0]!, specs[1]!, options);
  return { ours: findings, refactors };
}
