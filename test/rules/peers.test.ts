// Every check of the leading tool is reached by a finding that an example really produces, or is waived with a reason.

import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue, peerRuleIds, waivedPeers } from '../../src/rules/index.ts';
import { compare, compareExample } from './compare.ts';

describe('the checks of the leading tool', () => {
  const produced = new Set<string>();

  beforeAll(async () => {
    for (const rule of catalogue) {
      for (const example of rule.examples().reports) {
        const { findings } = await compareExample(rule, example);
        for (const finding of findings) for (const peer of finding.peers) produced.add(peer);
      }
    }
  });

  it('are all produced, apart from those that are waived', () => {
    const missing = [...peerRuleIds].filter((id) => !produced.has(id) && !waivedPeers.has(id));
    expect(missing).toEqual([]);
  });

  it('are waived only where there is such a check, with a reason, and where nothing produces it', () => {
    for (const [id, reason] of waivedPeers) {
      expect(peerRuleIds.has(id)).toBe(true);
      expect(produced.has(id)).toBe(false);
      expect(reason).toMatch(/^meaningless, because .{20,}/);
    }
  });

  it('are waived in one case of twenty at most', () => {
    expect(waivedPeers.size).toBeLessThanOrEqual(peerRuleIds.size / 20);
  });
});

describe('a webhook', () => {
  const schema = (type: string) => ({ type: 'object', properties: { it: { type } } });
  const operation = (type: string) => ({
    post: {
      requestBody: { content: { 'application/json': { schema: schema(type) } } },
      responses: { '204': { description: 'Done.' } },
    },
  });
  const around = (openapi: string, parts: object) => ({ openapi, paths: {}, ...parts });

  it.each([
    ['the x-webhooks of 3.0', '3.0.3', (type: string) => ({ 'x-webhooks': { thing: operation(type) } }), []],
    [
      'the webhooks of 3.1',
      '3.1.0',
      (type: string) => ({ webhooks: { thing: operation(type) } }),
      ['request-property-type-changed'],
    ],
  ] as const)('has ids only where the leading tool looks: %s', async (_, version, parts, peers) => {
    const { findings } = await compare(around(version, parts('string')), around(version, parts('boolean')));
    expect(findings.map((finding) => finding.peers)).toEqual([peers]);
  });
});

describe('what only one side names, and the other with others', () => {
  const [text, number] = [{ schema: { type: 'string' } }, { schema: { type: 'integer' } }];
  const api = (operation: object) => ({
    paths: { '/pets': { post: { responses: { '204': { description: 'x' } }, ...operation } } },
  });
  const answering = (responses: Readonly<Record<string, object>>) =>
    api({
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, json]) => [
          status,
          { description: 'x', content: { 'application/json': json } },
        ]),
      ),
    });

  it.each([
    [answering({ default: text }), answering({ default: text, '404': number })],
    [answering({ '4XX': number, '404': text }), answering({ '4XX': number })],
    [
      api({ requestBody: { content: { '*/*': text } } }),
      api({ requestBody: { content: { '*/*': text, 'application/json': number } } }),
    ],
  ])('is compared by nobody else: what differs there has no id', async (before, after) => {
    const { findings } = await compare(before, after);
    const ofType = findings.filter(({ rule }) => rule === 'type-changed');
    expect(ofType.map(({ severity, peers }) => ({ severity, peers }))).toEqual([{ severity: 'breaking', peers: [] }]);
    expect(findings.filter((each) => each.rule !== 'type-changed').flatMap(({ peers }) => peers)).toHaveLength(1);
  });
});
