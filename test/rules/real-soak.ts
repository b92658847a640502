// The referee on public descriptions: `npm run soak:real`. For each two releases of GitHub's Enterprise Server and of
// Figma, in both directions, it decides every pair of schemas that differs, holds the answers against values that it draws
// itself, and lists each alarm that the comparison withdrew, so that a person can look at it. `--publish` puts the shares
// into docs/containment.md. Fetches GitHub's descriptions the first time (bench/.cache).

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fetchGithubDescriptions, githubDescription } from '../../bench/fetch-github-descriptions.ts';
import { type SchemaPair, walk } from '../../src/diff/index.ts';
import { compareLoadedSpecs } from '../../src/rules/index.ts';
import { Sides } from '../../src/rules/sides.ts';
import { decideContainment, withoutUnusedDefinitions } from '../../src/schema/index.ts';
import { type Api, type LoadedSpec, loadSpec, readApi } from '../../src/spec/index.ts';
import { AnswerTally } from '../schema/answer-tally.ts';
import { publishSection } from '../schema/publish-section.ts';
import { keywordsOf } from '../schema/random-schemas.ts';
import { randomFrom, valuesFor } from '../schema/random-values.ts';
import { compareOptions } from './compare.ts';
import { ajvCheck } from './document-referee.ts';

const { values: options } = parseArgs({
  options: { values: { type: 'string', default: '60' }, publish: { type: 'boolean', default: false } },
});
const print = (line: string) => process.stdout.write(`${line}\n`);
const random = randomFrom(20261121);
const figma = (release: string) =>
  join(import.meta.dirname, `../../node_modules/figma-${release}/openapi/openapi.yaml`);

await fetchGithubDescriptions();
const releases: readonly (readonly [string, string, string])[] = [
  ['GitHub Enterprise Server 3.17 → 3.18', githubDescription('3.17', 'json'), githubDescription('3.18', 'json')],
  ['GitHub Enterprise Server 3.18 → 3.19', githubDescription('3.18', 'json'), githubDescription('3.19', 'json')],
  ['Figma 0.30.0 → 0.31.0', figma('before'), figma('after')],
];
const byKeyword = new AnswerTally();
const summary: string[] = [];
let contradictions = 0;
for (const [name, older, newer] of releases) {
  const [before, after] = [
    await loadSpec(older, { cwd: process.cwd() }),
    await loadSpec(newer, { cwd: process.cwd() }),
  ];
  await judge(name, before, after);
  await judge(`${name}, taken back`, after, before);
}

async function judge(name: string, before: LoadedSpec, after: LoadedSpec): Promise<void> {
  const { verdict, summary: counts, refactors } = await compareLoadedSpecs(before, after, compareOptions);
  const pairs = differingPairs(readApi(before), readApi(after));
  const answers = { yes: 0, no: 0, unknown: 0 };
  const allSides = new Sides(readApi(before));
  for (const pair of pairs) {
    const sides = allSides.of(pair);
    if (sides === null) continue;
    const { inner, outer } = sides;
    const result = decideContainment(outer, inner, { dialect: '2020-12', assertFormats: true, steps: 20_000 });
    answers[result.answer] += 1;
    byKeyword.count(keywordsOf(outer, keywordsOf(inner)), result.answer);
    if (result.answer === 'unknown') print(`unknown: ${result.because} (${pair.before.spot.pointer})`);
    const sends = ajvCheck(withoutUnusedDefinitions(inner));
    const accepts = ajvCheck(withoutUnusedDefinitions(outer));
    const tried = result.answer === 'no' ? [result.witness] : valuesFor([outer, inner], Number(options.values), random);
    const wrong = tried.find((value) =>
      result.answer === 'no' ? !(sends(value) && !accepts(value)) : sends(value) === true && accepts(value) === false,
    );
    if (result.answer === 'unknown' || wrong === undefined) continue;
    contradictions += 1;
    print(`CONTRADICTION to ${result.answer} at ${pair.before.spot.pointer}: ${JSON.stringify(wrong)}`);
  }
  const { yes, no, unknown } = answers;
  print(
    `${name}: ${verdict}, ${counts.breaking} breaking, ${counts.risky} risky, ${counts.safe} safe; ` +
      `${yes + no + unknown} schema pairs: ${yes} yes, ${no} no, ${unknown} unknown; ${refactors.length} alarms withdrawn`,
  );
  for (const { operation, subject, message } of refactors) {
    print(`  withdrawn: ${operation?.method} ${operation?.path} ${subject}: ${message}`);
  }
  summary.push(
    `| ${name} | ${yes + no + unknown} | ${yes} | ${no} | ${unknown} | ${counts.breaking} | ${refactors.length} |`,
  );
}

function differingPairs(base: Api, revision: Api): Set<SchemaPair> {
  const pairs = new Set<SchemaPair>();
  walk(base, revision, { pair: () => {}, schemas: (root) => pairs.add(root) });
  for (const { edges } of pairs) for (const { target } of edges) pairs.add(target);
  return pairs;
}

const table = [
  '| releases | schema pairs that differ | yes | no | unknown | breaking findings | alarms withdrawn |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  ...summary,
  '',
  ...byKeyword.table(),
];
print(`\n${table.join('\n')}\n\n${contradictions} contradictions`);
if (options.publish) publishSection('real', [...table, '', `${contradictions} contradictions among the values drawn.`]);
process.exitCode = contradictions > 0 ? 1 : 0;
