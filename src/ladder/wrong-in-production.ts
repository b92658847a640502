// Consumers that are not as they have to be in production, as things are: nobody calls a release done over them unasked.
// Each by the worst that speaks against it, since a call that fails and one that goes to staging are not the same news.

import type { ConsumerLadder, Harm, Ladder } from './ladder.ts';
import { sayStanding } from './say-standing.ts';

/** What is said of one, after its name. */
const wrongs = {
  'production-fails': 'fails in production',
  'production-uses-old': 'still calls production as before',
  'points-at-staging': 'calls staging from production',
} as const satisfies Partial<Record<Harm, string>>;

export interface WrongInProduction {
  readonly harm: keyof typeof wrongs;
  /** `fails in production` */
  readonly does: string;
  readonly consumer: ConsumerLadder;
}

/** The worst first. */
export function wrongInProduction({ consumers }: Pick<Ladder, 'consumers'>): readonly WrongInProduction[] {
  return (Object.keys(wrongs) as WrongInProduction['harm'][]).flatMap((harm) =>
    consumers
      .filter(({ contradictions }) => contradictions.find((one) => one.harm in wrongs)?.harm === harm)
      .map((consumer) => ({ harm, does: wrongs[harm], consumer })),
  );
}

/** `release-notes (docs) still calls production as before: …` */
export function sayWrong({ does, consumer }: WrongInProduction): string {
  return `${consumer.consumer} (${consumer.team}) ${does}: ${sayStanding(consumer).missing}`;
}
