export type { Actor, Event, EventType } from './event.ts';
export type { EvidenceImport, Forgetting } from './evidence-records.ts';
export { instantText } from './instant-text.ts';
export type { RepositoryRead } from './ladder-records.ts';
export {
  type Approval,
  type Delivery,
  type DeliveryState,
  type Discussion,
  hasGone,
  type Intended,
  type Principal,
  type Role,
  type Understanding,
  type WrittenStep,
} from './ledger.ts';
export { makeFolder } from './make-folder.ts';
export type { Settlement } from './message-records.ts';
export type { Assessment, FullAssessment } from './plan-records.ts';
export type { Changes, Records } from './records.ts';
export type { ReleaseLine, StampedRelease } from './release-records.ts';
export { type Claim, openStore, type Store } from './store.ts';
