// One clear sentence, where, and what to do next. The stack is for those who ask for it.

import { exitStatus, type Position, TocsinError } from '../base/index.ts';
import type { Stream } from './shell.ts';
import { paint } from './terminal/paint.ts';

/** Tells of an error and answers the exit status that goes with it. */
export function printError(
  error: unknown,
  { out, err, json, debug }: { out: Stream; err: Stream; json: boolean; debug: boolean },
): number {
  const known =
    error instanceof TocsinError
      ? error
      : new TocsinError('internal', `Something went wrong that tocsin did not foresee: ${wordsOf(error)}.`, {
          cause: error,
        });
  const { bold, red, dim } = paint(err);
  err.write(`${bold(red('error:'))} ${known.message}\n`);
  if (known.position) err.write(`   at: ${placeOf(known.position)}\n`);
  if (known.hint !== '') err.write(` hint: ${known.hint}\n`);
  if (debug) err.write(`${dim(stackOf(error))}\n`);
  else if (known.exit === exitStatus.ourBug) err.write(` more: run it again with --debug to see where it arose\n`);
  if (json) {
    const { code, message, hint, position } = known;
    out.write(`${JSON.stringify({ schemaVersion: 1, error: { code, message, hint, position } }, null, 2)}\n`);
  }
  return known.exit;
}

/** `specs/pkgdb-2.yaml:12:3`, as editors and terminals make it a link. */
function placeOf({ source, line, column, pointer }: Position): string {
  if (line === null) return pointer === '' ? source : `${source} ${pointer}`;
  return column === null ? `${source}:${line}` : `${source}:${line}:${column}`;
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.split('\n')[0]?.replace(/\.$/, '') ?? '';
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
