// The use cases: what the command line, the HTTP API, the board and Slack call. One place for each thing that may be
// done; a face only asks and shows.

import type { Message, MessageKind, Recipient } from '../announce/index.ts';
import type { Instant, IsoDate } from '../base/index.ts';
import type { CallerReport, Catalog, CatalogDifference, Impact, UseEvidence } from '../catalog/index.ts';
import type { Artefact, Sender } from '../channels/index.ts';
import type { Collected, EvidenceBatch, EvidenceFormat, EvidenceSettings, EvidenceSource } from '../evidence/index.ts';
import type { BurnDown, Ladder, Rung } from '../ladder/index.ts';
import type { Gate, Plan, Policy, Release, Step } from '../plan/index.ts';
import type { Tally } from '../report/index.ts';
import type { Shift } from '../roster/index.ts';
import type { Comparison, OperationRef } from '../rules/index.ts';
import type {
  Actor,
  Approval,
  Delivery,
  Discussion,
  Event,
  EvidenceImport,
  Forgetting,
  Intended,
  Principal,
  Understanding,
} from '../store/index.ts';
import type { PortingIssue } from './porting-issues-of.ts';
import type { SentFiles } from './read-sent-catalog.ts';

/** Whom a token stands for, as the catalogue has them now. */
export interface Speaker extends Pick<Principal, 'name' | 'role'> {
  /** Whose word a member gives: of the team that the token was made for, or else of all whose member its person is. */
  readonly teams: readonly string[];
}

/** A change of state asked for by someone, for a reason. */
export interface Change {
  readonly actor: Actor;
  /** For whom the actor's token speaks; without one the catalogue says who the actor is. */
  readonly speaker?: Pick<Speaker, 'role' | 'teams'> | undefined;
  readonly why?: string | undefined;
  /** The view's stamp on which it was decided: refused as `conflict` where the release has changed since. */
  readonly stamp?: number | undefined;
}

/** Everything about one release, as of now. */
export interface ReleaseView {
  readonly release: Release;
  /** Raised with every change of state, findings or date. */
  readonly stamp: number;
  readonly comparison: Comparison;
  readonly impact: Impact;
  readonly plan: Plan | null;
  /** The plan's, in order: what went out stands at when it did, though a date that moved would have it elsewhere. */
  readonly steps: readonly DatedStep[];
  readonly gates: readonly Gate[];
  /** Fingerprints of findings that someone confirmed as intended; the rest is not yet said to be (A10). */
  readonly intended: readonly Intended[];
  readonly approvals: readonly Approval[];
  /** Of the breaks as they stand now; what was said of fewer is in the history. */
  readonly understandings: readonly Understanding[];
  /** Teams whose consumers are hit: those that are asked to understand. */
  readonly affectedTeams: readonly string[];
  readonly discussions: readonly Discussion[];
  readonly deliveries: readonly Delivery[];
  readonly shifts: readonly Shift[];
  /** Where each consumer stands between aware and done (A17). */
  readonly ladder: Ladder;
  readonly burnDown: BurnDown;
  /** Those in consumers' own repositories, where the policy asks for them. */
  readonly portingIssues: readonly PortingIssue[];
  readonly history: readonly Event[];
}

export interface DatedStep extends Step {
  readonly isWritten: boolean;
}

export interface ReleaseSummary {
  readonly release: Release;
  readonly verdict: Comparison['verdict'];
  /** How many findings break. */
  readonly breaking: number;
  readonly deployAt: Instant | null;
  /** As of now, or, once it has ended, of its last assessment. */
  readonly affectedTeams: number;
  /** The same as a person is told it. What follows is judged while the release is under way: then null. */
  readonly breaks: Tally | null;
  readonly gatesClosed: number | null;
  readonly understood: number | null;
  /** Those of them who were told and have not said so yet. */
  readonly silentTeams: readonly string[] | null;
  /** Consumers of which calls fail in production. */
  readonly failing: readonly string[] | null;
}

/** A description handed over as text; `name` is what positions call it. */
export interface UploadedSpec {
  readonly name: string;
  readonly text: string;
}

export interface AssessInput {
  readonly service: string;
  readonly version: string;
  /** As for `tocsin diff`, or the text itself: a remote caller uploads, it never names what the server may read. */
  readonly base: string | UploadedSpec;
  readonly revision: string | UploadedSpec;
  readonly declared?: Release['declared'];
  readonly minor?: boolean;
  readonly stagedAt?: Instant;
  readonly dependsOn?: readonly string[];
  readonly asOf?: IsoDate;
}

export interface ImportInput {
  readonly service: string;
  readonly sources: readonly EvidenceSource[];
  /** The service's documents; those that the catalogue names where none are given. */
  readonly documents?: readonly (string | UploadedSpec)[];
  /** Told by the content where it is not said. */
  readonly format?: EvidenceFormat | undefined;
  /** Of the service, where the hosts in the evidence do not tell. */
  readonly environment?: string | undefined;
  readonly jsonFields?: EvidenceSettings['jsonFields'];
  /** With which unknown callers are hashed; the installation's own by default. */
  readonly salt?: string | undefined;
}

export interface ImportedEvidence extends Collected {
  /** False where nothing was new. */
  readonly recorded: boolean;
}

/** What a use case would do, or did: the messages by recipient. */
export interface AnnouncementPreview {
  /** Of affected teams that get nothing of their own, and of messages that reach nobody: why, and what to do; sentences. */
  readonly notes: readonly string[];
  readonly messages: readonly (ShownMessage & {
    readonly message: Message;
    /** When its step comes, whatever became of it. */
    readonly dueAt: Instant;
    readonly outlook: Outlook;
  })[];
}

/** What has become of a message, or when it goes. */
export interface Outlook {
  /** As the outbox has it; or `due` now, `planned` for later, or `left-out`: it will not go. */
  readonly state: Delivery['state'] | 'due' | 'planned' | 'left-out';
  /** When it went, is tried again, or goes. */
  readonly at: Instant;
  /** What it waits for, or what keeps it; null where that is only its time. */
  readonly because: string | null;
}

/** A message as its medium is given it. */
export interface ShownMessage {
  /** Holds the signed links of its recipient: not for everyone's eyes. */
  readonly artefact: Artefact;
  /** The channel's own `preview`: a safe HTML fragment in which such links are dead. */
  readonly preview: string;
  /** The words as their reader reads them, as plain text; holds the links too. */
  readonly text: string;
}

/** One thing that `doctor` looked at. `unknown`: it could not be told, which is not the same as fine. */
export interface Checkup {
  readonly name: string;
  readonly state: 'ok' | 'broken' | 'unknown';
  readonly because: string;
  /** What to do about it; null where nothing. */
  readonly hint: string | null;
}

/** A release whose messages could not be written, and why: mend what is named, the next tick tries again. */
export interface Refusal {
  readonly release: string;
  readonly because: string;
}

export interface TickReport {
  /** Messages written into the outbox because their step was due. */
  readonly queued: number;
  /** Became a file in the local outbox, and told nobody, for want of a channel. */
  readonly written: number;
  readonly delivered: number;
  readonly deferred: number;
  readonly refused: number;
  readonly refusals: readonly Refusal[];
  /** When there is something to do again; null where nothing is planned. */
  readonly nextAt: Instant | null;
}

export interface MergeInput {
  readonly consumer: string;
  readonly url: string;
  readonly at?: Instant;
}

export interface DeploymentInput {
  readonly consumer: string;
  readonly environment?: string;
  readonly version?: string;
  readonly at?: Instant;
  readonly url?: string;
}

export interface CodeSearchInput {
  readonly service: string;
  /** Of the service's documents. */
  readonly operations: readonly OperationRef[];
  /** Organisations and repositories beside those of the settings. */
  readonly organisations?: readonly string[];
  readonly repositories?: readonly string[];
  readonly token: string;
  readonly apiUrl: string;
  /** False where nobody wants to wait so long. */
  wait(seconds: number, because: string): Promise<boolean>;
  /** Told after each page: how many of all queries are done. */
  advance?(done: number, all: number): void;
}

export interface CodeSearchReport {
  readonly uses: readonly UseEvidence[];
  readonly notes: readonly string[];
  readonly queries: { readonly done: number; readonly all: number };
  /** Whether it went on with a search that was cut off. */
  readonly resumed: boolean;
  /** Null where everything was searched and recorded. */
  readonly unfinishedBecause: string | null;
  readonly recorded: boolean;
}

/** The application: opened over a store, a catalogue, a policy, channels and a clock (see `openTocsin`). */
export interface Tocsin {
  /** As it is now: a sync changes it. */
  readonly catalog: Catalog;
  readonly policy: Policy;
  /** In whose name messages are sent. */
  readonly sender: Sender;
  /** With which links and sessions are signed: never shown. */
  readonly secret: string;

  /** Compares, judges and joins with the catalogue; creates the release or re-assesses it. */
  assess(input: AssessInput, change: Change): Promise<ReleaseView>;
  /** Computes the plan; `deployAt` is the date wished for, refused where it lies before the earliest lawful one. */
  propose(release: string, input: { readonly deployAt?: Instant }, change: Change): Promise<ReleaseView>;
  /** Puts right who wrote it; `change.why` has to say why. */
  nameAuthor(release: string, person: string, change: Change): Promise<ReleaseView>;
  /** Confirms what breaks as intended, of the findings named; none named means all. What does not break needs no word. */
  confirmIntended(release: string, findings: readonly string[], change: Change): Promise<ReleaseView>;
  approve(release: string, change: Change): Promise<ReleaseView>;
  /**
   * What would be sent, without sending. Of one kind, or of all that the plan holds. `deployAt` is the date wished
   * for, so that a move can be read before it is made.
   */
  preview(
    release: string,
    kind: MessageKind | null,
    input?: { readonly deployAt?: Instant },
  ): Promise<AnnouncementPreview>;
  /** Queues what is due now, and lets the clock do the rest from here on. */
  announce(release: string, change: Change): Promise<ReleaseView>;
  /** One action that corrects every artefact: thread, calendar, agenda, roster. */
  reschedule(release: string, input: { readonly deployAt: Instant }, change: Change): Promise<ReleaseView>;
  recordDiscussion(
    release: string,
    input: {
      readonly meeting: string;
      readonly at: Instant;
      readonly outcome: Discussion['outcome'];
      readonly minutes?: string;
    },
    change: Change,
  ): Promise<ReleaseView>;
  understand(
    release: string,
    input: { readonly team: string; readonly note?: string },
    change: Change,
  ): Promise<ReleaseView>;
  /** A team's word that its consumer stands on a rung; it never counts as evidence. */
  claimRung(
    release: string,
    input: { readonly consumer: string; readonly rung: Rung; readonly version?: string },
    change: Change,
  ): Promise<ReleaseView>;
  withdrawClaim(
    release: string,
    input: { readonly consumer: string; readonly rung: Rung },
    change: Change,
  ): Promise<ReleaseView>;
  /** That the pull request which ports a consumer was merged: `at`, or now. */
  recordMerge(release: string, input: MergeInput, change: Change): Promise<ReleaseView>;
  /** That a version of a consumer was put somewhere, into production unless another environment is named. */
  recordDeployment(release: string, input: DeploymentInput, change: Change): Promise<ReleaseView>;
  acknowledgeShift(shift: string, change: Change): Promise<ReleaseView>;
  /** Gives a shift to another person of the catalogue, for the reason of the change; both are told. */
  substituteShift(shift: string, input: { readonly person: string }, change: Change): Promise<ReleaseView>;
  releaseShifts(release: string, input: { readonly team: string }, change: Change): Promise<ReleaseView>;
  /** Refused while a gate that the policy enforces is not open. */
  startDeploy(release: string, change: Change): Promise<ReleaseView>;
  /** `at` is when the new version was out and the old one gone: now, or any time since the deploy began. */
  startVerifying(release: string, input: { readonly at?: Instant }, change: Change): Promise<ReleaseView>;
  complete(release: string, change: Change): Promise<ReleaseView>;
  rollBack(release: string, change: Change): Promise<ReleaseView>;
  cancel(release: string, change: Change): Promise<ReleaseView>;

  release(id: string): Promise<ReleaseView>;
  releases(): Promise<readonly ReleaseSummary[]>;
  /** All there are, in the order of their making. */
  releaseIds(): Promise<readonly string[]>;
  /** Everything about all that are under way, soonest first, and after them the latest that have ended. */
  views(most: { readonly ended: number }): Promise<readonly ReleaseView[]>;
  /** Shifts of the moment that were not given back; where a release and no moment is named, all of the release. */
  roster(input: { readonly release?: string; readonly at?: Instant }): Promise<readonly Shift[]>;
  /** The agenda text of a meeting's next occurrence, from all releases to be discussed there. */
  agenda(meeting: string, format: 'markdown' | 'meetbot'): Promise<string>;
  recipients(release: string): Promise<readonly Recipient[]>;
  /** One message of the outbox as its medium was, or will be, given it. */
  message(key: string): Promise<ShownMessage & { readonly delivery: Delivery }>;
  /** Has a refused message tried again. */
  retryDelivery(key: string, change: Change): Promise<ReleaseView>;
  /** Has all that was refused of a release tried again. */
  retryRefused(release: string, change: Change): Promise<ReleaseView>;
  /** Events after a cursor, oldest first. */
  events(after: number, limit?: number): Promise<readonly Event[]>;
  /** The sequence of the newest event, 0 before the first: what a page that is rendered now has seen. */
  cursor(): Promise<number>;
  /** Calls back after each new event, until the returned function is called: for live pages. */
  onEvent(listener: (event: Event) => void): () => void;

  /** Reads evidence and records it; what was imported before is not counted again. */
  importEvidence(input: ImportInput, change: Change): Promise<ImportedEvidence>;
  /** Records what an import brings, all of it or nothing; false where the very same was recorded before. */
  recordEvidence(batch: EvidenceBatch, change: Change): Promise<{ readonly recorded: boolean }>;
  /** What is kept of a service's use, over all imports. */
  useEvidence(service: string): Promise<readonly UseEvidence[]>;
  /** Of one service, or of all; newest first. */
  evidenceImports(service?: string): Promise<readonly EvidenceImport[]>;
  forgetEvidence(what: Forgetting, change: Change): Promise<{ readonly uses: number; readonly imports: number }>;
  /** Callers that the catalogue does not know, and what was decided of them; of all services where none is named. */
  callers(service?: string): Promise<readonly CallerReport[]>;
  /** Those that wait for the team's answer. */
  callersAskedOf(team: string): Promise<readonly CallerReport[]>;
  /** From then on its calls are that consumer's, or that team's. A key may be given by its beginning. */
  claimCaller(
    key: string,
    input: { readonly consumer?: string | undefined; readonly team?: string | undefined },
    change: Change,
  ): Promise<CallerReport>;
  /** Asks a team whether it is theirs; the question stays open. */
  forwardCaller(key: string, input: { readonly team: string }, change: Change): Promise<CallerReport>;
  /** Nobody is hurt when it fails, for the reason of the change. */
  callNoise(key: string, change: Change): Promise<CallerReport>;
  /** Takes back what was decided of it. */
  reopenCaller(key: string, change: Change): Promise<CallerReport>;

  /** Makes a token and shows it this once: only its hash is kept. */
  issueToken(principal: Principal, change: Change): Promise<{ readonly token: string }>;
  /** Whom the token stands for; null where it is unknown or was revoked. */
  authenticate(token: string): Promise<Speaker | null>;
  /** The same by the token's id (see `tokenId`), as a session remembers it. */
  speakerOf(tokenId: string): Promise<Speaker | null>;
  /** Revokes all tokens of that name; how many there were. */
  revokeTokens(name: string, change: Change): Promise<number>;

  /** Searches code for the service's paths, operation ids and packages; goes on where it was cut off. */
  searchCode(input: CodeSearchInput, change: Change): Promise<CodeSearchReport>;
  /** What a sync of the catalogue would change or refuse; `sent` as for `syncCatalog`. */
  compareCatalog(sent?: SentFiles | null): Promise<CatalogDifference>;
  /**
   * Brings the catalogue's files into the store, all or nothing: with a refusal nothing is changed. They are those that
   * were sent, or else our own.
   */
  syncCatalog(change: Change, sent?: SentFiles | null): Promise<CatalogDifference>;

  /** Is everything that is needed there? Speaks to every medium, and sends nothing. */
  doctor(): Promise<readonly Checkup[]>;

  /**
   * Does everything that is due at the clock's now: steps into messages, messages to their media. Without `asksOthers`
   * it asks neither on-call calendars nor consumers' repositories, and so ends with the last delivery.
   */
  tick(options?: { readonly asksOthers?: boolean }): Promise<TickReport>;
  /** Passes on to listeners what other processes wrote into the log. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}
