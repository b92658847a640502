// From two loaded descriptions to the whole comparison: what differs, how bad it is, what it is called, what caused it.

import type { IsoDate } from '../base/index.ts';
import { wholeApi } from '../diff/index.ts';
import {
  type Api,
  canonicalText,
  type LoadedSpec,
  newlyMisspelt,
  type OperationEntry,
  pathUnder,
  readApi,
  roundedIntegers,
  type SpecProblem,
} from '../spec/index.ts';
import { findBlindSpots } from './blind-spots.ts';
import { catalogue } from './catalogue/index.ts';
import type { Comparison, SpecIdentity, Verdict } from './comparison.ts';
import { compareRefactors, describeRefactors, describeReworded } from './describe-refactors.ts';
import {
  asSilenced,
  breaksSemver,
  type Draft,
  type DraftSettings,
  draftFinding,
  isHeard,
  operationIdentity,
  peersOf,
} from './draft-finding.ts';
import { type ExemptionEntry, exemptAllPlaces, lapsedExemptions, unusedExemptions } from './exemptions.ts';
import { type Difference, type Differences, findDifferences } from './find-differences.ts';
import { compareFindings, groupByCause, mergeTwins } from './group-findings.ts';
import type { HeldDifferences } from './hold-to-values.ts';
import { reachOfInterplay } from './interplay.ts';
import { nameLiterally } from './literal-peers.ts';
import type { Mark } from './mark.ts';
import { movedPaths } from './moved-paths.ts';
import { isNewDemand } from './new-demand.ts';
import { type PathFilterOptions, pathFilter } from './path-filter.ts';
import { cutProblems, duplicateNames, impossibleProblems, problemsOf, unaskedProblems } from './problems.ts';
import { judgeSemver } from './semver.ts';
import { idleSettings, type SeveritySetting, severityChooser } from './severity-settings.ts';
import { restsOnUnread } from './unread-places.ts';
import { spellings, writtenPaths } from './written-paths.ts';

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
  /** Places in schemas that are listed of all bodies, parameters and headers together. */
  readonly placesLimit?: number;
}

export const defaultWorkLimit = 5_000_000;
/** More take minutes and gigabytes, and nobody reads them. */
const defaultPlacesLimit = 50_000;

/** Compares two loaded descriptions. Rejects with nothing on account of its input: what is wrong with it becomes a problem. */
export async function compareLoadedSpecs(
  baseSpec: LoadedSpec,
  revisionSpec: LoadedSpec,
  options: CompareOptions,
): Promise<Comparison> {
  const base = readApi(baseSpec, options.stripPrefix?.base);
  const revision = readApi(revisionSpec, options.stripPrefix?.revision);
  const problems: SpecProblem[] = [
    ...baseSpec.problems,
    ...newlyMisspelt(baseSpec, revisionSpec),
    ...roundedIntegers(baseSpec, revisionSpec),
  ];
  const filter = pathFilter(options);
  problems.push(...idleSettings(options.severities ?? [], base, revision));
  if (!filter.isEmpty) problems.push(...filter.problems(writtenPaths(base), writtenPaths(revision)));
  const passes = (path: string) => filter.isEmpty || filter.includes(...spellings(path, base, revision));
  const differences = findDifferences(base, revision, catalogue, {
    asOf: options.asOf,
    workLimit: options.workLimit ?? defaultWorkLimit,
    placesLimit: options.placesLimit ?? defaultPlacesLimit,
    includes: ({ path }) => passes(path),
  });
  problems.push(...cutProblems(differences.cuts, options.workLimit ?? defaultWorkLimit));

  const bare = (path: string) => pathUnder(options.stripPrefix?.revision ?? '', path) ?? path;
  const touched = new Set(differences.found.map(({ context }) => context.operation));
  const changed = new Set([...touched].map((operation) => operation && canonicalText(operationIdentity(operation))));
  const isChanged = new Map<OperationEntry, boolean>(); // asked of the same ones thousands of times
  const blindSpots = findBlindSpots(
    revision,
    ({ path }) => passes(bare(path)),
    (entry) => {
      const known = isChanged.get(entry) ?? changed.has(canonicalText(operationIdentity(entry)));
      isChanged.set(entry, known);
      return known;
    },
  );
  const [ofBase, ofRevision] = [problemsOf(base), problemsOf(revision)];
  problems.push(...ofBase, ...ofRevision, ...duplicateNames(revision));
  const { stripPrefix = {} } = options;
  if (!stripPrefix.base && !stripPrefix.revision) problems.push(...movedPaths(base, revision, passes));

  const restsOn = restsOnUnread(
    { api: base, problems: [...baseSpec.problems, ...ofBase] },
    { api: revision, problems: [...revisionSpec.problems, ...ofRevision] },
  );
  const readable = { ...differences, found: differences.found.filter((each) => !restsOn(each)) };
  const { kept, withdrawn, reworded, impossible, unasked } = await holdAlarms(readable, base, revision);
  problems.push(...impossibleProblems(impossible), ...unaskedProblems(unasked));
  const exemptions = options.exemptions ?? [];
  const settings: DraftSettings = {
    ...options,
    exemptions,
    chooseSeverity: severityChooser(options.severities ?? []),
    base,
    revision,
  };
  const literal = nameLiterally(
    kept.map(({ difference }) => difference),
    withdrawn,
    reworded,
    catalogue,
    options,
  );
  const namesOf = (difference: Difference) => literal.get(difference) ?? peersOf(difference);
  const merged = mergeTwins(kept.flatMap((held) => draftFinding(held, settings, namesOf(held.difference))));
  const all = exemptAllPlaces(merged, exemptions, options.asOf);
  if (options.reversed !== true) {
    all.push(...judgeRelease(all.filter(isHeard), settings));
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
  const unfounded = describeRefactors(withdrawn, settings, namesOf);
  const refactors = [
    ...unfounded,
    ...describeReworded(reworded, base, revision, (each) => literal.get(each) ?? []),
  ].sort(compareRefactors);

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
  const verdict = judge(summary, findings.length + unfounded.length + silenced.length, unique);
  // What is wrong with a version asks for no version.
  const ofVersions = new Set(ofRelease.map(({ id }) => id));
  const others = findings.filter(({ rule }) => !ofVersions.has(rule));
  const isOnlyOfVersions = verdict === 'compatible' && others.length + unfounded.length + silenced.length === 0;
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
      : judgeSemver(
          base,
          revision,
          isOnlyOfVersions ? 'identical' : verdict,
          {
            ...summary,
            breaking: counted.filter(breaksSemver).length,
            safe: counted.filter(({ rule, severity }) => severity === 'safe' && !ofVersions.has(rule)).length,
          },
          (rule) => settings.chooseSeverity(rule, { direction: 'none', tags: [], paths: [] })?.severity === 'off',
        ),
    causes,
    findings,
    refactors,
    silenced,
    pathFilters: pathFiltersUsed(options, differences.cost),
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

/** The prover brings ajv with it, which takes as long to load as a small comparison: only where there is an alarm. */
async function holdAlarms(differences: Differences, base: Api, revision: Api): Promise<HeldDifferences> {
  const { found, unspoken, rewritten } = differences;
  const bearsOnValues = ({ schemas, rule: { about, aim } }: Difference) =>
    schemas !== null && (about === 'values' || about === 'presence' || aim !== undefined);
  const interplays = reachOfInterplay();
  const mayHideRefusals = ({ schemas, rule }: Difference) =>
    schemas !== null && rule.about !== 'names' && interplays.from(schemas.root);
  const concerns = [bearsOnValues, mayHideRefusals, isNewDemand];
  if (unspoken.length + rewritten.length === 0 && !concerns.some((concern) => found.some(concern))) {
    return {
      kept: found.map((difference) => ({ difference, witness: null, undecidedBecause: null })),
      withdrawn: [],
      reworded: [],
      impossible: [],
      unasked: 0,
    };
  }
  const { holdToValues } = await import('./hold-to-values.ts');
  return holdToValues(differences, base, revision);
}

const ofRelease = catalogue.filter(({ on }) => on === 'release');

/** The rules that look at what the others found: whether the release says honestly what it is. */
function* judgeRelease(drafts: readonly Draft[], settings: DraftSettings): Iterable<Draft> {
  const { base, revision, asOf } = settings;
  const breaks = drafts.some(({ finding }) => breaksSemver(finding));
  const context = wholeApi(base, revision);
  for (const rule of ofRelease) {
    const keyword = typeof rule.at === 'string' ? rule.at : null;
    const before: Mark = { spot: base.spot, keyword, present: true };
    const after: Mark = { spot: revision.spot, keyword, present: true };
    for (const facts of rule.find({ before: base, after: revision, breaks } as never, { ...context, asOf })) {
      const difference = { rule, facts, context, before, after, lifecycle: null, schemas: null };
      yield* draftFinding({ difference, witness: null, undecidedBecause: null }, settings, peersOf(difference));
    }
  }
}

function pathFiltersUsed(
  { includePaths = [], excludePaths = [] }: PathFilterOptions,
  { operations, operationsLeftOut }: Differences['cost'],
): Comparison['pathFilters'] {
  if (includePaths.length + excludePaths.length === 0) return null;
  return { includePaths, excludePaths, operations, leftOut: operationsLeftOut };
}

const nothingDeclared: Comparison['semver'] = { declared: null, required: 'none', next: null, complaint: null };

function identify({ spec, title, version }: Api): SpecIdentity {
  return { source: spec.source, sources: spec.sources, title, version, digest: spec.digest };
}

function uniqueProblems(problems: readonly SpecProblem[]): SpecProblem[] {
  const seen = new Map(problems.map((problem) => [canonicalText(problem), problem]));
  return [...seen.values()];
}
