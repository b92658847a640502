// Who provides what, who uses it and who answers for it. Read from `tocsin.yaml`, a file under review, so that the
// catalogue changes by pull request like the code that it describes.

export const tiers = ['critical', 'standard', 'leaf'] as const;

/** How much of the organisation stands still when a service does. A `leaf` may skip the ceremony (A25). */
export type Tier = (typeof tiers)[number];

/** What has a name in the catalogue. */
interface Named {
  readonly name: string;
  /** Retired: nothing is announced to it any more, but what was said of it before still finds its name (C7). */
  readonly deleted: boolean;
}

export interface Service extends Named {
  readonly title: string;
  readonly tier: Tier;
  /** The team that answers for it. */
  readonly owner: string;
  readonly environments: readonly { readonly name: string; readonly url: string }[];
  /** Where its announcements go besides the organisation's own list: names of mailing lists and chat channels (A4). */
  readonly audience: { readonly lists: readonly string[]; readonly chat: readonly string[] };
  /** Services that it calls, whose release it may have to wait for (A9). */
  readonly dependsOn: readonly string[];
  /** What staging cannot replicate of it (A15). */
  readonly stagingGaps: readonly string[];
  /** By what it is recognised where it calls another service. */
  readonly seenAs: readonly SeenAs[];
  /** What an assessment compares where it is not told, as `tocsin diff` takes it. */
  readonly document: { readonly base: string | null; readonly revision: string | null };
  /** Packages by which code calls it. */
  readonly sdk: readonly string[];
  readonly alsoKnownAs: readonly string[];
}

/**
 * By what a caller is recognised in logs and traces: each kind that is named must fit, by one of its values. Something
 * is always named besides the environment.
 */
export interface SeenAs {
  /** Where the caller itself runs when it looks like this: a production identity that calls staging is a find. */
  readonly environment: string | null;
  /** User agents, whole, with `*` for anything. */
  readonly agents: readonly string[];
  /** Names by which it logs in. */
  readonly users: readonly string[];
  /** Addresses and CIDR ranges, IPv4 and IPv6. */
  readonly addresses: readonly string[];
  /** Names in traces (`service.name`). */
  readonly services: readonly string[];
}

export interface Person {
  readonly name: string;
  readonly email: string;
  /** Slack member id, `U…`, where known. */
  readonly slack: string | null;
  /** IANA zone, `Europe/Paris`. */
  readonly zone: string;
}

export interface Team extends Named {
  readonly title: string;
  /** False for people outside the organisation's own infrastructure: they must be reached on purpose (A20). */
  readonly inside: boolean;
  /** IANA zone in which the team reads dates. */
  readonly zone: string;
  readonly email: string;
  readonly lists: readonly string[];
  readonly chat: readonly string[];
  readonly members: readonly Person[];
  /** As CODEOWNERS names it: `@organisation/team`, `@login`, an e-mail address. */
  readonly handles: readonly string[];
  /** An iCalendar feed that says who is on duty: its address, a file, or `env:NAME` for either. */
  readonly onCall: string | null;
}

export interface Consumer extends Named {
  readonly title: string;
  readonly team: string;
  readonly uses: readonly DeclaredUse[];
  readonly repository: string | null;
  /** Where in the repository it lies, if not at the top. */
  readonly path: string | null;
  readonly alsoKnownAs: readonly string[];
  /** Why staging cannot show whether it works, where that is so (A15). */
  readonly stagingGap: string | null;
  readonly seenAs: readonly SeenAs[];
}

/** A consumer's own word on what it calls. */
export interface DeclaredUse {
  readonly service: string;
  /**
   * `GET /packages/{name}` as in the service's document, an operationId, or `webhook NAME`; empty where only the
   * service is known.
   */
  readonly operations: readonly string[];
}

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type Weekday = (typeof weekdays)[number];

/** A weekly meeting at which a dated release is discussed (A6). */
export interface Meeting extends Named {
  readonly title: string;
  readonly weekday: Weekday;
  /** Local time in `zone`, `18:00`. */
  readonly time: string;
  readonly zone: string;
  readonly durationMinutes: number;
  /** So long before its start the agenda takes no more items: what is announced later waits for the next occurrence. */
  readonly agendaClosesHours: number;
  /** Where it is held, in words: `#meeting on chat`. */
  readonly place: string;
  /** `owner/repository` in which the agenda issue is kept, if it is kept on GitHub. */
  readonly agendaRepository: string | null;
}

export interface MailingList extends Named {
  readonly address: string;
  /** The organisation's own list, to which every announcement goes (A4). */
  readonly always: boolean;
}

export interface ChatChannel extends Named {
  /** Slack channel id or name. */
  readonly slack: string;
  readonly always: boolean;
}

export interface Catalog {
  readonly organisation: { readonly name: string; readonly zone: string };
  readonly services: readonly Service[];
  readonly teams: readonly Team[];
  readonly consumers: readonly Consumer[];
  readonly meetings: readonly Meeting[];
  readonly lists: readonly MailingList[];
  readonly chat: readonly ChatChannel[];
}

/** The catalogue without what is retired: what a new comparison, plan or message is made from. */
export function livingCatalog(catalog: Catalog): Catalog {
  const living = <T extends Named>(things: readonly T[]) => things.filter(({ deleted }) => !deleted);
  return {
    organisation: catalog.organisation,
    services: living(catalog.services),
    teams: living(catalog.teams),
    consumers: living(catalog.consumers),
    meetings: living(catalog.meetings),
    lists: living(catalog.lists),
    chat: living(catalog.chat),
  };
}
