// How the demo speaks: numbered chapters with the simulated date, a diary, and time that passes between them.

import { type Instant, sayInstant, TocsinError } from '../../base/index.ts';
import type { Change, Tocsin } from '../../bot/index.ts';
import type { Stream } from '../shell.ts';
import { alignColumns } from '../terminal/align-columns.ts';
import { paint } from '../terminal/paint.ts';
import { wrapText } from '../terminal/wrap-text.ts';
import type { SimulatedClock } from './simulated-clock.ts';

/** Lines of the story are no longer than this. */
export const width = 96;

export interface Storyteller {
  readonly tocsin: Tocsin;
  readonly clock: SimulatedClock;
  readonly out: Stream;
  readonly paint: ReturnType<typeof paint>;
  say(...lines: readonly string[]): void;
  /** Prose, wrapped and indented. */
  tell(text: string, mark?: string): void;
  table(rows: readonly (readonly string[])[]): void;
  chapter(title: string): void;
  by(name: string, why?: string): Change;
  /** Lets time pass: what fell due meanwhile is sent at its own moment. */
  until(instant: Instant): Promise<void>;
  /** An entry of the diary, at the clock's now. */
  note(text: string): void;
  /** Prints the diary and begins a new one. */
  printDiary(): void;
  /** What a use case refuses, as the sentence that a person is told. */
  refusal(work: () => Promise<unknown>): Promise<string>;
}

export function storyteller(tocsin: Tocsin, clock: SimulatedClock, out: Stream): Storyteller {
  const colours = paint(out);
  const say = (...lines: readonly string[]) => out.write(`${lines.join('\n')}\n`);
  let chapters = 0;
  let diary: { readonly when: string; readonly text: string }[] = [];
  return {
    tocsin,
    clock,
    out,
    paint: colours,
    say,
    tell: (text, mark = '') => {
      const indent = ' '.repeat(mark === '' ? 0 : 2);
      const [first = '', ...rest] = wrapText(text, { width: width - 3 - indent.length });
      say(`   ${mark === '' ? '' : `${mark} `}${first}`, ...rest.map((line) => `   ${indent}${line}`));
    },
    table: (rows) => say(...alignColumns(rows, { indent: 3 })),
    chapter: (title) => {
      chapters += 1;
      const head = `${chapters}  ${title}`;
      const date = sayInstant(clock.now()).slice(0, -10);
      const gap = ' '.repeat(Math.max(2, width - head.length - date.length));
      say('', `${colours.bold(head)}${gap}${colours.dim(date)}`);
    },
    by: (name, why) => ({ actor: { name, via: 'cli' }, why }),
    until: async (instant) => {
      for (;;) {
        const { nextAt } = await tocsin.tick();
        if (nextAt === null || nextAt > instant || nextAt <= clock.now()) break;
        clock.set(nextAt);
      }
      clock.set(instant);
      await tocsin.tick();
    },
    note: (text) => diary.push({ when: sayInstant(clock.now()).slice(0, -4), text }),
    printDiary: () => {
      for (const { when, text } of diary) {
        const [first = '', ...rest] = wrapText(text, { width: width - 25 });
        say(`   ${colours.dim(when.padEnd(21))} ${first}`, ...rest.map((line) => `${' '.repeat(25)}${line}`));
      }
      diary = [];
    },
    refusal: async (work) => {
      try {
        await work();
      } catch (error) {
        if (error instanceof TocsinError) return error.message;
        throw error;
      }
      throw new TocsinError('internal', 'What the story says is refused was not refused.');
    },
  };
}
