import type { ConsumerLadder, Harm, Ladder } from './ladder.ts';

const hurting: readonly Harm[] = ['production-fails', 'production-uses-old', 'points-at-staging'];

/** Consumers that do not work in production as things are, the worst first: nobody calls a release done over them unasked. */
export function brokenInProduction({ consumers }: Pick<Ladder, 'consumers'>): readonly ConsumerLadder[] {
  return consumers.filter(({ contradictions }) => contradictions.some(({ harm }) => hurting.includes(harm)));
}
