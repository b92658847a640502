import type { Instant } from '../base/index.ts';
import type { Catalog } from '../catalog/index.ts';
import { type RosterSurvey, type Shift, surveyRoster } from '../roster/index.ts';
import { deliveriesOfNow } from './taken-up-again.ts';
import type { ReleaseView } from './tocsin.ts';

/** The roster of a release as it stands: who was asked before it was called off was not asked for these hours. */
export function surveyRelease(
  view: ReleaseView,
  catalog: Catalog,
  now: Instant,
  others: readonly Shift[],
): RosterSurvey {
  return surveyRoster({ ...view, deliveries: deliveriesOfNow(view) }, catalog, now, others);
}
