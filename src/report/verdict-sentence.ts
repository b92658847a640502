// The verdict in one sentence: the first thing that every report, message and page says of a comparison.

import { counted } from '../base/index.ts';
import type { Comparison, Finding, Verdict } from '../rules/index.ts';
import { exemptedRows, leftOutWords } from './report-format.ts';
import { tallyOfExempted, tallyOfSeverity, tallyWords } from './tally.ts';

/** The verdict as a sentence, with what it rests on. */
export function verdictSentence(comparison: Comparison): string {
  const { verdict, problems, base, revision } = comparison;
  if (comparison.reversed) return rollbackSentence(comparison);
  const stands = standsStill(comparison);
  const name = revision.title ?? 'The API';
  const release =
    revision.version === null
      ? 'The revision'
      : `${name} ${stands ? '(still ' : ''}${revision.version}${stands ? ')' : ''}`;
  const before = base.version === null || stands ? 'the base' : base.version;
  if (isNew(comparison)) {
    return `${release} is new: there is no base yet with which it could be compared.`;
  }
  const sentences: Record<Verdict, string> = {
    breaking: `${release} breaks the API: ${tallyWords(tallyOfSeverity(comparison, 'breaking'), 'breaking change')} since ${before}.`,
    unknown: `It cannot be told whether ${release.replace(/^The /, 'the ')} breaks the API: ${hidden(problems)} kept part of it from being compared.`,
    risky: `${release} may break callers of ${before}: ${tallyWords(tallyOfSeverity(comparison, 'risky'), 'risky change')}, none certainly breaking.`,
    compatible: `${release} is compatible with ${before}${asideWords(comparison)}.`,
    identical: identicalSentence(comparison),
  };
  return sentences[verdict];
}

/** Whether it is the first description of its API, and nothing in it could break anybody. */
export function isNew({ verdict, reversed, problems }: Pick<Comparison, 'verdict' | 'reversed' | 'problems'>): boolean {
  return verdict === 'compatible' && !reversed && problems.some(({ code }) => code === 'base-missing');
}

/** Whether both have one version: it tells the two apart no more than none would. */
function standsStill({ base, revision }: Comparison): boolean {
  return base.version !== null && base.version === revision.version;
}

/** The base is the release that is out, and the revision the older one that comes back. */
function rollbackSentence(comparison: Comparison): string {
  const { verdict, problems, base, revision } = comparison;
  const stands = standsStill(comparison);
  const back = stands
    ? `Taking this release of ${base.title ?? 'the API'}`
    : `Taking ${base.title ?? 'the API'} ${base.version ?? ''}`.trimEnd();
  const to = stands ? 'back' : `back to ${revision.version ?? 'the older release'}`;
  const users = base.version === null || stands ? 'those who use it already' : `those who use ${base.version} already`;
  const sentences: Record<Verdict, string> = {
    breaking: `${back} ${to} breaks ${users}: ${tallyWords(tallyOfSeverity(comparison, 'breaking'), 'breaking change')}.`,
    unknown: `It cannot be told what ${back.charAt(0).toLowerCase()}${back.slice(1)} ${to} breaks: ${hidden(problems)} kept part of it from being compared.`,
    risky: `${back} ${to} may break ${users}: ${tallyWords(tallyOfSeverity(comparison, 'risky'), 'risky change')}, none certainly breaking.`,
    compatible: `${back} ${to} breaks nobody who uses it already${asideWords(comparison)}.`,
    identical: identicalSentence(comparison),
  };
  return sentences[verdict];
}

function identicalSentence(comparison: Comparison): string {
  const leftOut = leftOutWords(comparison);
  if (leftOut === null) return 'Nothing that a caller could meet differs between the two.';
  return `Nothing that a caller could meet differs in what was compared; path filters leave out ${leftOut}.`;
}

/** What a compatible release is compatible without; empty where nothing was set aside. */
function asideWords(comparison: Comparison): string {
  const { findings, silenced = [] } = comparison;
  const leftOut = leftOutWords(comparison);
  const ofWeight = { findings: findings.filter(({ severity }) => severity !== 'safe') };
  const exempted = exemptedRows(ofWeight).map(({ findings: [first] }) => first);
  const parts = [
    ...(silenced.length > 0 ? [`${counted(silenced.length, 'place')} that settings silence${worstOf(silenced)}`] : []),
    ...(exempted.length > 0
      ? [
          `${tallyWords(tallyOfExempted(ofWeight), 'change')} that ${exempted.length === 1 ? 'is' : 'are'} exempted${worstOf(exempted)}`,
        ]
      : []),
    ...(leftOut === null ? [] : [`${leftOut} by path filters`]),
  ];
  return parts.length === 0 ? '' : `, leaving out ${parts.join(' and ')}`;
}

function worstOf(findings: readonly Pick<Finding, 'severity'>[]): string {
  const told = (['breaking', 'risky'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} of them ${severity}`];
  });
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

function hidden(problems: Comparison['problems']): string {
  return counted(problems.filter(({ hides }) => hides).length, 'problem');
}
