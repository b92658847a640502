import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

const json = (schema: object = { type: 'object' }) => ({ 'application/json': { schema } });
const xml = { 'application/xml': { schema: { type: 'object' } } };
const done = { '204': { description: 'x' } };

const webhook = (operation: object) => ({ webhooks: { sold: { post: { responses: done, ...operation } } } });

const payload = (content: object) => webhook({ requestBody: { required: true, content } });
const answer = (responses: object) => webhook({ responses });
const pet = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };

describe('who receives a webhook', () => {
  it('cannot read a media type that may come now, and does not miss one that no longer does', async () => {
    const [one, two] = [payload(json()), payload({ ...json(), ...xml })];
    const { verdict, findings } = await compare(one, two);
    expect(verdict).toBe('breaking');
    expect(findings[0]?.advice).toContain('Be ready to receive application/xml');
    expect((await compare(two, one)).verdict).toBe('compatible');
  });

  it('sends no body where none was asked for, and may go on to send one that nobody reads', async () => {
    const bare = answer({ '200': { description: 'x' } });
    const { verdict, findings } = await compare(bare, answer({ '200': { description: 'x', content: json(pet) } }));
    expect(verdict).toBe('breaking');
    expect(findings[0]?.advice).toContain('Answer with a body');
  });

  it('may answer with a further status, and may no longer with one that is gone', async () => {
    const accepted = { '202': { description: 'x' } };
    const [one, two] = [answer(done), answer({ ...done, ...accepted })];
    const { verdict, findings } = await compare(one, two);
    expect(verdict).toBe('compatible');
    expect(findings[0]?.advice).toBe('Nothing to do; 202 may be answered too.');
    const back = await compare(two, one);
    expect(back.verdict).toBe('breaking');
    expect(back.findings[0]?.advice).toContain('Answer with one of the statuses that are left');
  });

  it('is told of the one success that is new, whoever answers, and of the one media type that is left', async () => {
    const accepted = { '202': { description: 'x' } };
    const [gone] = (await compare(answer(done), answer(accepted))).findings.filter(
      ({ severity }) => severity !== 'safe',
    );
    expect(gone?.advice).toBe('Answer 202 from the release on, the one success that is new.');
    const api = (responses: object) => ({ paths: { '/a': { get: { responses } } } });
    const content = (...types: string[]) => ({
      '200': { description: 'x', content: Object.fromEntries(types.map((type) => [type, {}])) },
    });
    const advice = async (before: object, after: object) =>
      (await compare(api(before), api(after))).findings.find(({ severity }) => severity === 'breaking')?.advice;
    expect(await advice({ '201': { description: 'x' } }, accepted)).toContain('Handle 202: most probably');
    expect(await advice({ '201': { description: 'x' } }, { ...accepted, '203': { description: 'x' } })).toContain(
      'Look at which status is answered instead',
    );
    expect(await advice(content('text/csv', 'application/json'), content('application/json'))).toBe(
      'Ask for (`Accept`) and read application/json instead of text/csv.',
    );
    expect(await advice(content('text/csv', 'text/a', 'text/b'), content('text/a', 'text/b'))).toContain(
      'one of the media types that are left',
    );
    expect(await advice(content('text/csv'), content())).toBe('Do not rely on a body any more: none is described.');
  });

  it('is refused an answer that is no longer taken, also one by which it stops the calls', async () => {
    const gone = { '410': { description: 'Stop.' } };
    const failed = { '500': { description: 'Failed.' } };
    const { findings } = await compare(answer({ ...done, ...gone, ...failed }), answer(done));
    expect(findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['breaking', 'Status 410 is no longer taken as an answer'],
      ['risky', 'Status 500 is no longer taken as an answer'],
    ]);
  });

  it('is told what may come, not what it may send', async () => {
    const header = { name: 'X-Trace', in: 'header', schema: { type: 'string' } };
    const { findings } = await compare(
      webhook({}),
      webhook({ parameters: [header], requestBody: { content: json() } }),
    );
    expect(findings.map(({ advice }) => advice)).toEqual([
      'Nothing to do; the body may be left unread.',
      'Nothing to do; it may come with a call.',
    ]);
  });
});
