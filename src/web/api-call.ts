// How a call of the HTTP API is described: all that answers name its failures alike, and all that change something take
// a token and a body.

import type { z } from 'zod';
import { problemDetails } from './api-schemas.ts';

const failures = { '4xx': problemDetails, '5xx': problemDetails };
const security = [{ token: [] }];

/** A call that reads. `asked` is what it takes (`params`, `querystring`), and whatever else is to be said of it. */
export function reading<Asked extends object, Answer extends z.ZodType>(
  tag: string,
  operationId: string,
  summary: string,
  asked: Asked,
  answer: Answer,
) {
  return { schema: { operationId, summary, tags: [tag], ...asked, response: { 200: answer, ...failures } } };
}

/** The same of one that changes something; it takes a `body`, too. */
export function changing<Asked extends object, Answer extends z.ZodType>(
  tag: string,
  operationId: string,
  summary: string,
  asked: Asked,
  answer: Answer,
) {
  return reading(tag, operationId, summary, { security, ...asked }, answer);
}

type Known<Given> = { [Key in keyof Given]: Exclude<Given[Key], undefined> };

/** Without the keys that were left out: not given is another thing than given as undefined. */
export function known<Given extends object>(given: Given): Known<Given> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Known<Given>;
}
