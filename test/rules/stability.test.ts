// What an author marks as not promised yet (`x-stability-level`) breaks no promise.

import { describe, expect, it } from 'vitest';
import { renderComparison, reportFormats } from '../../src/report/index.ts';
import { compare } from './compare.ts';

const asked = (type: string) => ({
  parameters: [{ in: 'query', name: 'q', schema: { type } }],
  responses: { 204: { description: 'Done.' } },
});
const api = (get: object, version = '1.0.0') => ({ info: { title: 'Pets', version }, paths: { '/pets': { get } } });
const marked = (level: string | undefined, type: string, version?: string) =>
  api({ ...asked(type), ...(level !== undefined && { 'x-stability-level': level }) }, version);

describe('an operation that the base marks', () => {
  it.each(['draft', 'alpha'])('%s may change without a break; it is a risk, and says why', async (level) => {
    const comparison = await compare(marked(level, 'string'), marked(level, 'integer'));
    expect(comparison.verdict).toBe('risky');
    const [finding] = comparison.findings;
    expect(finding).toMatchObject({ severity: 'risky', ruleSeverity: 'breaking', lifecycle: { stability: level } });
    expect(finding?.witness).not.toBeNull();
    const reports = [
      renderComparison(comparison, { colour: false, width: 200 }),
      ...reportFormats.map((format) => format.render(comparison, { failOn: 'risky' })),
    ];
    for (const report of reports)
      expect(report).toContain(`The operation is marked ${level}: it promises nothing yet.`);
  });

  it.each(['beta', 'stable', 'solid', undefined])('%s is held to what it says', async (level) => {
    const { verdict, findings } = await compare(marked(level, 'string'), marked(level, 'integer'));
    expect(verdict).toBe('breaking');
    expect(findings.every(({ lifecycle }) => lifecycle === null)).toBe(true);
  });

  it('alpha may go, and asks for no major version', async () => {
    const gone = { info: { title: 'Pets', version: '1.1.0' }, paths: {} };
    const comparison = await compare(marked('alpha', 'string'), gone);
    expect(comparison).toMatchObject({ verdict: 'risky', semver: { required: 'minor' } });
  });

  it('stable breaks also where the newer release calls it alpha: the promise was made', async () => {
    expect((await compare(marked('stable', 'string'), marked('alpha', 'integer'))).verdict).toBe('breaking');
  });

  it('alpha breaks where settings say so', async () => {
    const severities = [{ rules: ['type-changed'], severity: 'breaking' as const }];
    const { verdict } = await compare(marked('alpha', 'string'), marked('alpha', 'integer'), { severities });
    expect(verdict).toBe('breaking');
  });

  it('alpha says nothing of another operation that shares its schema', async () => {
    const shared = (type: string) => ({
      paths: Object.fromEntries(
        ['alpha', 'stable'].map((level) => [
          `/${level}`,
          {
            post: {
              'x-stability-level': level,
              requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
              responses: { 204: { description: 'Done.' } },
            },
          },
        ]),
      ),
      components: { schemas: { Pet: { type } } },
    });
    const { findings } = await compare(shared('string'), shared('integer'));
    expect(findings.map(({ operation, severity }) => [operation?.path, severity])).toEqual(
      expect.arrayContaining([
        ['/alpha', 'risky'],
        ['/stable', 'breaking'],
      ]),
    );
  });

  it('alpha says the same of the callbacks that it registers', async () => {
    const registering = (type: string) =>
      api({
        ...asked('string'),
        'x-stability-level': 'alpha',
        callbacks: {
          told: {
            '{$request.query.q}': {
              post: {
                requestBody: { content: { 'application/json': { schema: { type } } } },
                responses: { 204: { description: 'Done.' } },
              },
            },
          },
        },
      });
    expect((await compare(registering('string'), registering('integer'))).verdict).toBe('risky');
  });
});
