// Every error that a person may meet. The table keeps code, exit status and hint together, so that the command
// line, the HTTP API and Slack tell the same story. Outcomes that are expected (a break was found, a gate is closed)
// are values, not errors.

import type { Position } from './position.ts';

/** Exit statuses of the command line: the contract with scripts and CI. */
export const exitStatus = {
  fine: 0,
  breakingOrClosed: 1,
  usage: 2,
  cannotTell: 3,
  notAllowed: 4,
  ourBug: 70,
} as const;

/** Code → exit status and the hint that is given where the thrower knows no better one. */
const errorTable = {
  'spec-unreadable': { exit: exitStatus.cannotTell, hint: 'Check that the file or address is right and can be read.' },
  'spec-missing': { exit: exitStatus.cannotTell, hint: 'Check the name.' },
  'spec-not-parsable': { exit: exitStatus.cannotTell, hint: 'Mend the document at the place named.' },
  'spec-not-openapi': {
    exit: exitStatus.cannotTell,
    hint: 'Give a Swagger 2.0 or OpenAPI 3.x document: its top level says `swagger: "2.0"` or `openapi: 3.…`.',
  },
  'spec-reference-broken': { exit: exitStatus.cannotTell, hint: 'Mend the $ref, or add what it points to.' },
  'spec-not-allowed': {
    exit: exitStatus.cannotTell,
    hint: 'Allow the host or folder explicitly, if you trust it.',
  },
  'evidence-unreadable': { exit: exitStatus.cannotTell, hint: 'Check that the file is right and can be read.' },
  usage: { exit: exitStatus.usage, hint: 'Run the command with --help to see how it is used.' },
  'config-unreadable': { exit: exitStatus.usage, hint: 'Check the path, or run in the folder that holds tocsin.yaml.' },
  'config-invalid': { exit: exitStatus.usage, hint: 'Mend the file at the place named.' },
  'not-found': { exit: exitStatus.usage, hint: 'Check the name; `tocsin release list` shows what there is.' },
  'policy-no-date': {
    exit: exitStatus.cannotTell,
    hint: 'Relax the policy or shorten a freeze; no date is lawful now.',
  },
  'date-unlawful': {
    exit: exitStatus.breakingOrClosed,
    hint: 'Choose the earliest lawful date or a later one in the deploy window.',
  },
  'release-state': { exit: exitStatus.breakingOrClosed, hint: 'See `tocsin release show` for what may come next.' },
  'gate-closed': { exit: exitStatus.breakingOrClosed, hint: 'See `tocsin release show` for what opens the gate.' },
  'message-refused': { exit: exitStatus.breakingOrClosed, hint: 'Mend the template so that it says what it must.' },
  'delivery-failed': {
    exit: exitStatus.cannotTell,
    hint: 'Run `tocsin doctor` to check the channel; nothing is lost, it is tried again.',
  },
  'store-unavailable': {
    exit: exitStatus.cannotTell,
    hint: 'Run `tocsin doctor`; nothing that was recorded is lost.',
  },
  'output-unwritten': { exit: exitStatus.cannotTell, hint: 'Make room there, or write it somewhere else.' },
  'not-allowed': { exit: exitStatus.notAllowed, hint: 'Ask someone who may, or use a token that may.' },
  conflict: { exit: exitStatus.breakingOrClosed, hint: 'Look at the newer state and try again.' },
  internal: {
    exit: exitStatus.ourBug,
    hint: 'This is a bug in tocsin: please report it with the command and its input.',
  },
} as const;

export type ErrorCode = keyof typeof errorTable;

/**
 * An error that ends a use case. `message` says what happened and to what, `hint` what to do next; `position` is
 * where in a document, if there is one. `exit` is the command's status.
 */
export class TocsinError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly position: Position | null;
  readonly exit: number;

  constructor(
    code: ErrorCode,
    message: string,
    options: { hint?: string; position?: Position | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TocsinError';
    this.code = code;
    this.hint = options.hint ?? errorTable[code].hint;
    this.position = options.position ?? null;
    this.exit = errorTable[code].exit;
  }
}
