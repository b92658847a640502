// From two names to a comparison, also where a document cannot be read: then the verdict is unknown and the fault is
// listed, so that a script gets one object in every case.

import { createHash } from 'node:crypto';
import { exitStatus, type IsoDate, TocsinError } from '../base/index.ts';
import { packageVersion } from '../package-version.ts';
import { type Comparison, compareLoadedSpecs, type SpecIdentity } from '../rules/index.ts';
import { type LoadedSpec, loadSpec, type SpecProblem } from '../spec/index.ts';
import type { Shell } from './shell.ts';

/** Throws only what is no fault of the documents: wrong usage, and bugs. */
export async function compareDocuments(
  shell: Shell,
  baseName: string,
  revisionName: string,
  { asOf = shell.clock.now().slice(0, 10), allowHost = [] }: { asOf?: IsoDate; allowHost?: readonly string[] },
): Promise<Comparison> {
  if (baseName === '-' && revisionName === '-') {
    throw new TocsinError('usage', 'Only one of the two documents can come from standard input.');
  }
  const load = (name: string) =>
    loadSpec(name, {
      cwd: shell.cwd,
      allowHosts: allowHost,
      stdin: () => readAll(shell.stdin),
      githubToken: shell.env.GITHUB_TOKEN ?? null,
      githubBaseUrl: shell.env.GITHUB_API_URL ?? null,
    });
  const [base, revision] = await Promise.all([settle(load(baseName)), settle(load(revisionName))]);
  const engineVersion = packageVersion();
  if (base instanceof TocsinError || revision instanceof TocsinError) {
    return unreadable({ asOf, engineVersion }, identify(baseName, base), identify(revisionName, revision), [
      ...problemsOf(base),
      ...problemsOf(revision),
    ]);
  }
  return compareLoadedSpecs(base, revision, {
    asOf,
    engineVersion,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

async function settle(loading: Promise<LoadedSpec>): Promise<LoadedSpec | TocsinError> {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof TocsinError && error.exit === exitStatus.cannotTell) return error;
    throw error;
  }
}

function problemsOf(loaded: LoadedSpec | TocsinError): SpecProblem[] {
  if (!(loaded instanceof TocsinError)) return [...loaded.problems];
  const { code, message, hint, position } = loaded;
  return [{ code, message, hint, position, hides: true }];
}

function identify(source: string, loaded: LoadedSpec | TocsinError): SpecIdentity {
  if (loaded instanceof TocsinError) {
    const nothing = createHash('sha256').digest('hex');
    return { source, sources: [], title: null, version: null, digest: `sha256:${nothing}` };
  }
  const info = (loaded.roots[0]?.document.value as { info?: { title?: unknown; version?: unknown } } | undefined)?.info;
  const text = (value: unknown) => (value === undefined || value === null ? null : String(value));
  return {
    source,
    sources: loaded.sources,
    title: text(info?.title),
    version: text(info?.version),
    digest: loaded.digest,
  };
}

function unreadable(
  { asOf, engineVersion }: { asOf: IsoDate; engineVersion: string },
  base: SpecIdentity,
  revision: SpecIdentity,
  problems: readonly SpecProblem[],
): Comparison {
  return {
    schemaVersion: 1,
    engine: { name: 'tocsin', version: engineVersion },
    asOf,
    base,
    revision,
    verdict: 'unknown',
    summary: { breaking: 0, risky: 0, safe: 0, refactors: 0, exempted: 0 },
    semver: { declared: null, required: 'none' },
    causes: [],
    findings: [],
    refactors: [],
    blindSpots: { share: 0, places: [] },
    secondOpinion: null,
    problems,
  };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
