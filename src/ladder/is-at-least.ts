// Whether one version of somebody else's program is another or newer, in whatever form they write theirs. What is not
// plainly ordered is not ordered by the alphabet: a commit, a branch or a build number proves nothing about a version.

/** Null where that cannot be told. */
export function isAtLeast(version: string, wanted: string): boolean | null {
  const [plain, plainWanted] = [plainOf(version), plainOf(wanted)];
  if (plain === plainWanted) return true;
  const [one, other] = [read(plain), read(plainWanted)];
  if (one === null || other === null || isDated(one) !== isDated(other)) return null;
  for (let at = 0; at < Math.max(one.numbers.length, other.numbers.length); at++) {
    const difference = (one.numbers[at] ?? 0) - (other.numbers[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  if (one.stage === 'revised' || other.stage === 'revised') return null;
  if (one.stage === other.stage) return true;
  if (one.stage === 'released' || other.stage === 'released') return one.stage === 'released';
  return one.stage.localeCompare(other.stage, 'en', { numeric: true }) > 0;
}

interface Version {
  readonly numbers: readonly number[];
  /**
   * What comes behind the numbers: nothing; a distribution's own revision (`-1.fc40`), which to semver would be one before
   * the release; or a stage on the way to the release (`rc.1`), in a form in which stages can be ordered.
   */
  readonly stage: 'released' | 'revised' | `before ${string}`;
}

function plainOf(version: string): string {
  return version
    .trim()
    .replace(/^v(?=\d)/i, '')
    .replace(/\+.*$/, '');
}

/** Null where it is not led by numbers, or where what follows them says nothing of an order. */
function read(version: string): Version | null {
  const [, numbers = '', rest = ''] = /^(\d+(?:\.\d+)*)(.*)$/.exec(version) ?? [];
  if (numbers === '') return null;
  const stage = stageOf(rest);
  return stage === null ? null : { numbers: numbers.split('.').map(Number), stage };
}

/** Stages in their order, each with its names: those of semver's users, of Python (PEP 440), Maven, RPM and Debian. */
const stages = [
  ['dev', 'snapshot', 'nightly', 'canary'],
  ['a', 'alpha'],
  ['b', 'beta'],
  ['c', 'rc', 'pre', 'preview', 'next'],
] as const;

function stageOf(rest: string): Version['stage'] | null {
  if (rest === '') return 'released';
  if (/^-\d/.test(rest)) return 'revised';
  const [, word = '', number = '0'] = /^[-~._]?([a-z]+)[-~._]?(\d+)?$/i.exec(rest) ?? [];
  const order = stages.findIndex((names) => names.some((name) => name === word.toLowerCase()));
  if (order !== -1) return `before ${order} ${number}`;
  // Whatever else stands behind a hyphen or a tilde comes before the release (semver 2.0.0, 9; RPM and Debian).
  return /^[-~][a-z][\w.-]*$/i.test(rest) ? `before ${stages.length} ${rest.slice(1)}` : null;
}

/** A number such as 20260310 or 2026 is a day's or a build's, and none of those that count releases. */
function isDated({ numbers: [first = 0] }: Version): boolean {
  return first >= 1000;
}
