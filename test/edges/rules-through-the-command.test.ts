// Each rule speaks, and its twin stays silent, through the installed command: what test/rules shows of the engine is
// shown here of the way from the files on disk to the printed JSON. Examples that are nothing but operations are put
// into one pair of documents, each under a path of its own, so that they need one process; the rest get one each.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Comparison, catalogue } from '../../src/rules/index.ts';
import { emptyFolder, runCli } from '../support/run-cli.ts';

type Document = Readonly<Record<string, unknown>>;
interface Pair {
  readonly before: Document;
  readonly after: Document;
}

const isOnlyPaths = (document: Document) =>
  document.openapi === '3.1.0' &&
  Object.entries(document).every(([key, value]) => ['openapi', 'info', 'paths'].includes(key) || value === undefined) &&
  JSON.stringify(document.info) === JSON.stringify({ title: 'Example', version: '1.0.0' });

const canShare = ({ before, after }: Pair) => isOnlyPaths(before) && isOnlyPaths(after);

async function diff(pair: Pair): Promise<Comparison> {
  const folder = await emptyFolder();
  const [base, revision] = [join(folder, 'base.json'), join(folder, 'revision.json')];
  await writeFile(base, JSON.stringify(pair.before));
  await writeFile(revision, JSON.stringify(pair.after));
  const { stdout } = await runCli(['diff', base, revision, '--json']);
  return JSON.parse(stdout) as Comparison;
}

/** Those that speak without being asked to by a setting. */
const outspoken = catalogue.filter(({ onRequest }) => onRequest !== true);

/** Every rule's findings, by rule, about the example that was picked for it. */
async function findingsOf(pick: (rule: (typeof catalogue)[number]) => readonly Pair[]) {
  const examples = outspoken.map((rule) => {
    const pairs = pick(rule);
    return { rule: rule.id, pair: (pairs.find(canShare) ?? pairs[0]) as Pair };
  });
  const found = new Map<string, Comparison['findings']>();

  const shared = examples.filter(({ pair }) => canShare(pair));
  const together = (side: keyof Pair) => ({
    openapi: '3.1.0',
    info: { title: 'Example', version: '1.0.0' },
    paths: Object.fromEntries(
      shared.flatMap(({ rule, pair }) =>
        Object.entries((pair[side].paths ?? {}) as Document).map(([path, item]) => [`/${rule}${path}`, item]),
      ),
    ),
  });
  const { findings } = await diff({ before: together('before'), after: together('after') });
  for (const { rule } of shared) {
    found.set(
      rule,
      findings.filter((finding) => finding.rule === rule && finding.operation?.path.startsWith(`/${rule}/`)),
    );
  }
  for (const { rule, pair } of examples.filter((example) => !canShare(example.pair))) {
    found.set(
      rule,
      (await diff(pair)).findings.filter((finding) => finding.rule === rule),
    );
  }
  return found;
}

describe('tocsin diff', () => {
  it('reports an example of each rule', async () => {
    const found = await findingsOf((rule) => rule.examples().reports);
    const silent = [...found].filter(([, findings]) => findings.length === 0).map(([rule]) => rule);
    expect(silent).toEqual([]);
    expect(found.size).toBe(outspoken.length);
  });

  it('leaves the twin of each rule alone', async () => {
    const found = await findingsOf((rule) => rule.examples().silent);
    const loud = [...found].filter(([, findings]) => findings.length > 0).map(([rule]) => rule);
    expect(loud).toEqual([]);
  });
});
