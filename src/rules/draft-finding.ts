// One difference as a finding: its severity, its words, its place in both documents and its fingerprint.

import type { IsoDate, Position } from '../base/index.ts';
import type { Context, OperationRef } from '../diff/index.ts';
import { type Api, canonicalText, escapeToken, normaliseTarget, type Spot } from '../spec/index.ts';
import { pairsAlong, pathInRoot } from './aim.ts';
import type { Finding, Severity, Silenced } from './comparison.ts';
import { describePlace, isBehindDiscriminator, isPartHeader, joinSubject } from './describe-place.ts';
import { type ExemptionEntry, findExemption } from './exemptions.ts';
import { type Difference, isUnheard } from './find-differences.ts';
import type { HeldDifference } from './judge-difference.ts';
import { isUnstable } from './lifecycle.ts';
import type { Mark } from './mark.ts';
import { known } from './peer-ids.ts';
import { severityOf } from './rule.ts';
import type { SeverityChooser } from './severity-settings.ts';
import { wordAdvice } from './word-advice.ts';
import { asWritten, spellings, writtenWitness } from './written-paths.ts';

export interface Draft {
  readonly finding: Omit<Finding, 'cause'>;
  readonly causeKey: string;
  /** Settings turned it off. */
  readonly silenced: { readonly reason: string | null } | null;
}

export function isHeard({ silenced }: Draft): boolean {
  return silenced === null;
}

export interface DraftSettings {
  readonly asOf: IsoDate;
  readonly sha256: (text: string) => string;
  readonly reversed?: boolean;
  readonly exemptions: readonly ExemptionEntry[];
  readonly chooseSeverity: SeverityChooser;
  readonly base: Api;
  readonly revision: Api;
}

/** How bad it is for code that uses a client generated from the document. */
export function codegenOf(difference: Difference): Severity {
  const { rule, facts, context } = difference;
  return isUnheard(difference) ? 'safe' : severityOf(rule.codegen ?? 'safe', facts, context);
}

/** What the settings make of a finding in its place; null where they say nothing of it. */
export function chosenFor(
  { rule, context }: Difference,
  { chooseSeverity, base, revision }: DraftSettings,
): ReturnType<SeverityChooser> {
  const paths = context.operation === null ? [] : spellings(context.operation.path, base, revision);
  return chooseSeverity(rule.id, { ...context, paths });
}

/** The finding, or none where the settings ask for nothing of a rule that speaks on request alone. */
export function draftFinding(held: HeldDifference, settings: DraftSettings, peers: readonly string[]): Draft[] {
  const { difference, witness, undecidedBecause } = held;
  const { rule, facts, context, lifecycle } = difference;
  const operation = asWritten(context.operation, settings.base, settings.revision);
  const { ruleSeverity, judged, kept, unstable } = judge(held, settings);
  const chosen = chosenFor(difference, settings);
  const isOff = chosen?.severity === 'off';
  if (rule.onRequest === true && (chosen === null || isOff)) return [];
  const severity = chosen === null || chosen.severity === 'off' ? judged : chosen.severity;

  const identifying = rule.identifying
    ? Object.fromEntries(rule.identifying.map((name) => [name, facts[name]]))
    : facts;
  const fingerprint = settings
    .sha256(
      canonicalText([
        rule.id,
        context.operation && operationIdentity(context.operation),
        context.direction,
        context.subjectPath.map((segment) => (context.place.where === 'header' ? segment.toLowerCase() : segment)),
        identifying,
      ]),
    )
    .slice(0, 16);
  const base = locate(difference.before);
  const revision = locate(difference.after);
  const where = describePlace(context);
  const codegen = codegenOf(difference);
  const advice = wordAdvice(typeof rule.advice === 'string' ? rule.advice : rule.advice(facts, context), {
    reversed: settings.reversed ?? false,
    kept,
    unsent: isUnheard(difference),
    sameAsText: held.atMost === 'safe',
    codegen,
    inForm: context.place.path.some(({ kind }) => kind === 'branch' || kind === 'subtype'),
    apiCalls: context.place.message !== null && context.place.message !== context.direction,
  });
  const finding = {
    fingerprint,
    rule: rule.id,
    severity,
    breaks: { wire: severity, codegen },
    ruleSeverity,
    setting: chosen === null || severity === judged ? null : { from: judged, reason: chosen.reason },
    exemption: findExemption(settings.exemptions, { fingerprint, severity }, settings.asOf),
    direction: context.direction,
    operation,
    subject: joinSubject(context.subjectPath),
    subjectPath: context.subjectPath,
    base,
    revision,
    facts,
    message: capitalise(rule.say(facts, { ...context, operation, where })),
    advice,
    proof: witness === null ? 'rule' : 'witness',
    undecidedBecause,
    witness: witness && writtenWitness(witness, context.operation, settings.base),
    lifecycle: unstable === null ? lifecycle : { ...(lifecycle ?? unannounced), stability: unstable },
    peers: toldPeers(context, peers),
  } satisfies Omit<Finding, 'cause'>;
  const cause = isRepeated(difference)
    ? [finding.direction, finding.subject, finding.message, finding.advice]
    : [base, revision].map((position) => [position.source, position.pointer]);
  const silenced = isOff ? { reason: chosen.reason } : null;
  return [{ finding, causeKey: canonicalText([rule.id, ...cause, identifying]), silenced }];
}

/**
 * Whether it stands in the operation itself, of whose parameters, credentials and failures each writes out what others share:
 * what then reads the same everywhere is one change.
 */
function isRepeated({ rule, context, before, after }: Difference): boolean {
  const { operation, owner, place } = context;
  const isFailure = rule.on === 'response' && /^[45]/.test(place.status ?? '');
  if (operation === null || (place.parameter === null && rule.about !== 'security' && !isFailure)) return false;
  const isOwn = ({ spot, namedAt: { document, pointer } = spot }: Mark, of: Spot) =>
    document === of.document && !isShared.test(pointer);
  return isOwn(before, owner.before) && isOwn(after, owner.after);
}

/** Where documents keep what several refer to. */
const isShared = /^\/(?:components|definitions|parameters|\$defs|security)(?:\/|$)/;

/** What the rule says of it, and what that comes to in the light of an example, of a promise kept and of one never made. */
function judge(
  { difference, witness, atMost }: HeldDifference,
  { reversed }: DraftSettings,
): {
  readonly ruleSeverity: Severity;
  readonly judged: Severity;
  readonly kept: boolean;
  /** The level of an operation that is not promised yet, where that is why it does not break. */
  readonly unstable: string | null;
} {
  const { rule, facts, context, lifecycle } = difference;
  const own = severityOf(rule.severity, facts, context);
  const ruleSeverity = isUnheard(difference) ? 'safe' : atMost !== undefined && own !== 'safe' ? atMost : own;
  // What a rule can only suspect, a value proves.
  const shown = witness !== null && ruleSeverity === 'risky' ? 'breaking' : ruleSeverity;
  const kept = lifecycle?.kept === true && reversed !== true;
  const unstable = shown === 'breaking' && isUnstable(context.stability) ? context.stability : null;
  // Announced with a day, and gone after it, or never promised: whoever uses it fails, and yet it is no accident.
  const isNoAccident = shown === 'breaking' && (kept || unstable !== null);
  return { ruleSeverity, judged: isNoAccident ? 'risky' : shown, kept, unstable };
}

const unannounced = { deprecated: false, sunset: null, kept: null };

/** The comparable checks of the leading tool, as the rule itself names them. */
export function peersOf(difference: Difference): readonly string[] {
  const { rule, facts, context, lifecycle } = difference;
  if (isOfFurther(difference)) return [];
  // The leading tool calls a webhook's payload a request, whoever sends it.
  const direction = context.place.message ?? context.direction;
  return rule.peers?.({ direction, place: context.place, facts, context, lifecycle }) ?? [];
}

/** Whether it stands in a property that one side does not name: of such the leading tool says only that they came or went. */
function isOfFurther(difference: Difference): boolean {
  if (difference.schemas === null) return false;
  const path = pathInRoot(difference);
  const pairs = pairsAlong(difference);
  const steps = difference.rule.on === 'property' ? path.slice(0, -1) : path;
  return steps.some((step, at) => {
    const pair = pairs[at];
    if (step.kind !== 'property' || pair === undefined) return false;
    return pair.before.properties.has(step.name) !== pair.after.properties.has(step.name);
  });
}

/** Those of the ids that the leading tool tells of there. */
export function toldPeers(context: Context, peers: readonly string[]): readonly string[] {
  return isOverlooked(context) ? [] : [...new Set(known(peers))];
}

/**
 * The leading tool does not look at callbacks, at the `x-webhooks` of 3.0, at headers of parts, nor behind a discriminator,
 * and holds no status or media type against the range that takes it in.
 */
function isOverlooked({ operation, place, base, revision }: Context): boolean {
  const isOld = [base, revision].some(({ dialect }) => dialect === 'openapi-3.0');
  return (
    operation?.kind === 'callback' ||
    (operation?.kind === 'webhook' && isOld) ||
    isPartHeader(place) ||
    place.isCovered ||
    isBehindDiscriminator(place)
  );
}

/** Path templates go by their shape: renaming a path parameter renames nothing that a caller sends. */
export function operationIdentity({
  kind,
  method,
  path,
  name,
  ofMethod,
}: Pick<OperationRef, 'kind' | 'method' | 'path' | 'name'> & { readonly ofMethod?: unknown }): readonly unknown[] {
  return [kind, method, normaliseTarget(path), name, ...(ofMethod == null ? [] : [ofMethod])];
}

function locate(mark: Mark): Position {
  const { spot, keyword, present, namedAt } = mark;
  if (namedAt !== undefined) return namedAt.document.locate(namedAt.pointer);
  const below = keyword === null || keyword.startsWith('/') ? (keyword ?? '') : `/${escapeToken(keyword)}`;
  const position = spot.document.locate(`${spot.pointer}${below}`);
  return present ? position : { ...position, exact: false };
}

/** A removal asks for a major version also where it was announced long before (semver.org, 2.0.0, 8). */
export function breaksSemver({ severity, exemption, ruleSeverity, lifecycle }: Omit<Finding, 'cause'>): boolean {
  const keptItsDay =
    lifecycle?.kept === true &&
    lifecycle.stability === undefined &&
    ruleSeverity === 'breaking' &&
    severity === 'risky';
  return exemption === null && (severity === 'breaking' || keptItsDay);
}

export function asSilenced({ finding, silenced }: Draft): Silenced {
  const { fingerprint, rule, severity, direction, operation, subject, message } = finding;
  return { fingerprint, rule, severity, direction, operation, subject, message, reason: silenced?.reason ?? null };
}

export function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
