import { tallyOfSeverity, tallyWords } from '../../report/index.ts';
import type { GateInput } from './gate-input.ts';
import { type Judgement, opened, uncompared, unknown } from './judgement.ts';

/** The two documents were compared, whatever came of it. */
export function judgeAssessed({ comparison, release }: GateInput): Judgement {
  if (comparison === null) return uncompared('It has not been compared yet.', release);
  const { verdict, problems } = comparison;
  if (verdict === 'unknown') {
    const first = problems[0];
    return unknown(
      first === undefined ? 'The two documents could not be compared.' : `It could not be compared: ${first.message}`,
      first?.hint ?? 'Mend the documents and assess it again.',
    );
  }
  return opened(
    verdict === 'breaking'
      ? `It breaks callers: ${tallyWords(tallyOfSeverity(comparison, 'breaking'), 'breaking change')}.`
      : `The verdict is ${verdict}.`,
  );
}
