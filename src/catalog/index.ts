export type {
  Catalog,
  ChatChannel,
  Consumer,
  DeclaredUse,
  MailingList,
  Meeting,
  Person,
  Service,
  Team,
  Tier,
} from './catalog.ts';
export type { Certainty, ConsumerImpact, Hit, Impact, UnknownCaller } from './impact.ts';
