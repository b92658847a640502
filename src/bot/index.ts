export type { Actor, Event, EventType } from './event.ts';
export type {
  AnnouncementPreview,
  Approval,
  AssessInput,
  Change,
  Delivery,
  DeliveryState,
  Discussion,
  ReleaseSummary,
  ReleaseView,
  TickReport,
  Tocsin,
  Understanding,
} from './tocsin.ts';
