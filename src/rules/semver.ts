// What the documents' versions say about the release, and what semver.org (2.0.0) asks of it.

import type { Comparison, SemverLevel, SpecIdentity, Verdict } from './comparison.ts';

interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  readonly isPreRelease: boolean;
  readonly prefix: string;
}

const pattern = /^(v?)(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[^+]+)?(?:\+.*)?$/;
/** `2026-11-20`, as cloud providers call their versions: no part of it says how far a step goes. */
const date = /^\d{4}-\d{2}-\d{2}\b/;
const levels = ['major', 'minor', 'patch'] as const;
const rank: Readonly<Record<SemverLevel, number>> = { none: 0, patch: 1, minor: 2, major: 3 };

/** What is wrong with a version, by the rule that says so of a break. */
type Complaint = 'version-decreased' | 'version-not-bumped' | 'major-version-not-bumped';

/**
 * The declared step, the one that is asked for, and what is wrong between them. `summary` counts what breaks; of what is off
 * nothing counts as declared, as where versions are given later than changes.
 */
export function judgeSemver(
  base: Pick<SpecIdentity, 'version'>,
  revision: Pick<SpecIdentity, 'version'>,
  verdict: Verdict,
  summary: Comparison['summary'],
  isOff: (complaint: Complaint) => boolean,
): Comparison['semver'] {
  const judged = judgeStep(base, revision, verdict, summary);
  if (judged.complaint === null) return { ...judged, complaint: null };
  const { rule, words } = judged.complaint;
  return isOff(rule) ? { ...judged, declared: null, complaint: null } : { ...judged, complaint: words };
}

function judgeStep(
  base: Pick<SpecIdentity, 'version'>,
  revision: Pick<SpecIdentity, 'version'>,
  verdict: Verdict,
  summary: Comparison['summary'],
): Omit<Comparison['semver'], 'complaint'> & { readonly complaint: Complained | null } {
  const required = requiredSemver(verdict, summary);
  const before = parse(base.version);
  const after = parse(revision.version);
  if (before === null || after === null) {
    const complaint =
      required === 'none' || verdict === 'unknown'
        ? null
        : {
            rule: 'version-not-bumped' as const,
            words: `The versions (${shown(base.version)} and ${shown(revision.version)}) do not tell that this is a ${required} step.`,
          };
    return { declared: null, required, next: null, complaint };
  }
  const next = nextVersion(before, required);
  return {
    declared: declaredStep(before, after),
    required,
    next,
    complaint:
      verdict === 'unknown' ? null : complain(before, after, required, verdict, base.version, revision.version, next),
  };
}

interface Complained {
  readonly rule: Complaint;
  readonly words: string;
}

/** The least step that is honest. A verdict that is unknown asks for the caution of a major one. */
function requiredSemver(verdict: Verdict, summary: Comparison['summary']): SemverLevel {
  if (summary.breaking > 0 || verdict === 'unknown') return 'major';
  if (verdict === 'risky' || summary.safe > 0) return 'minor';
  return verdict === 'identical' ? 'none' : 'patch';
}

function complain(
  before: Version,
  after: Version,
  required: SemverLevel,
  verdict: Verdict,
  from: string | null,
  to: string | null,
  next: string | null,
): Complained | null {
  const step = compareNumbers(before, after);
  const goesBack = step < 0 || (step === 0 && !before.isPreRelease && after.isPreRelease);
  if (goesBack) return { rule: 'version-decreased', words: `The version goes back from ${from} to ${to}.` };
  // A pre-release promises nothing (semver.org, 9), so whatever comes after it is lawful.
  if (before.isPreRelease && (step > 0 || from !== to)) return null;
  const declared = declaredStep(before, after);
  // Before 1.0.0 anything may change (semver.org, 4); by custom the minor number then says what the major one will.
  const asked = before.numbers[0] === 0 ? gentler[required] : required;
  if (rank[declared] >= rank[asked]) return null;
  const what = {
    // What goes on the day that was announced is risky, and a major step all the same.
    major: verdict === 'breaking' ? 'breaks callers' : 'takes away what was announced to go',
    minor: verdict === 'risky' ? 'brings something risky' : 'brings more than fixes',
    patch: 'differs',
    none: '',
  }[required];
  const said = declared === 'none' ? `stays at ${to}` : `only goes from ${from} to ${to}`;
  return {
    rule: declared === 'none' ? 'version-not-bumped' : 'major-version-not-bumped',
    words: `The version ${said}, but the release ${what}: call it ${next}.`,
  };
}

const gentler: Readonly<Record<SemverLevel, SemverLevel>> = {
  major: 'minor',
  minor: 'patch',
  patch: 'patch',
  none: 'none',
};

/** The lowest version that is lawful after `before`; null where none is needed. */
function nextVersion({ numbers, isPreRelease, prefix }: Version, required: SemverLevel): string | null {
  if (required === 'none') return null;
  const [major, minor, patch] = numbers;
  const asked = major === 0 ? gentler[required] : required;
  const next = isPreRelease
    ? numbers
    : { major: [major + 1, 0, 0], minor: [major, minor + 1, 0], patch: [major, minor, patch + 1], none: numbers }[
        asked
      ];
  return `${prefix}${next.join('.')}`;
}

/** `none` where it does not go up. */
function declaredStep(before: Version, after: Version): SemverLevel {
  for (const [index, level] of levels.entries()) {
    const step = (after.numbers[index] ?? 0) - (before.numbers[index] ?? 0);
    if (step > 0) return level;
    if (step < 0) return 'none';
  }
  return 'none';
}

function compareNumbers(before: Version, after: Version): number {
  for (const index of [0, 1, 2] as const) {
    const step = after.numbers[index] - before.numbers[index];
    if (step !== 0) return step;
  }
  return 0;
}

function parse(text: string | null): Version | null {
  const match = pattern.exec(text?.trim() ?? '');
  if (match === null || date.test(match[0])) return null;
  return {
    numbers: [Number(match[2]), Number(match[3] ?? 0), Number(match[4] ?? 0)],
    isPreRelease: match[5] !== undefined,
    prefix: match[1] ?? '',
  };
}

function shown(version: string | null): string {
  return version === null ? 'none' : JSON.stringify(version);
}

/** The step from one version to the next; null where either is no version. */
export function versionStep(base: string | null, revision: string | null): SemverLevel | 'down' | null {
  const [before, after] = [parse(base), parse(revision)];
  if (before === null || after === null) return null;
  return compareNumbers(before, after) < 0 ? 'down' : declaredStep(before, after);
}

/** Before 1.0.0 anything may change (semver.org, 4). */
export function isInitialDevelopment(version: string | null): boolean {
  return parse(version)?.numbers[0] === 0;
}
