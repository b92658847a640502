// Gates as lamps with shape and word: unknown is its own state, never shown as open.

import { type Gate, type GateState, sayPurpose } from '../plan/index.ts';
import type { Stream } from './shell.ts';
import { besideUtc } from './show-time.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

const shape: Record<GateState, string> = { open: '✔', closed: '✖', unknown: '?' };
/** Where the reasons begin. */
const reasonsAt = 28;

/** A few lines a gate: why it stands so, and where it is not open what would open it. */
export function printGates(
  gates: readonly Gate[],
  { stream, zone }: { stream: Pick<Stream, 'colour' | 'columns'>; zone: string },
): string[] {
  const { green, red, magenta, yellow, dim } = paint(stream);
  const colour: Record<GateState, (text: string) => string> = { open: green, closed: red, unknown: magenta };
  const width = Math.min(stream.columns, 110) - reasonsAt;
  const indent = ' '.repeat(reasonsAt);
  return gates.flatMap((gate) => {
    const { name, state, mode, because, wouldOpen, caution } = gate;
    const title = mode === 'enforce' ? name : `${name}, ${mode === 'warn' ? 'warns' : 'advises'}`;
    const mark = caution === null ? colour[state](shape[state]) : yellow('!');
    const head = `  ${mark} ${state.padEnd(8)} ${title}`;
    const [first = '', ...rest] = wrapText(besideUtc(because, zone), { width });
    const gap = ' '.repeat(Math.max(1, reasonsAt - `  x ${state.padEnd(8)} ${title}`.length));
    // Of one that is open it reads as if something were still to be done.
    const purpose = state === 'open' ? [] : wrapText(`It ${sayPurpose(gate)}.`, { width });
    return [
      `${head}${gap}${first}`,
      ...rest.map((line) => indent + line),
      ...(caution === null ? [] : wrapText(caution, { width }).map((line) => indent + line)),
      ...purpose.map((line) => dim(indent + line)),
      ...(wouldOpen === null
        ? []
        : wrapText(`To open it: ${besideUtc(wouldOpen, zone)}`, { width }).map((line) => dim(indent + line))),
    ];
  });
}
