// Every failure as RFC 9457 "problem details": the pages and the API show the same sentence and hint as the command
// line. Only a TocsinError's words are shown; anything else is our bug, and its message may hold what nobody should read.

import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type ErrorCode, TocsinError } from '../base/index.ts';

/** RFC 9457, with our error code, what to do next, and where in a document if there is a place. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly hint: string;
}

const statusOf: Readonly<Record<ErrorCode, number>> = {
  'evidence-unreadable': 422,
  'spec-unreadable': 422,
  'spec-missing': 422,
  'spec-not-parsable': 422,
  'spec-not-openapi': 422,
  'spec-reference-broken': 422,
  'spec-not-allowed': 403,
  usage: 400,
  'config-unreadable': 500,
  'config-invalid': 500,
  'not-found': 404,
  'policy-no-date': 409,
  'date-unlawful': 409,
  'store-unavailable': 503,
  'release-state': 409,
  'gate-closed': 409,
  'message-refused': 409,
  'delivery-failed': 503,
  'not-allowed': 403,
  conflict: 409,
  'output-unwritten': 500,
  internal: 500,
};

const titleOf: Readonly<Record<number, string>> = {
  400: 'That request cannot be understood',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not now',
  413: 'Too large',
  414: 'That address is too long',
  415: 'Wrong kind of content',
  422: 'That document cannot be read',
  429: 'Too many requests',
  503: 'Out of reach just now',
};

/** A write without anyone to stand for it: 401, where TocsinError's `not-allowed` is 403. */
export class NotSignedIn extends Error {}

export function toProblem(error: unknown): Problem {
  if (error instanceof NotSignedIn) {
    return problem(401, 'not-signed-in', error.message, 'Sign in with an API token, or send it as a Bearer token.');
  }
  if (error instanceof TocsinError) {
    const { position } = error;
    const parts = position === null ? [] : [position.source, position.line, position.column];
    const place = parts.filter((part) => part !== null).join(':');
    return problem(
      statusOf[error.code],
      error.code,
      `${error.message}${place === '' ? '' : ` (${place})`}`,
      error.hint,
    );
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(
      ({ instancePath, message }) => `${instancePath.slice(1) || 'the request'}: ${message}`,
    );
    return problem(400, 'usage', faults.join('; '), 'Mend what is named; /api lists what each call takes.');
  }
  const status = statusCode(error);
  if (status === 429) {
    return problem(429, 'usage', 'This address has asked too often within a minute.', 'Wait a minute, then go on.');
  }
  if (status >= 400 && status < 500) {
    return problem(status, 'usage', (error as Error).message, 'Mend the request; /api lists what each call takes.');
  }
  return problem(
    500,
    'internal',
    'Something went wrong inside Tocsin.',
    'Nothing was changed half-way. The server’s log says what happened; please report it.',
  );
}

function problem(status: number, code: string, detail: string, hint: string): Problem {
  return { type: 'about:blank', title: titleOf[status] ?? 'Something went wrong', status, detail, code, hint };
}

function statusCode(error: unknown): number {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
