// From two loaded descriptions to the whole comparison: what differs, how bad it is, what it is called, what caused it.

import type { IsoDate, Position } from '../base/index.ts';
import { type Context, type OperationRef, wholeApi } from '../diff/index.ts';
import {
  type Api,
  canonicalText,
  escapeToken,
  type LoadedSpec,
  normaliseTarget,
  pathUnder,
  readApi,
  type SpecProblem,
} from '../spec/index.ts';
import { findBlindSpots } from './blind-spots.ts';
import { catalogue } from './catalogue/index.ts';
import type {
  Cause,
  Comparison,
  Finding,
  Refactor,
  Severity,
  Silenced,
  SpecIdentity,
  Verdict,
  Witness,
} from './comparison.ts';
import { describePlace, joinSubject } from './describe-place.ts';
import { type ExemptionEntry, findExemption, lapsedExemptions, unusedExemptions } from './exemptions.ts';
import { type Difference, type Differences, findDifferences, isUnheard, type Mark } from './find-differences.ts';
import type { HeldDifference, HeldDifferences } from './hold-to-values.ts';
import { nameLiterally } from './literal-peers.ts';
import { type PathFilterOptions, pathFilter } from './path-filter.ts';
import { known } from './peer-ids.ts';
import { cutProblems, duplicateNames, problemsOf } from './problems.ts';
import { type Rule, severityOf } from './rule.ts';
import { judgeSemver } from './semver.ts';
import { type SeverityChooser, type SeveritySetting, severityChooser } from './severity-settings.ts';
import { wordAdvice } from './word-advice.ts';

export interface CompareOptions extends PathFilterOptions {
  /** The day on which promises (sunsets, exemptions) are judged. */
  readonly asOf: IsoDate;
  /** Tocsin's own version, for the record. */
  readonly engineVersion: string;
  /** SHA-256 of a text in hexadecimal: pure rooms import no cryptography. */
  readonly sha256: (text: string) => string;
  /** The last that fits decides. */
  readonly severities?: readonly SeveritySetting[];
  readonly exemptions?: readonly ExemptionEntry[];
  /** The base is the newer release, and the question what breaks when it is taken back. */
  readonly reversed?: boolean;
  /** Steps after which a comparison gives up and says `unknown`. */
  readonly workLimit?: number;
}

export const defaultWorkLimit = 5_000_000;

const severityRank: Readonly<Record<Severity, number>> = { breaking: 0, risky: 1, safe: 2 };

/** Compares two loaded descriptions. Rejects with nothing on account of its input: what is wrong with it becomes a problem. */
export async function compareLoadedSpecs(
  baseSpec: LoadedSpec,
  revisionSpec: LoadedSpec,
  options: CompareOptions,
  rules: readonly Rule[] = catalogue,
): Promise<Comparison> {
  const base = readApi(baseSpec, options.stripPrefix?.base);
  const revision = readApi(revisionSpec, options.stripPrefix?.revision);
  const problems: SpecProblem[] = [...baseSpec.problems, ...revisionSpec.problems];
  const filter = pathFilter(options);
  if (!filter.isEmpty) problems.push(...filter.problems(writtenPaths(base), writtenPaths(revision)));
  const passes = (path: string) => filter.isEmpty || filter.includes(...spellings(path, base, revision));
  const differences = findDifferences(base, revision, rules, {
    asOf: options.asOf,
    workLimit: options.workLimit ?? defaultWorkLimit,
    includes: ({ path }) => passes(path),
  });
  problems.push(...cutProblems(differences.cuts, options.workLimit ?? defaultWorkLimit));

  const bare = (path: string) => pathUnder(options.stripPrefix?.revision ?? '', path) ?? path;
  const blindSpots = findBlindSpots(revision, ({ path }) => passes(bare(path)));
  problems.push(...problemsOf(base), ...problemsOf(revision), ...duplicateNames(revision));

  const { kept, withdrawn } = await holdAlarms(differences, base, revision);
  const exemptions = options.exemptions ?? [];
  const settings = {
    ...options,
    exemptions,
    chooseSeverity: severityChooser(options.severities ?? []),
    base,
    revision,
  };
  const literal = nameLiterally(
    kept.map(({ difference }) => difference),
    withdrawn,
    rules,
    options,
  );
  const unread = new Set(problems.flatMap(({ hides, position }) => (hides && position ? nameOf(position) : [])));
  const all = mergeTwins(
    kept.flatMap((held) => draftFinding(held, settings, literal.get(held.difference) ?? peersOf(held.difference))),
  ).filter(({ finding }) => !restsOn(unread, finding));
  if (options.reversed !== true) {
    all.push(...judgeRelease(all.filter(isHeard), base, revision, rules, settings));
  }
  const drafts = all.filter(isHeard);
  const silenced = all
    .filter((draft) => !isHeard(draft))
    .map(asSilenced)
    .sort(compareFindings);
  const drafted = drafts.map(({ finding }) => finding);
  problems.push(...lapsedExemptions(exemptions, drafted, options.asOf));
  // Taken back, the same change has another fingerprint.
  if (options.reversed !== true) problems.push(...unusedExemptions(exemptions, [...drafted, ...silenced]));
  const { causes, findings } = groupByCause(drafts, options.sha256);
  const refactors = describeRefactors(withdrawn, base, revision);

  const counted = findings.filter(({ exemption }) => exemption === null);
  const summary = {
    breaking: counted.filter(({ severity }) => severity === 'breaking').length,
    risky: counted.filter(({ severity }) => severity === 'risky').length,
    safe: counted.filter(({ severity }) => severity === 'safe').length,
    refactors: refactors.length,
    exempted: findings.length - counted.length,
    silenced: silenced.length,
  };
  const unique = uniqueProblems(problems);
  const verdict = judge(summary, findings.length + refactors.length + silenced.length, unique);
  return {
    schemaVersion: 1,
    engine: { name: 'tocsin', version: options.engineVersion },
    asOf: options.asOf,
    base: identify(base),
    revision: identify(revision),
    verdict,
    summary,
    reversed: options.reversed ?? false,
    semver: options.reversed
      ? nothingDeclared
      : judgeSemver(base, revision, verdict, { ...summary, breaking: counted.filter(breaksSemver).length }),
    causes,
    findings,
    refactors,
    silenced,
    blindSpots,
    secondOpinion: null,
    problems: unique,
  };
}

/** The first that applies. Problems that hide a part of the API leave room for no verdict but breaking. */
function judge(summary: Comparison['summary'], differences: number, problems: readonly SpecProblem[]): Verdict {
  if (summary.breaking > 0) return 'breaking';
  if (problems.some(({ hides }) => hides)) return 'unknown';
  if (summary.risky > 0) return 'risky';
  return differences > 0 ? 'compatible' : 'identical';
}

/** Of what seems gone, or new, where a part could not be read, nobody knows: that part may hold it. */
function restsOn(unread: ReadonlySet<string>, { base, revision }: Pick<Finding, 'base' | 'revision'>): boolean {
  return [base, revision].some((position) => position !== null && !position.exact && unread.has(nameOf(position)));
}

function nameOf({ source, pointer }: Position): string {
  return `${source}#${pointer}`;
}

interface Draft {
  readonly finding: Omit<Finding, 'cause'>;
  readonly causeKey: string;
  /** Settings turned it off. */
  readonly silenced: { readonly reason: string | null } | null;
}

function isHeard({ silenced }: Draft): boolean {
  return silenced === null;
}

function asSilenced({ finding, silenced }: Draft): Silenced {
  const { fingerprint, rule, severity, direction, operation, subject, message } = finding;
  return { fingerprint, rule, severity, direction, operation, subject, message, reason: silenced?.reason ?? null };
}

/** The prover brings ajv with it, which takes as long to load as a small comparison: only where there is an alarm. */
async function holdAlarms(differences: Differences, base: Api, revision: Api): Promise<HeldDifferences> {
  const { found, unspoken } = differences;
  const bearsOnValues = ({ schemas, rule: { about, aim } }: Difference) =>
    schemas !== null && (about === 'values' || about === 'presence' || aim !== undefined);
  if (unspoken.length === 0 && !found.some(bearsOnValues)) {
    return {
      kept: found.map((difference) => ({ difference, witness: null, undecidedBecause: null })),
      withdrawn: [],
    };
  }
  const { holdToValues } = await import('./hold-to-values.ts');
  return holdToValues(differences, base, revision);
}

/** The rules that look at what the others found: whether the release says honestly what it is. */
function judgeRelease(
  drafts: readonly Draft[],
  base: Api,
  revision: Api,
  rules: readonly Rule[],
  settings: DraftSettings,
): Draft[] {
  const breaks = drafts.some(({ finding }) => breaksSemver(finding));
  const context = wholeApi(base, revision);
  return rules
    .filter(({ on }) => on === 'release')
    .flatMap((rule) =>
      [...rule.find({ before: base, after: revision, breaks } as never, { ...context, asOf: settings.asOf })].flatMap(
        (facts) => {
          const keyword = typeof rule.at === 'string' ? rule.at : null;
          const before: Mark = { spot: base.spot, keyword, present: true };
          const after: Mark = { spot: revision.spot, keyword, present: true };
          const difference = { rule, facts, context, before, after, lifecycle: null, schemas: null };
          return draftFinding({ difference, witness: null, undecidedBecause: null }, settings, peersOf(difference));
        },
      ),
    );
}

function describeRefactors(withdrawn: readonly Difference[], base: Api, revision: Api): Refactor[] {
  const refactors = withdrawn.map(({ rule, facts, context }) => ({
    operation: asWritten(context.operation, base, revision),
    subject: joinSubject(context.subjectPath),
    message: `${capitalise(rule.say(facts, { ...context, where: describePlace(context) }))}; every value that is sent is still accepted`,
  }));
  const unique = new Map(refactors.map((refactor) => [canonicalText(refactor), refactor]));
  return [...unique.values()].sort(
    (left, right) =>
      compareTexts(left.operation?.path ?? '', right.operation?.path ?? '') ||
      compareTexts(left.operation?.method ?? '', right.operation?.method ?? '') ||
      compareTexts(left.subject, right.subject) ||
      compareTexts(left.message, right.message),
  );
}

/** A removal asks for a major version also where it was announced long before (semver.org, 2.0.0, 8). */
function breaksSemver({ severity, exemption, ruleSeverity, lifecycle }: Omit<Finding, 'cause'>): boolean {
  const keptItsDay = lifecycle?.kept === true && ruleSeverity === 'breaking' && severity === 'risky';
  return exemption === null && (severity === 'breaking' || keptItsDay);
}

interface DraftSettings extends CompareOptions {
  readonly exemptions: readonly ExemptionEntry[];
  readonly chooseSeverity: SeverityChooser;
  readonly base: Api;
  readonly revision: Api;
}

function draftFinding(held: HeldDifference, settings: DraftSettings, peers: readonly string[]): Draft[] {
  const { difference, witness, undecidedBecause } = held;
  const { rule, facts, context, lifecycle } = difference;
  const operation = asWritten(context.operation, settings.base, settings.revision);
  const told = { ...context, operation };
  const own = severityOf(rule.severity, facts, context);
  const unheard = isUnheard(difference);
  const ruleSeverity = unheard ? 'safe' : held.atMost !== undefined && own !== 'safe' ? held.atMost : own;
  // What a rule can only suspect, a value proves.
  const shown = witness !== null && ruleSeverity === 'risky' ? 'breaking' : ruleSeverity;
  const kept = lifecycle?.kept === true && settings.reversed !== true;
  // Announced with a day, and gone after it: whoever still uses it fails, and yet it is no accident.
  const judged = kept && shown === 'breaking' ? 'risky' : shown;
  const chosen = settings.chooseSeverity(rule.id, {
    ...context,
    paths: context.operation === null ? [] : spellings(context.operation.path, settings.base, settings.revision),
  });
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
  const advice = wordAdvice(typeof rule.advice === 'string' ? rule.advice : rule.advice(facts, context), {
    reversed: settings.reversed ?? false,
    kept,
    unsent: unheard,
    apiCalls: context.place.message !== null && context.place.message !== context.direction,
  });
  const finding = {
    fingerprint,
    rule: rule.id,
    severity,
    breaks: { wire: severity, codegen: unheard ? 'safe' : severityOf(rule.codegen ?? 'safe', facts, context) },
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
    message: capitalise(rule.say(facts, { ...told, where })),
    advice,
    proof: witness === null ? 'rule' : 'witness',
    undecidedBecause,
    witness: witness && writtenWitness(witness, context.operation, settings.base),
    lifecycle,
    peers: isOverlooked(context) ? [] : [...new Set(known(peers))],
  } satisfies Omit<Finding, 'cause'>;
  const shared = [base, revision].map((position) => [position.source, position.pointer]);
  const silenced = isOff ? { reason: chosen.reason } : null;
  return [{ finding, causeKey: canonicalText([rule.id, ...shared, identifying]), silenced }];
}

function peersOf(difference: Difference): readonly string[] {
  const { rule, facts, context, lifecycle } = difference;
  // The leading tool calls a webhook's payload a request, whoever sends it.
  const direction = context.place.message ?? context.direction;
  return rule.peers?.({ direction, place: context.place, facts, context, lifecycle }) ?? [];
}

/** The leading tool does not look at callbacks, at the `x-webhooks` of 3.0, nor behind a discriminator. */
function isOverlooked({ operation, place, base, revision }: Context): boolean {
  const isOld = [base, revision].some(({ dialect }) => dialect === 'openapi-3.0');
  return (
    operation?.kind === 'callback' ||
    (operation?.kind === 'webhook' && isOld) ||
    place.path.some(({ kind }) => kind === 'subtype')
  );
}

/** Path templates go by their shape: renaming a path parameter renames nothing that a caller sends. */
function operationIdentity({ kind, method, path, name, ofMethod }: OperationRef): readonly unknown[] {
  return [kind, method, normaliseTarget(path), name, ...(ofMethod === undefined ? [] : [ofMethod])];
}

/** The operation with the path that its author wrote, the base's where both have it. */
function asWritten(operation: OperationRef | null, base: Api, revision: Api): OperationRef | null {
  if (operation === null) return null;
  return {
    ...operation,
    path: base.writtenPath(operation.path) ?? revision.writtenPath(operation.path) ?? operation.path,
  };
}

/** A path without its prefix, and as either side writes it. */
function spellings(path: string, base: Api, revision: Api): string[] {
  return [path, ...[base, revision].flatMap((api) => api.writtenPath(path) ?? [])];
}

/** A call is shown as whoever holds to the base makes it, prefix and all. */
function writtenWitness(witness: Witness, operation: OperationRef | null, base: Api): Witness {
  const written = operation === null ? null : base.writtenPath(operation.path);
  if (operation === null || written === null || witness.kind !== 'request') return witness;
  const prefix = written.slice(0, written.length - (operation.path === '/' ? 0 : operation.path.length));
  return { ...witness, http: witness.http.replace(/^(\S+) /, (method) => `${method}${prefix}`) };
}

function writtenPaths(api: Api): string[] {
  return [...api.operations.values()].map(({ path }) => api.writtenPath(path) ?? path);
}

const nothingDeclared: Comparison['semver'] = { declared: null, required: 'none', next: null, complaint: null };

function locate(mark: Mark): Position {
  const { spot, keyword, present } = mark;
  const below = keyword === null || keyword.startsWith('/') ? (keyword ?? '') : `/${escapeToken(keyword)}`;
  const position = spot.document.locate(`${spot.pointer}${below}`);
  return present ? position : { ...position, exact: false };
}

/** The same finding for several media types of one body, or for several alternatives, is one: the worst of them. */
function mergeTwins(drafts: readonly Draft[]): Draft[] {
  const byFingerprint = new Map<string, Draft>();
  for (const draft of drafts) {
    const twin = byFingerprint.get(draft.finding.fingerprint);
    const isWorse = twin === undefined || severityRank[draft.finding.severity] < severityRank[twin.finding.severity];
    const worst = isWorse ? draft : twin;
    const peers = [...new Set([...(twin?.finding.peers ?? []), ...draft.finding.peers])];
    byFingerprint.set(draft.finding.fingerprint, { ...worst, finding: { ...worst.finding, peers } });
  }
  return [...byFingerprint.values()];
}

function groupByCause(
  drafts: readonly Draft[],
  sha256: (text: string) => string,
): { causes: Cause[]; findings: Finding[] } {
  const groups = new Map<string, Omit<Finding, 'cause'>[]>();
  for (const { causeKey, finding } of [...drafts].sort((a, b) => compareFindings(a.finding, b.finding))) {
    const group = groups.get(causeKey);
    if (group === undefined) groups.set(causeKey, [finding]);
    else group.push(finding);
  }
  const causes: Cause[] = [];
  const findings: Finding[] = [];
  for (const [key, group] of groups) {
    const id = sha256(key).slice(0, 12);
    const worst = group[0]!; // groups are sorted, worst first
    causes.push({
      id,
      rule: worst.rule,
      severity: worst.severity,
      base: worst.base,
      revision: worst.revision,
      message: worst.message,
      findings: group.map(({ fingerprint }) => fingerprint),
      count: group.length,
    });
    findings.push(...group.map((finding) => ({ ...finding, cause: id })));
  }
  return { causes, findings: findings.sort(compareFindings) };
}

/** Worst first, then by place. Nothing in it depends on the order of the documents. */
function compareFindings(left: Silenced | Omit<Finding, 'cause'>, right: Silenced | Omit<Finding, 'cause'>): number {
  return (
    severityRank[left.severity] - severityRank[right.severity] ||
    compareTexts(left.operation?.path ?? '', right.operation?.path ?? '') ||
    compareTexts(left.operation?.method ?? '', right.operation?.method ?? '') ||
    compareTexts(left.operation?.ofMethod ?? '', right.operation?.ofMethod ?? '') ||
    compareTexts(left.subject, right.subject) ||
    compareTexts(left.rule, right.rule) ||
    compareTexts(left.fingerprint, right.fingerprint)
  );
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function identify({ spec, title, version }: Api): SpecIdentity {
  return { source: spec.source, sources: spec.sources, title, version, digest: spec.digest };
}

function uniqueProblems(problems: readonly SpecProblem[]): SpecProblem[] {
  const seen = new Map(problems.map((problem) => [canonicalText(problem), problem]));
  return [...seen.values()];
}

function capitalise(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
