// What was changed in its spelling alone, in words.

import { type Api, canonicalText } from '../spec/index.ts';
import type { Refactor } from './comparison.ts';
import { describePlace, joinSubject } from './describe-place.ts';
import { capitalise, chosenFor, codegenOf, type DraftSettings, toldPeers } from './draft-finding.ts';
import type { Difference, Reworded } from './find-differences.ts';
import { compareTexts } from './group-findings.ts';
import { asWritten } from './written-paths.ts';

const forGeneratedClients = { wire: 'safe', codegen: 'breaking' } as const;

/** What several media types or alternatives of one place have in common is told of once. */
export function describeRefactors(
  withdrawn: readonly Difference[],
  settings: DraftSettings,
  peersOf: (difference: Difference) => readonly string[],
): Refactor[] {
  const peers = new Map<string, string[]>();
  const refactors = withdrawn.map((difference) => {
    const { rule, facts, context } = difference;
    const because =
      context.direction === 'response'
        ? 'nothing comes that could not come before'
        : 'every value that is sent is still accepted';
    const refactor = {
      operation: asWritten(context.operation, settings.base, settings.revision),
      subject: joinSubject(context.subjectPath),
      message: `${capitalise(rule.say(facts, { ...context, where: describePlace(context) }))}; ${because}`,
      // Proofs are about values; what a generator makes of the words is another matter.
      ...(codegenOf(difference) === 'breaking' &&
        chosenFor(difference, settings)?.severity !== 'off' && { breaks: forGeneratedClients }),
    };
    const key = canonicalText(refactor);
    peers.set(key, [...(peers.get(key) ?? []), ...toldPeers(context, peersOf(difference))]);
    return [key, refactor] as const;
  });
  const unique = [...new Map(refactors)].map(([key, refactor]) => ({
    ...refactor,
    peers: [...new Set(peers.get(key))],
  }));
  return unique;
}

/** Schemas that say the same in other words, which no rule would have taken for a change. */
export function describeReworded(
  reworded: readonly Reworded[],
  base: Api,
  revision: Api,
  peersOf: (reworded: Reworded) => readonly string[],
): Refactor[] {
  const refactors = reworded.map((each) => ({
    operation: asWritten(each.rootContext.operation, base, revision),
    subject: joinSubject(each.rootContext.subjectPath),
    message: `${capitalise(`the ${describePlace(each.rootContext)}`)} is described in another way and lets the same values through`,
    peers: toldPeers(each.rootContext, peersOf(each)),
  }));
  return [...new Map(refactors.map((refactor) => [canonicalText(refactor), refactor])).values()];
}

export function compareRefactors(left: Refactor, right: Refactor): number {
  return (
    compareTexts(left.operation?.path ?? '', right.operation?.path ?? '') ||
    compareTexts(left.operation?.method ?? '', right.operation?.method ?? '') ||
    compareTexts(left.subject, right.subject) ||
    compareTexts(left.message, right.message)
  );
}
