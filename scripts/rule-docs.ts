// docs/rules.md, made from the catalogue: what each rule says of itself, and what its first examples show when they are
// really compared. A test holds the file to it.

import { changedLines } from '../src/cli/changed-lines.ts';
import { aboutWords, type ShownRule, showRule } from '../src/cli/rule-words.ts';
import { catalogue, peerRuleIds, waivedPeers } from '../src/rules/index.ts';

/** In the order in which a reader goes through a document. */
const chapters: Readonly<Record<ShownRule['on'], string>> = {
  operation: 'Operations',
  parameter: 'Parameters',
  requestBody: 'Request bodies',
  response: 'Responses',
  header: 'Headers',
  mediaType: 'Media types',
  encoding: 'Encoding of form fields',
  schema: 'Values',
  property: 'Properties',
  composition: 'oneOf, anyOf, allOf',
  subtypes: 'Forms that a discriminator tells apart',
  link: 'Links',
  security: 'Security of operations',
  securityScheme: 'Security schemes',
  servers: 'Servers',
  api: 'The API as a whole',
  release: 'The release',
};

/** The whole file. The day on which sunsets are judged lies between those of the examples, so it changes nothing. */
export async function ruleDocs(): Promise<string> {
  const rules: ShownRule[] = [];
  for (const rule of catalogue) rules.push(await showRule(rule, '2026-01-01'));
  const sorted = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const named = new Set(rules.flatMap(({ peers }) => peers));
  const lines = [
    '# What Tocsin looks for',
    '',
    '<!-- Made by `npm run docs` from src/rules/catalogue; a test compares the two. -->',
    '',
    `${rules.length} rules. Of the ${peerRuleIds.size} checks of oasdiff (August 2026), ${named.size} are reached by examples and ${waivedPeers.size} waived, with the reason, in [waived-peers.ts](../src/rules/waived-peers.ts). \`tocsin explain RULE\` tells more of each, and how to judge it otherwise.`,
    '',
    '*Client sends* and *server sends* are the severities on the wire by who sends the value (for webhooks and callbacks the sides are turned round); *generated clients* tells whether code that uses one still compiles. What is removed after the day that its `x-sunset` had named is risky instead of breaking, and so is what would break an operation marked `draft` or `alpha`. What is never sent, such as a `readOnly` property in a request, is safe.',
    '',
  ];
  for (const [on, title] of Object.entries(chapters)) {
    const own = sorted.filter((rule) => rule.on === on);
    if (own.length === 0) continue;
    lines.push(`## ${title}`, '');
    lines.push(
      '| rule | client sends | server sends | generated clients | oasdiff checks |',
      '| --- | --- | --- | --- | --- |',
    );
    for (const { id, request, response, codegen, peers } of own) {
      lines.push(`| [${id}](#${id}) | ${request} | ${response} | ${codegen} | ${peers.length || ''} |`);
    }
    lines.push('', ...own.flatMap(chapterOf));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function chapterOf({ id, purpose, about, onRequest, peers, examples }: ShownRule): string[] {
  const [first] = examples;
  const asked = onRequest ? ' Speaks only where a setting gives it a severity.' : '';
  const lines = [`### ${id}`, '', `${purpose} ${aboutWords[about]}${asked}`, ''];
  if (first !== undefined) {
    lines.push('```diff', ...changedLines(first.before, first.after), '```', '');
    lines.push(`> ${first.finding.severity}: ${first.finding.message}. ${first.finding.advice}`, '');
    const other = examples.find(
      ({ finding: { direction, advice } }) => direction !== first.finding.direction && advice !== first.finding.advice,
    );
    if (other !== undefined) {
      const { severity, message, advice } = other.finding;
      lines.push(`> ${severity}: ${message}. ${advice}`, '');
    }
  }
  if (peers.length > 0) lines.push(`oasdiff: ${peers.map((peer) => `\`${peer}\``).join(', ')}`, '');
  return lines;
}
