// Every rule is held to its own examples: the one that it must report, and the twin on which it must stay silent.

import { describe, expect, it } from 'vitest';
import { catalogue, peerRuleIds } from '../../src/rules/index.ts';
import { compareExample } from './compare.ts';

describe.each(catalogue)('rule $id', (rule) => {
  it('says in one sentence what it reports', () => {
    expect(rule.purpose).toMatch(/^Reports .+\.$/);
    expect(rule.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it.each(rule.examples().reports.map((example, index) => ({ index, example })))(
    'reports its example $index and nothing else does',
    async ({ example }) => {
      const { findings, problems } = await compareExample(rule, example);
      // A scheme that is gone and still asked for is a problem as well.
      expect(problems.filter(({ code }) => code !== 'security-scheme-undefined')).toEqual([]);
      const expected = [rule.id, ...(example.alongside ?? [])].sort();
      expect([...new Set(findings.map((finding) => finding.rule))].sort()).toEqual(expected);
      const own = findings.filter((finding) => finding.rule === rule.id);
      const back = await compareExample(rule, example, { reversed: true });
      const advised = back.findings.filter((finding) => finding.rule === rule.id).map(({ advice }) => advice);
      for (const advice of advised) {
        expect(advice).not.toMatch(/release(?! is taken back)|Whoever runs the API/);
        expect(advice).toMatch(/\.$/);
      }
      for (const finding of own) {
        expect(finding.message).toMatch(/^[A-Z`"[].*[^.]$/);
        if (finding.severity === 'safe' && finding.breaks.codegen === 'safe' && rule.about !== 'lifecycle') {
          expect(finding.advice).not.toMatch(/^(Stop|Send|Do not)|before the release|from the release on/);
        }
        expect(`${finding.message} ${finding.advice}`).not.toMatch(/\ba [aeio]|\ban [^aeiou]|\b1 [a-z]+s\b/);
        expect(finding.message).not.toMatch(/undefined|\[object|(from|to|than|was) null/);
        expect(finding.advice).toMatch(/\.$/);
        for (const position of [finding.base, finding.revision]) expect(position?.line).toBeGreaterThan(0);
      }
      if (example.severity !== undefined) expect(own.map(({ severity }) => severity)).toContain(example.severity);
      if (example.peers !== undefined) {
        const peers = own.map((finding) => [...finding.peers].sort());
        expect(peers).toContainEqual([...example.peers].sort());
      }
    },
  );

  it.each(rule.examples().silent.map((example, index) => ({ index, example })))(
    'stays silent on its twin $index',
    async ({ example }) => {
      const { findings, problems } = await compareExample(rule, example);
      expect(problems).toEqual([]);
      expect(findings.filter((finding) => finding.rule === rule.id)).toEqual([]);
    },
  );

  it('has a twin to every kind of report', () => {
    expect(rule.examples().reports.length).toBeGreaterThan(0);
    expect(rule.examples().silent.length).toBeGreaterThan(0);
  });
});

describe('the catalogue', () => {
  it('has no two rules of one name', () => {
    const ids = catalogue.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('names only checks that the leading tool has', () => {
    const named = catalogue.flatMap(({ examples }) => examples().reports.flatMap(({ peers }) => peers ?? []));
    expect(named.filter((id) => !peerRuleIds.has(id))).toEqual([]);
  });
});
