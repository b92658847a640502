// The comparison as everyone calls it: the command line, the package's users, and the release that is assessed. Reads
// both sides, compares them, and asks for a second opinion where one is wanted. The pure part is given what it may not
// reach for itself: the day, the version of this package, a hash.

import { createHash } from 'node:crypto';
import { exitStatus, TocsinError } from '../base/index.ts';
import { packageVersion } from '../package-version.ts';
import { type Comparison, compareLoadedSpecs, type OperationRef, type SpecIdentity } from '../rules/index.ts';
import {
  type LoadedSpec,
  type LoadOptions,
  loadSpec,
  movedDocument,
  type SpecProblem,
  shownName,
  specFromText,
  titleAndVersion,
} from '../spec/index.ts';
import type { CompareSpecsOptions, SpecInput } from './compare-options.ts';
import { listOperations } from './list-operations.ts';
import {
  type Move,
  missingAdvice,
  missingProblem,
  movedProblem,
  type Side,
  withoutOperations,
} from './missing-document.ts';

export interface Compared {
  readonly comparison: Comparison;
  /**
   * The operations of both documents, for checking what consumers declare; null where one of them could not be read.
   * Asked for, since listing them reads the documents anew.
   */
  readonly operations: () => readonly OperationRef[] | null;
  /** Both documents as they were read, the base first; null where one of them could not be. */
  readonly specs: readonly LoadedSpec[] | null;
}

/**
 * Compares two releases of an API: what `tocsin diff --json` prints. A side that cannot be read makes the verdict
 * `unknown`, with the fault among `problems`. Throws only what is no fault of the documents: a TocsinError `usage`, and bugs.
 */
export async function compareSpecs(
  base: SpecInput,
  revision: SpecInput,
  options: CompareSpecsOptions = {},
): Promise<Comparison> {
  const { checkInput, checkOptions } = await import('./check-call.ts'); // the command line checks its own words
  checkInput(base, 'base');
  checkInput(revision, 'revision');
  checkOptions(options);
  return (await compareWithOperations(base, revision, options)).comparison;
}

/** As `compareSpecs`, and hands out what the documents describe. */
export async function compareWithOperations(
  base: SpecInput,
  revision: SpecInput,
  options: CompareSpecsOptions,
): Promise<Compared> {
  if (base === '-' && revision === '-') {
    throw new TocsinError('usage', 'Only one of the two documents can come from standard input.');
  }
  const [reading, readingBeside] = readBoth(base, revision, options);
  const [before, after] = await Promise.all([settle(reading), settle(readingBeside)]);
  const lack = await findLack([base, before], [revision, after], options);
  const stand = lack?.mayBe ? await settle(standFor(lack, options)) : null;
  const older = stand !== null && lack?.side === 'base' ? stand : before;
  const newer = stand !== null && lack?.side === 'revision' ? stand : after;
  if (older instanceof TocsinError || newer instanceof TocsinError) {
    const problems = [older, newer].flatMap((read) => problemsOf(read, lack));
    const identities = [identify(base, 'base', older), identify(revision, 'revision', newer)] as const;
    const [from, to] = options.reverse ? ([identities[1], identities[0]] as const) : identities;
    return { comparison: notCompared(from, to, options, problems), operations: () => null, specs: null };
  }
  const compared = await compareReadSpecs(older, newer, options);
  return {
    comparison: stand === null || lack === null ? compared : sayingLack(compared, lack, options.reverse ?? false),
    operations: () => listOperations([older, newer]),
    specs: [older, newer],
  };
}

type Read = LoadedSpec | TocsinError;

/** A side that has no such document, where the other one has. */
interface Lack {
  readonly side: Side;
  readonly name: string;
  readonly there: LoadedSpec;
  /** Null where git knows of none. */
  readonly moved: Move | null;
  readonly mayBe: boolean;
}

async function findLack(
  [base, before]: readonly [SpecInput, Read],
  [revision, after]: readonly [SpecInput, Read],
  options: CompareSpecsOptions,
): Promise<Lack | null> {
  if (isMissing(before) === isMissing(after)) return null;
  const side = isMissing(before) ? 'base' : 'revision';
  const [name, there] = side === 'base' ? [base, after] : [revision, before];
  if (there instanceof TocsinError || typeof name !== 'string') return null; // what a program hands over is there
  const isNamed = typeof base === 'string' && typeof revision === 'string';
  const cwd = options.cwd ?? process.cwd();
  const to = isNamed ? await movedDocument({ base, revision, missing: side }, cwd) : null;
  const other = side === 'base' ? revision : base;
  const what = typeof other === 'string' && pathIn(other) !== pathIn(name) ? other : 'it';
  const moved = to === null ? null : { what, to };
  return { side, name, there, moved, mayBe: options[`${side}MayBeMissing`] === true };
}

/** The path in `REV:PATH`. */
function pathIn(name: string): string {
  return name.slice(name.indexOf(':') + 1).replace(/^\.\//, '');
}

function isMissing(read: Read): boolean {
  return read instanceof TocsinError && read.code === 'spec-missing';
}

function standFor({ moved, there, name, side }: Lack, options: CompareSpecsOptions): Promise<LoadedSpec> {
  return moved === null ? withoutOperations(there, name) : readSpec(moved.to, side, options);
}

function sayingLack(compared: Comparison, { side, name, moved }: Lack, reversed: boolean): Comparison {
  if (moved !== null) return { ...compared, problems: [movedProblem(side, name, moved), ...compared.problems] };
  // Which version the first release or the end of an API should have is nobody's question.
  const required = side === 'base' ? 'none' : compared.semver.required;
  const semver = { declared: null, required, next: null, complaint: null };
  return { ...compared, semver, problems: [missingProblem(side, name, reversed), ...compared.problems] };
}

/** Reads both sides, the revision in the light of the base. Each rejects as readSpec does. */
export function readBoth(
  base: SpecInput,
  revision: SpecInput,
  options: Partial<LoadOptions> = {},
): [base: Promise<LoadedSpec>, revision: Promise<LoadedSpec>] {
  const beside = readSpec(base, 'base', options);
  return [beside, readSpec(revision, 'revision', { ...options, beside })];
}

/** Reads one side. Throws a TocsinError of exit 3 where it cannot be read at all. */
export async function readSpec(
  input: SpecInput,
  side: 'base' | 'revision',
  options: Partial<LoadOptions> = {},
): Promise<LoadedSpec> {
  if (typeof input === 'string') return loadSpec(input, { ...options, cwd: options.cwd ?? process.cwd() });
  const { text, document, source = side } = input;
  return specFromText(text ?? writeDocument(document, side), source, options.beside);
}

function writeDocument(document: unknown, side: string): string {
  try {
    return JSON.stringify(document, null, 2);
  } catch (cause) {
    const [reason] = (cause as Error).message.split('\n');
    throw new TocsinError('usage', `The ${side} cannot be written as JSON: ${reason}.`, {
      hint: 'Give values of JSON alone, and $refs as they are, not what they lead to in their places.',
      cause,
    });
  }
}

/** Compares two sides that were read already. */
export async function compareReadSpecs(
  older: LoadedSpec,
  newer: LoadedSpec,
  options: CompareSpecsOptions,
): Promise<Comparison> {
  const { reverse = false, stripPrefix = {} } = options;
  const [base, revision] = reverse ? [newer, older] : [older, newer];
  const prefixes = reverse ? { base: stripPrefix.revision, revision: stripPrefix.base } : stripPrefix;
  const compared = await compareLoadedSpecs(base, revision, {
    ...options,
    stripPrefix: prefixes,
    reversed: reverse,
    asOf: today(options),
    engineVersion: packageVersion(),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
  const comparison = { ...compared, problems: compared.problems.map(namingStdin) };
  if (options.secondOpinion !== true) return comparison;
  const { consultOpenapiDiff } = await import('../second-opinion/index.ts'); // only where it is asked for
  const secondOpinion = await consultOpenapiDiff(base, revision, changedOperations(comparison), {
    breaks: async (before, after) =>
      (await compareWithOperations({ document: before }, { document: after }, { asOf: today(options) })).comparison
        .summary.breaking > 0,
  });
  return { ...comparison, secondOpinion };
}

/** Operations that both sides have and about which there is something to say. */
function changedOperations({ findings }: Comparison): readonly OperationRef[] {
  const operations = new Map<string, OperationRef>();
  for (const { operation, base, revision } of findings) {
    if (operation === null || base === null || revision === null) continue;
    operations.set(`${operation.kind} ${operation.method} ${operation.path}`, operation);
  }
  return [...operations.values()];
}

function today({ asOf }: CompareSpecsOptions): string {
  return asOf ?? new Date().toISOString().slice(0, 10);
}

async function settle(reading: Promise<LoadedSpec>): Promise<Read> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TocsinError && error.exit === exitStatus.cannotTell) return error;
    throw error;
  }
}

function problemsOf(read: Read, lack: Lack | null): SpecProblem[] {
  if (!(read instanceof TocsinError)) return read.problems.map(namingStdin);
  const { code, message, position } = read;
  const advice = lack !== null && isMissing(read) ? [missingAdvice(lack.side, lack.moved)] : [];
  // Where git knows the name there, no other one is guessed.
  const hint = (lack?.moved != null && advice.length > 0 ? advice : [read.hint, ...advice]).join(' ');
  return [namingStdin({ code, message, hint, position, hides: true })];
}

/** Messages call a document by its name, and `-` is none for a person. */
function namingStdin(problem: SpecProblem): SpecProblem {
  return { ...problem, message: problem.message.replace(/^- /, 'Standard input ') };
}

function identify(input: SpecInput, side: string, read: Read): SpecIdentity {
  if (read instanceof TocsinError) {
    const source = typeof input === 'string' ? shownName(input) : (input.source ?? side);
    const digest = `sha256:${createHash('sha256').digest('hex')}`;
    return { source, sources: [], title: null, version: null, digest };
  }
  return { source: read.source, sources: read.sources, ...titleAndVersion(read), digest: read.digest };
}

function notCompared(
  base: SpecIdentity,
  revision: SpecIdentity,
  options: CompareSpecsOptions,
  problems: readonly SpecProblem[],
): Comparison {
  return {
    schemaVersion: 1,
    engine: { name: 'tocsin', version: packageVersion() },
    asOf: today(options),
    base,
    revision,
    verdict: 'unknown',
    summary: { breaking: 0, risky: 0, safe: 0, refactors: 0, exempted: 0, silenced: 0 },
    reversed: options.reverse ?? false,
    semver: { declared: null, required: 'none', next: null, complaint: null },
    causes: [],
    findings: [],
    refactors: [],
    silenced: [],
    pathFilters: null,
    blindSpots: { share: 0, places: [] },
    secondOpinion: null,
    problems,
  };
}
