// Two releases of a description that somebody else maintains: npm's @figma/rest-api-spec 0.30.0 and 0.31.0, where
// webhooks learnt to belong to a project or file and not only to a team. The package has no changelog of its own, so
// both documents were read side by side; what follows is all that was found there.
//   1. POST /v2/webhooks: `context` and `context_id` are required in the body, `team_id` is no longer.
//   2. Webhooks may be about a sixth event, DEV_MODE_STATUS_UPDATE: new to read in five answers, new to send in two.
//   3. GET /v2/webhooks is new; GET /v2/teams/{team_id}/webhooks is deprecated.
//   4. POST /v2/webhooks has a seventh callback, devModeStatusUpdate.
//   5. A webhook that is answered has `context`, `context_id` and `plan_api_id` besides.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import yaml from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Comparison, Finding } from '../../src/rules/index.ts';
import { compare } from '../rules/compare.ts';
import { runCli } from '../support/run-cli.ts';

const document = (alias: string) =>
  fileURLToPath(new URL(`../../node_modules/${alias}/openapi/openapi.yaml`, import.meta.url));

describe('Figma 0.30.0 and 0.31.0', () => {
  let comparison: Comparison;
  let status: number | null;
  beforeAll(async () => {
    const run = await runCli(['diff', document('figma-before'), document('figma-after'), '--json']);
    status = run.status;
    comparison = JSON.parse(run.stdout) as Comparison;
  });
  const where = ({ operation, subject }: Finding) => `${operation?.method} ${operation?.path} ${subject}`.trimEnd();
  const of = (severity: Finding['severity']) =>
    comparison.findings
      .filter((finding) => finding.severity === severity)
      .map(where)
      .sort();

  it('is read whole', () => {
    expect(comparison.problems).toEqual([]);
    expect(comparison.base).toMatchObject({ title: 'Figma API', version: '0.30.0' });
  });

  it('breaks in exactly the seven places that were found by reading', () => {
    expect(status).toBe(1);
    expect(comparison.verdict).toBe('breaking');
    expect(of('breaking')).toEqual(
      [
        'POST /v2/webhooks body.context',
        'POST /v2/webhooks body.context_id',
        'POST /v2/webhooks 200.body.event_type',
        'GET /v2/webhooks/{webhook_id} 200.body.event_type',
        'PUT /v2/webhooks/{webhook_id} 200.body.event_type',
        'DELETE /v2/webhooks/{webhook_id} 200.body.event_type',
        'GET /v2/teams/{team_id}/webhooks 200.body.webhooks[].event_type',
      ].sort(),
    );
  });

  it('has three causes: the sixth event, read and sent in seven places, and two properties', () => {
    const causes = comparison.causes.filter(({ severity }) => severity === 'breaking');
    expect(causes.map(({ rule, count }) => `${rule} ${count}`).sort()).toEqual([
      'enum-value-added 7',
      'property-added 1',
      'property-added 1',
    ]);
    const event = causes.find(({ rule }) => rule === 'enum-value-added');
    expect(event?.message).toContain('DEV_MODE_STATUS_UPDATE');
    // `WebhookV2Event`, its list of values
    expect(event?.revision).toMatchObject({ line: 6708, exact: true });
  });

  it('wants a major version, where its number says minor', () => {
    expect(comparison.semver).toMatchObject({ declared: 'minor', required: 'major' });
    expect(comparison.semver).toMatchObject({ next: '0.31.0', complaint: null }); // before 1.0.0 a minor step may break
  });

  it('calls the new operation, the sixth event in calls and the freed property safe', () => {
    const safe = of('safe');
    for (const place of [
      'GET /v2/webhooks',
      'POST /v2/webhooks body.event_type',
      'PUT /v2/webhooks/{webhook_id} body.event_type',
      'POST /v2/webhooks body.team_id',
    ])
      expect(safe).toContain(place);
  });
});

it('in the words of OpenAPI 3.0 says the same, however large its tree of nodes is', async () => {
  const newest = yaml.load(readFileSync(document('figma-after'), 'utf8'), { schema: yaml.JSON_SCHEMA });
  const older = { ...(inOlderWords(newest) as object), openapi: '3.0.3' };
  for (const [before, after] of [
    [newest, older],
    [older, newest],
  ]) {
    const { findings } = await compare(before, after);
    // 3.0 passes over what stands beside a reference.
    expect([...new Set(findings.map(({ rule, severity }) => `${severity} ${rule}`))]).toEqual([
      before === newest ? 'safe property-reactivated' : 'safe property-deprecated',
    ]);
  }
});

/** As converters write it: a null among the types as a mark. */
function inOlderWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOlderWords);
  if (typeof value !== 'object' || value === null) return value;
  const { type, ...others } = value as { readonly type?: unknown };
  const rest = Object.fromEntries(Object.entries(others).map(([key, each]) => [key, inOlderWords(each)]));
  if (!Array.isArray(type)) return type === undefined ? rest : { type: inOlderWords(type), ...rest };
  return { type: type.find((each) => each !== 'null'), nullable: true, ...rest };
}
