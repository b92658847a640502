export type {
  Actor,
  Approval,
  Delivery,
  DeliveryState,
  Discussion,
  Event,
  EventType,
  Intended,
  Principal,
  Role,
  Understanding,
} from '../store/index.ts';
export { type Config, configSchema, parseConfig, readConfig } from './config.ts';
export { type LinkClaim, readLink, signLink } from './link-token.ts';
export type {
  AnnouncementPreview,
  AssessInput,
  Change,
  ReleaseSummary,
  ReleaseView,
  ShownMessage,
  TickReport,
  Tocsin,
  UploadedSpec,
} from './tocsin.ts';
