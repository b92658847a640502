export { calendarFeed } from './calendar-text.ts';
export type {
  Artefact,
  Channel,
  Connection,
  DeliveryOutcome,
  DeployedAnswer,
  IssueRef,
  LinkedPulls,
  PortRef,
  Receipt,
  Sender,
  ThreadContext,
} from './channel.ts';
export { readTemplates } from './read-templates.ts';
export { channelOf, channels } from './registry.ts';
export { escapeMrkdwn } from './slack/mrkdwn.ts';
export {
  acknowledgeShiftAction,
  claimCallerAction,
  claimValue,
  readClaim,
  understoodAction,
} from './slack/render-slack.ts';
