import type { Instant } from '../base/index.ts';
import type { Catalog, Impact, UseEvidence } from '../catalog/index.ts';
import type { Policy, Release } from '../plan/index.ts';
import type { Comparison } from '../rules/index.ts';
import type { Deployment, Porting, RungClaim } from './ladder.ts';

/** All that is known of a release and its consumers, from which the ladder is judged. */
export interface LadderInput {
  readonly release: Pick<Release, 'service' | 'version' | 'stagedAt'>;
  readonly comparison: Comparison;
  readonly impact: Impact;
  readonly catalog: Catalog;
  readonly policy: Pick<Policy, 'ladder'>;
  readonly now: Instant;
  /** When the service's deploy began, after which production may answer in the new way; null before that. */
  readonly deployBegunAt: Instant | null;
  /** Since when the service's new release is known to be in production; null before that. */
  readonly liveSince: Instant | null;
  /** When the service's new release was taken back; null where it was not. Then it waits for another date. */
  readonly takenBackAt: Instant | null;
  /** When it is planned to be; null where that has no date. */
  readonly deployAt: Instant | null;
  readonly understandings: readonly { readonly team: string; readonly by: string; readonly at: Instant }[];
  readonly claims: readonly RungClaim[];
  readonly portings: readonly Porting[];
  readonly deployments: readonly Deployment[];
  /** Why a consumer's deployments could not be asked for when that was tried last; null where they could. */
  readonly deploymentReads: readonly { readonly consumer: string; readonly because: string | null }[];
  /** Of the service; what is only declared or written in code counts for nothing here. */
  readonly evidence: readonly UseEvidence[];
}
