import { owningTeam, personCalled } from '../../catalog/index.ts';
import { tallyOfMet, tallyOfSeverity, tallyWords } from '../../report/index.ts';
import type { Finding } from '../../rules/index.ts';
import type { GateInput } from './gate-input.ts';
import { closed, type Judgement, opened, uncompared } from './judgement.ts';

/** What somebody has to say is meant. */
export function unexemptedBreaks(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity, exemption }) => severity === 'breaking' && exemption === null);
}

/** Each breaking finding was confirmed by the author, so that no accident goes out. */
export function judgeIntended({ catalog, comparison, release, intended }: GateInput): Judgement {
  if (comparison === null || comparison.verdict === 'unknown') {
    return uncompared('What it breaks is not known.', release);
  }
  const breaking = unexemptedBreaks(comparison.findings);
  if (breaking.length === 0) return opened('Nothing breaks a caller.');
  const confirmed = new Set(intended.map(({ finding }) => finding));
  const open = breaking.filter(({ fingerprint }) => !confirmed.has(fingerprint));
  const all = tallyWords(tallyOfSeverity(comparison, 'breaking'), 'breaking change');
  if (open.length === 0) return opened(`All confirmed as intended: ${all}.`);
  const left = tallyWords(
    tallyOfMet(comparison, 'breaking', new Set(open.map(({ fingerprint }) => fingerprint))),
    'breaking change',
  );
  const surprise = release.declared === 'does-not-break' ? ` ${release.author} said that it does not break.` : '';
  return closed(
    `${open.length === breaking.length ? all : `Of ${all}, ${left}`} not confirmed as intended, first: ${open[0]?.message.replace(/\.$/, '')}.${surprise}`,
    `${sayWho()}, or a fix takes them back and it is assessed again.`,
  );
  function sayWho(): string {
    if (personCalled(catalog, release.author) !== undefined) return `${release.author} confirms them as intended`;
    const team = owningTeam(catalog, release.service);
    return `The catalogue knows nobody called ${release.author}: a member of ${team?.title} confirms them as intended and is the author from then on, or whoever is assesses it again under their own name`;
  }
}
