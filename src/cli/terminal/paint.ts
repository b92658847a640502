import picocolors from 'picocolors';
import type { Stream } from '../shell.ts';

/** Colours for a stream, or plain text where it wants none. Meaning never rests on colour alone. */
export function paint(stream: Pick<Stream, 'colour'>) {
  return picocolors.createColors(stream.colour);
}
