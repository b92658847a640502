export type { Actor, Event, EventType } from './event.ts';
export { type LinkClaim, readLink, signLink } from './link-token.ts';
export type {
  AnnouncementPreview,
  Approval,
  AssessInput,
  Change,
  Delivery,
  DeliveryState,
  Discussion,
  Principal,
  ReleaseSummary,
  ReleaseView,
  Role,
  TickReport,
  Tocsin,
  Understanding,
  UploadedSpec,
} from './tocsin.ts';
