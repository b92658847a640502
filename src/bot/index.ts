export type {
  Actor,
  Approval,
  Delivery,
  DeliveryState,
  Discussion,
  Event,
  EventType,
  EvidenceImport,
  Intended,
  Principal,
  Role,
  Understanding,
} from '../store/index.ts';
export { tokenId } from './api-tokens.ts';
export { onLadder } from './climb-ladder.ts';
export { type Config, editorSchema, parseConfig, readConfig } from './config.ts';
export { type DeliverySettings, deliverySettings } from './delivery-settings.ts';
export { endingOf } from './ending-of.ts';
export { examineInstallation } from './examine-installation.ts';
export { callerSalt } from './import-evidence.ts';
export { installationSecret } from './installation-secret.ts';
export { type LinkClaim, readLink, signLink, withoutSignedLinks } from './link-token.ts';
export { type OpenOptions, openTocsin, storeFileIn } from './open-tocsin.ts';
export type { PortingIssue } from './porting-issues-of.ts';
export { demandStillComing, wasAnnounced } from './record-words.ts';
export { type RunningClock, runClock } from './run-clock.ts';
export { surveyRelease } from './survey-release.ts';
export type {
  AnnouncementPreview,
  AssessInput,
  Change,
  Checkup,
  CodeSearchReport,
  DatedStep,
  ImportedEvidence,
  ImportInput,
  Outlook,
  ReleaseSummary,
  ReleaseView,
  ShownMessage,
  Speaker,
  TickReport,
  Tocsin,
  UploadedSpec,
} from './tocsin.ts';
export { namedActor } from './vouch-for-actor.ts';
export { wrongNow } from './wrong-now.ts';
