// The shapes of the HTTP API, from which its OpenAPI document is made. Each is held against the use cases' own type by
// its annotation, so that the compiler speaks up when one of the two changes alone.

import { z } from 'zod';
import { type CalendarEvent, type Message, messageKinds, type Recipient } from '../announce/index.ts';
import type { Position } from '../base/index.ts';
import type {
  Approval,
  Delivery,
  Discussion,
  Event,
  Outlook,
  ReleaseSummary,
  ReleaseView,
  Understanding,
} from '../bot/index.ts';
import type { CallerReport, Impact } from '../catalog/index.ts';
import type { Artefact, Receipt } from '../channels/index.ts';
import { type DateReason, type Gate, gateNames, type Plan, type Release, releaseStates } from '../plan/index.ts';
import type { Shift } from '../roster/index.ts';
import type { Comparison, OperationRef } from '../rules/index.ts';
import { burnDown, ladder } from './ladder-schemas.ts';
import type { Problem } from './problem.ts';

export const instant = z.iso.datetime().meta({ description: 'ISO 8601 in UTC, ending in Z.' });
const text = z.string();
const texts = z.array(text);
const name = z.string().min(1).max(200);

/** Taken with every change: the reason that history keeps, and the view on which it was decided. */
export const decided = {
  why: z.string().max(2000).optional().meta({ description: 'Why, for the history.' }),
  stamp: z
    .int()
    .optional()
    .meta({ description: 'The stamp of the view on which this was decided: 409 where the release has changed since.' }),
};

const severity = z.enum(['breaking', 'risky', 'safe']);

const position: z.ZodType<Position> = z
  .object({
    source: text,
    pointer: text,
    line: z.int().nullable(),
    column: z.int().nullable(),
    exact: z.boolean(),
  })
  .meta({ id: 'Position' });

const operation: z.ZodType<OperationRef> = z
  .object({
    kind: z.enum(['path', 'webhook', 'callback']),
    method: text,
    path: text,
    name: text.nullable(),
    operationId: text.nullable(),
    ofMethod: text.optional(),
  })
  .meta({ id: 'Operation' });

const specIdentity = z
  .object({ source: text, sources: texts, title: text.nullable(), version: text.nullable(), digest: text })
  .meta({ id: 'SpecIdentity' });

const finding = z
  .object({
    fingerprint: text,
    cause: text,
    rule: text,
    severity,
    breaks: z.object({ wire: severity, codegen: severity }),
    ruleSeverity: severity,
    setting: z.object({ from: severity, reason: text.nullable() }).nullish(),
    exemption: z.object({ reason: text, owner: text, until: text.nullable() }).nullable(),
    direction: z.enum(['request', 'response', 'none']),
    operation: operation.nullable(),
    subject: text,
    subjectPath: texts,
    base: position.nullable(),
    revision: position.nullable(),
    facts: z.record(text, z.unknown()),
    message: text,
    advice: text,
    proof: z.enum(['witness', 'rule']),
    undecidedBecause: text.nullable(),
    witness: z.object({ kind: z.enum(['request', 'response']), http: text, at: text, value: z.unknown() }).nullable(),
    lifecycle: z
      .object({
        deprecated: z.boolean(),
        sunset: text.nullable(),
        kept: z.boolean().nullable(),
        stability: text.optional(),
      })
      .nullable(),
    peers: texts,
  })
  .meta({ id: 'Finding' });

const verdict = z.enum(['breaking', 'unknown', 'risky', 'compatible', 'identical']);
const semverLevel = z.enum(['major', 'minor', 'patch', 'none']);
const onOperation = z.array(z.object({ operation, because: text }));

const comparison: z.ZodType<Comparison> = z
  .object({
    schemaVersion: z.literal(1),
    engine: z.object({ name: z.literal('tocsin'), version: text }),
    asOf: text,
    base: specIdentity,
    revision: specIdentity,
    verdict,
    summary: z.object({
      breaking: z.int(),
      risky: z.int(),
      safe: z.int(),
      refactors: z.int(),
      exempted: z.int(),
      silenced: z.int().optional(),
    }),
    reversed: z.boolean(),
    semver: z.object({
      declared: semverLevel.nullable(),
      required: semverLevel,
      next: text.nullable(),
      complaint: text.nullable(),
    }),
    causes: z.array(
      z
        .object({
          id: text,
          rule: text,
          severity,
          base: position.nullable(),
          revision: position.nullable(),
          message: text,
          findings: texts,
          count: z.int(),
        })
        .meta({ id: 'Cause' }),
    ),
    findings: z.array(finding),
    refactors: z.array(
      z.object({
        operation: operation.nullable(),
        subject: text,
        message: text,
        breaks: z.object({ wire: z.literal('safe'), codegen: z.literal('breaking') }).optional(),
        peers: texts.optional(),
      }),
    ),
    silenced: z
      .array(
        z.object({
          fingerprint: text,
          rule: text,
          severity,
          direction: z.enum(['request', 'response', 'none']),
          operation: operation.nullable(),
          subject: text,
          message: text,
          reason: text.nullable(),
        }),
      )
      .optional(),
    pathFilters: z
      .object({ includePaths: texts, excludePaths: texts, operations: z.int(), leftOut: z.int() })
      .nullish(),
    blindSpots: z.object({
      share: z.number(),
      places: z.array(
        z.object({ operation: operation.nullable(), subject: text, reason: text, alsoIn: z.int().optional() }),
      ),
    }),
    secondOpinion: z
      .object({
        agrees: z.int(),
        agreesOn: z.array(operation),
        disagrees: z.array(z.object({ operation, theirs: text, ours: text })),
        notConsulted: onOperation,
        failed: onOperation,
      })
      .nullable(),
    problems: z.array(
      z.object({
        code: text,
        message: text,
        hint: text,
        position: position.nullable(),
        hides: z.boolean(),
        meant: text.optional(),
      }),
    ),
  })
  .meta({ id: 'Comparison', description: 'What `tocsin diff --json` prints.' });

const answers = z
  .array(z.object({ status: z.int(), requests: z.int(), lastSeen: instant }))
  .nullable()
  .meta({ description: 'By status, 0 where no answer came. Null where it is not known how calls were answered.' });

const sighting = z.object({ name: text, requests: z.int(), answers, lastSeen: instant });

const unknownCaller = {
  key: text.meta({ description: 'A hash, never a credential.' }),
  name: text.nullable().meta({ description: 'What it calls itself.' }),
  requests: z.int(),
  firstSeen: instant,
  lastSeen: instant,
  operations: texts,
  breaking: texts.meta({ description: 'Those of its operations that this release breaks.' }),
  environments: z.array(sighting),
  sources: texts,
  guess: z.object({ team: text, consumer: text.nullable(), because: text }).nullable(),
  forwarded: z.object({ team: text, at: instant }).nullable(),
  lapsed: z
    .object({ by: text, owner: text })
    .nullable()
    .meta({ description: 'Who claimed it, and for what, which the catalogue no longer has.' }),
  backBecause: text.nullable().meta({ description: 'Why it is listed again though it was called noise.' }),
};

const impact: z.ZodType<Impact> = z
  .object({
    service: text,
    consumers: z.array(
      z.object({
        consumer: text,
        team: text,
        via: texts,
        hits: z.array(
          z.object({
            finding: text.meta({ description: 'The fingerprint of a finding.' }),
            certainty: z.enum(['field', 'operation', 'declared', 'unknown']),
            environments: z.array(sighting),
            because: text,
          }),
        ),
        notAffectedBecause: text.nullable(),
        notInDocument: texts,
        spared: z.array(z.object({ findings: texts, because: text })),
        contradictions: texts,
      }),
    ),
    unknownCallers: z.array(z.object(unknownCaller)),
    observed: z.boolean().meta({ description: 'Whether anybody has looked who calls the service.' }),
  })
  .meta({ id: 'Impact' });

const release: z.ZodType<Release> = z
  .object({
    id: text,
    service: text,
    version: text,
    author: text,
    state: z.enum(releaseStates),
    declared: z.enum(['breaks', 'does-not-break', 'unknown']),
    minor: z.boolean(),
    createdAt: instant,
    stagedAt: instant.nullable(),
    revision: z.int(),
    dependsOn: texts,
  })
  .meta({ id: 'Release' });

const dateReason: z.ZodType<DateReason> = z
  .object({
    constraint: z.enum(['notice', 'meeting', 'freeze', 'window', 'dependency', 'none']),
    notBefore: instant,
    because: text,
  })
  .meta({ id: 'DateReason' });

const step = z.object({
  id: text,
  kind: z.enum([
    'break-notice',
    'call-for-testing',
    'agenda',
    'reminder',
    'roster-call',
    'outage-notice',
    'deploy',
    'done',
  ]),
  at: instant,
  because: text,
});

const plan: z.ZodType<Plan> = z
  .object({
    release: text,
    policyVersion: text,
    exemption: z.object({ id: text, reason: text, until: text.nullable() }).nullable(),
    remarks: texts,
    earliest: z.object({ at: instant, reasons: z.array(dateReason) }),
    deployAt: instant,
    deployUntil: instant,
    watchUntil: instant,
    against: z.array(dateReason),
    meeting: z.object({ name: text, at: instant }).nullable(),
    steps: z.array(step),
  })
  .meta({ id: 'Plan' });

const gate: z.ZodType<Gate> = z
  .object({
    name: z.enum(gateNames),
    title: text,
    state: z.enum(['open', 'closed', 'unknown']),
    mode: z.enum(['advise', 'warn', 'enforce']),
    because: text,
    wouldOpen: text.nullable(),
    caution: text.nullable().meta({ description: 'Why one that is open is not to be shown as fine.' }),
    requirements: texts,
  })
  .meta({ id: 'Gate' });

export const shift: z.ZodType<Shift> = z
  .object({
    id: text,
    release: text,
    team: text,
    person: z.object({ name: text, email: text, slack: text.nullable() }),
    start: instant,
    end: instant,
    zone: text,
    because: text,
    acknowledged: z.object({ at: instant, by: text, via: text }).nullable(),
    onDuty: z.literal(true).optional(),
    insteadOf: z.object({ shift: text, name: text, email: text }).optional(),
    handovers: z.int().optional(),
    releasedAt: instant.nullable(),
  })
  .meta({ id: 'Shift' });

export const messageKind = z.enum(messageKinds);

export const recipient: z.ZodType<Recipient> = z
  .object({
    channel: text,
    address: text,
    name: text,
    audience: z.enum(['list', 'room', 'team', 'person', 'meeting']),
    team: text.nullable(),
    zone: text,
    shared: z.literal(true).optional(),
  })
  .meta({ id: 'Recipient' });

const calendarEvent: z.ZodType<CalendarEvent> = z.object({
  uid: text,
  sequence: z.int(),
  start: instant,
  end: instant,
  title: text,
  description: text,
  url: text.nullable(),
  cancelled: z.boolean(),
  attendee: z.object({ name: text, email: text }).nullable(),
});

const message: z.ZodType<Message> = z
  .object({
    key: text,
    kind: messageKind,
    release: text,
    revision: z.int(),
    verdict,
    recipient,
    thread: text,
    window: z.object({ start: instant, end: instant }).nullable(),
    subject: text,
    summary: text,
    markdown: text,
    links: z.object({
      release: text.nullable(),
      team: text.nullish(),
      understand: text.nullable(),
      acknowledge: text.nullable(),
    }),
    event: calendarEvent.nullable(),
    porting: z
      .object({
        consumer: text,
        standing: z.enum(['open', 'climbed', 'cancelled', 'rolled-back', 'spared']),
        findings: texts,
      })
      .optional()
      .meta({ description: 'Only of a porting issue.' }),
    caller: z
      .object({
        key: text,
        askedAt: instant,
        by: text,
        why: text.nullable(),
        name: text.nullable(),
        requests: z.int(),
        lastSeen: instant,
        operations: texts,
        breaking: texts,
        guess: text.nullable(),
      })
      .optional()
      .meta({ description: 'Only of a question whose a caller is.' }),
    writtenAt: instant,
  })
  .meta({ id: 'Message' });

const receipt: z.ZodType<Receipt> = z.object({ id: text, url: text.nullable(), detail: z.record(text, text) });

const delivery: z.ZodType<Delivery> = z
  .object({
    message,
    state: z.enum(['queued', 'written', 'delivered', 'deferred', 'refused', 'withdrawn']),
    dueAt: instant,
    attempts: z.int(),
    lastAttemptAt: instant.nullable(),
    because: text.nullable(),
    hint: text.nullable(),
    receipt: receipt.nullable(),
  })
  .meta({ id: 'Delivery' });

const artefact: z.ZodType<Artefact> = z
  .object({ extension: text, contentType: text, content: text })
  .meta({ id: 'Artefact', description: 'What a medium was given, in its own form.' });

const shown = {
  artefact: artefact
    .nullable()
    .meta({ description: 'Null unless a manager asks: it may hold links that speak for its recipient.' }),
  preview: text.meta({ description: 'A safe HTML fragment, without such links.' }),
  text: text.meta({ description: 'Its words as plain text; such links are withheld from all but managers.' }),
};

export const shownMessage = z.object({ delivery, ...shown }).meta({ id: 'ShownMessage' });

const outlook: z.ZodType<Outlook> = z
  .object({
    state: z
      .enum(['queued', 'written', 'delivered', 'deferred', 'refused', 'withdrawn', 'due', 'planned', 'left-out'])
      .meta({ description: 'As the outbox has it; due now, planned for later, or left out: it will not go.' }),
    at: instant.meta({ description: 'When it went, is tried again, or goes.' }),
    because: text.nullable(),
  })
  .meta({ id: 'Outlook' });

export const preview = z
  .object({
    messages: z.array(z.object({ message, dueAt: instant, outlook, ...shown })),
    notes: z.array(text).meta({
      description:
        'Of affected teams that get nothing of their own, and messages that reach nobody: why, and what to do.',
    }),
  })
  .meta({ id: 'Preview' });

const via = z.enum(['cli', 'web', 'api', 'slack', 'mail', 'clock']);

export const event: z.ZodType<Event> = z
  .object({
    sequence: z.int().meta({ description: 'Grows by one: the cursor for replay.' }),
    at: instant,
    type: z.enum([
      'release.assessed',
      'release.proposed',
      'release.approved',
      'release.announced',
      'release.moved',
      'release.deploying',
      'release.verifying',
      'release.done',
      'release.rolled-back',
      'release.cancelled',
      'release.author',
      'release.intended',
      'release.discussed',
      'release.understood',
      'ladder.claimed',
      'ladder.withdrawn',
      'ladder.deployed',
      'ladder.undeployed',
      'ladder.pull-request',
      'ladder.moved',
      'shift.planned',
      'shift.acknowledged',
      'shift.handed-over',
      'shift.released',
      'message.queued',
      'message.written',
      'message.delivered',
      'message.deferred',
      'message.refused',
      'message.withdrawn',
      'message.retried',
      'evidence.recorded',
      'evidence.forgotten',
      'caller.claimed',
      'caller.forwarded',
      'caller.noise',
      'caller.reopened',
      'token.issued',
      'token.revoked',
      'catalog.synced',
    ]),
    subject: text.meta({ description: 'The release’s id; for a token its name.' }),
    actor: z.object({ name: text, via }),
    why: text.nullable(),
    data: z.record(text, z.unknown()),
  })
  .meta({ id: 'Event' });

const approval: z.ZodType<Approval> = z.object({ by: text, at: instant, why: text.nullable(), fingerprint: text });
const understanding: z.ZodType<Understanding> = z.object({
  team: text,
  by: text,
  at: instant,
  via,
  note: text.nullable(),
});
const discussion: z.ZodType<Discussion> = z.object({
  meeting: text,
  at: instant,
  outcome: z.enum(['agreed', 'objected', 'not-reached']),
  minutes: text.nullable(),
  recordedBy: text,
});

export const releaseView: z.ZodType<ReleaseView> = z
  .object({
    release,
    stamp: z.int(),
    comparison,
    impact,
    plan: plan.nullable(),
    steps: z.array(step.extend({ isWritten: z.boolean() })).meta({
      description: 'The plan’s, in order: what went out stands at when it did.',
    }),
    gates: z.array(gate),
    intended: z.array(z.object({ finding: text, by: text, at: instant })),
    approvals: z.array(approval),
    understandings: z.array(understanding),
    affectedTeams: texts,
    discussions: z.array(discussion),
    deliveries: z.array(delivery),
    shifts: z.array(shift),
    ladder,
    burnDown,
    portingIssues: z.array(
      z.object({
        consumer: text,
        repository: text,
        number: z.int().nullable(),
        url: text.nullable(),
        state: z.enum(['open', 'closed', 'waiting', 'refused']),
        because: text.nullable(),
        pullRequests: z.object({ readAt: instant.nullable(), unreadBecause: text.nullable() }).nullable(),
      }),
    ),
    history: z.array(event),
  })
  .meta({ id: 'ReleaseView', description: 'Everything about one release, as of now.' });

export const releaseSummary: z.ZodType<ReleaseSummary> = z
  .object({
    release,
    verdict,
    breaking: z.int().meta({ description: 'How many findings break.' }),
    deployAt: instant.nullable(),
    affectedTeams: z.int().meta({ description: 'As of now, or of the last assessment once the release has ended.' }),
    breaks: z.object({ changes: z.int(), places: z.int(), operations: z.int() }).nullable().meta({
      description: 'How many changes break, in how many places of how many operations; null once it has ended.',
    }),
    gatesClosed: z.int().nullable().meta({ description: 'Null once the release has ended.' }),
    understood: z.int().nullable().meta({ description: 'How many of those teams; null once the release has ended.' }),
    silentTeams: z.array(name).nullable().meta({
      description: 'Those of them who were told and have not said so yet; null once the release has ended.',
    }),
    failing: z.array(name).nullable().meta({
      description: 'Consumers of which calls fail in production; null once the release has ended.',
    }),
  })
  .meta({ id: 'ReleaseSummary' });

export const problemDetails: z.ZodType<Problem> = z
  .object({ type: text, title: text, status: z.int(), detail: text, code: text, hint: text })
  .meta({ id: 'Problem', description: 'RFC 9457, with what to do next as `hint`.' });

const uploadedSpec = z
  .object({ name, text: z.string().min(1) })
  .meta({ id: 'UploadedSpec', description: 'A description as text; `name` is what positions call it.' });

export const assessBody = z
  .strictObject({
    service: name,
    version: name,
    base: uploadedSpec,
    revision: uploadedSpec,
    declared: z.enum(['breaks', 'does-not-break', 'unknown']).optional(),
    minor: z.boolean().optional(),
    stagedAt: instant.optional(),
    dependsOn: z.array(name).optional(),
    asOf: z.iso.date().optional(),
    ...decided,
  })
  .meta({ id: 'Assess' });

export const changeBody = z.strictObject({ ...decided }).meta({ id: 'Change' });
export const substituteBody = z
  .strictObject({ person: text.meta({ description: 'Who takes it, by name or mail address.' }), ...decided })
  .meta({ id: 'Substitute' });
export const verifyBody = z
  .strictObject({
    at: instant
      .optional()
      .meta({ description: 'When it was out and the old version gone; now, where it is not said.' }),
    ...decided,
  })
  .meta({ id: 'Verify' });
export const proposeBody = z.strictObject({ deployAt: instant.optional(), ...decided }).meta({ id: 'Propose' });
export const rescheduleBody = z.strictObject({ deployAt: instant, ...decided }).meta({ id: 'Reschedule' });
export const confirmBody = z
  .strictObject({ findings: z.array(text).meta({ description: 'Fingerprints; empty means all.' }), ...decided })
  .meta({ id: 'ConfirmIntended' });
export const discussionBody = z
  .strictObject({
    meeting: name,
    at: instant,
    outcome: z.enum(['agreed', 'objected', 'not-reached']),
    minutes: z.url({ protocol: /^https?$/ }).optional(),
    ...decided,
  })
  .meta({ id: 'RecordDiscussion' });
export const understandBody = z
  .strictObject({ team: name, note: z.string().max(2000).optional(), ...decided })
  .meta({ id: 'Understand' });
export const standDownBody = z.strictObject({ team: name, ...decided }).meta({ id: 'StandDown' });

export const callerReport: z.ZodType<CallerReport> = z
  .object({
    ...unknownCaller,
    service: text,
    decision: z
      .object({
        key: text,
        service: text.nullable().meta({ description: 'Where it holds; null: in every service.' }),
        decision: z.enum(['claimed', 'forwarded', 'noise']),
        team: text.nullable(),
        consumer: text.nullable(),
        reason: text.nullable(),
        by: text,
        at: instant,
        seen: z.object({ requests: z.int(), operations: texts }),
      })
      .nullable(),
    open: z.boolean().meta({ description: 'Nobody answers for it.' }),
  })
  .meta({ id: 'Caller', description: 'A caller that the catalogue does not know by itself.' });

const reason = z.string().max(2000);
export const claimBody = z
  .strictObject({ consumer: name.optional(), team: name.optional(), why: reason.optional() })
  .meta({ id: 'ClaimCaller' });
export const forwardBody = z.strictObject({ team: name, why: reason.optional() }).meta({ id: 'ForwardCaller' });
export const noiseBody = z.strictObject({ why: reason.min(1) }).meta({ id: 'CallNoise' });
export const reopenBody = z.strictObject({ why: reason.optional() }).meta({ id: 'ReopenCaller' });
