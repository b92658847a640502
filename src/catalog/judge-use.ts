// What one consumer's uses of a service mean for it. What was seen counts before what is said; a consumer's word on its
// operations is taken as such (`declared`); where it says nothing, or names an operation that the document does not
// hold, the answer is `unknown` and never "fine". Only a source that names every field it uses can spare a consumer a
// finding, and only where no other source shows the field. Consumers that declare the same operations share their
// lists of hits, so that ten thousand consumers cost little more than the different declarations among them.

import { nearest, sayDay } from '../base/index.ts';
import type { Comparison, Finding } from '../rules/index.ts';
import type { Consumer } from './catalog.ts';
import { isProduction } from './environments.ts';
import {
  comparableFields,
  type FieldPlace,
  type FieldUse,
  fieldPlaceOf,
  missedParameterOf,
  sayField,
  useOfPlace,
} from './field-use.ts';
import type { ConsumerImpact, Hit, Spared } from './impact.ts';
import type { OperationIndex } from './operation-index.ts';
import { sourcesOf, sumByEnvironment } from './sightings.ts';
import { anyOperation, firstSeen, lastSeen, type UsedFields, type UseEvidence } from './use-evidence.ts';

type Caller = Pick<Consumer, 'name' | 'team'>;
type Answer = Omit<ConsumerImpact, 'consumer' | 'team'>;

/** How many fields a sentence names before it says how many more there are. */
const namedFields = 6;

/** Declared operations that the documents do not hold, and those of which that cannot be told. */
interface Missing {
  readonly notInDocument: readonly string[];
  readonly untold: readonly string[];
}

/** `declared` is null for a consumer that declared nothing and was only seen. */
export function judgeOfUse(
  service: string,
  comparison: Comparison,
  findings: readonly Finding[],
  index: OperationIndex,
  evidence: readonly UseEvidence[],
): (caller: Caller, declared: readonly string[] | null) => ConsumerImpact {
  const wholeChanges = `The whole of ${service} changes, whatever operation is called.`;
  const forEverybody = index.apiWide.map(
    ({ fingerprint }): Hit => ({
      finding: fingerprint,
      certainty: 'declared',
      environments: [],
      because: wholeChanges,
    }),
  );
  const everything = (because: string): Hit[] =>
    findings.map(({ fingerprint }) => ({ finding: fingerprint, certainty: 'unknown', environments: [], because }));
  const serviceOnly = everything(
    `Only ${service} as a whole is declared, no operation: which ones are called cannot be told.`,
  );

  const serviceNamed = everything(
    `Its code names ${service} (code search), but no operation: which ones cannot be told.`,
  );

  const seenBy = Map.groupBy(evidence, (use) => use.consumer as string);
  const places = new Map<Finding, FieldPlace | null>();
  const placeOf = (finding: Finding): FieldPlace | null => {
    let place = places.get(finding);
    if (place === undefined) {
      place = fieldPlaceOf(finding);
      places.set(finding, place);
    }
    return place;
  };
  const unclearFor = new Map<string, readonly Hit[]>();
  const known = new Map<string, Answer>();

  return (caller, declared) => {
    const uses = seenBy.get(caller.name) ?? [];
    const memo = uses.length === 0 ? JSON.stringify(declared) : null;
    const before = memo === null ? undefined : known.get(memo);
    if (before !== undefined) return { consumer: caller.name, team: caller.team, ...before };

    const resolved = new Map((declared ?? []).map((one) => [one, index.resolve(one)]));
    const keys = [...new Set(resolved.values())];
    const missing = [...resolved].filter(([, key]) => index.isDescribed(key) !== true);
    const notInDocument = missing.flatMap(([one, key]) => (index.isDescribed(key) === false ? one : []));
    const untold = missing.flatMap(([one, key]) => (index.isDescribed(key) === null ? one : []));
    const seen = judgeSeen(uses, declared, keys);
    const hits = seen.hits;
    for (const key of keys) {
      if (seen.keys.has(key)) continue;
      const because = whyDeclared(key);
      for (const finding of index.findingsOf(key)) {
        if (hits.has(finding.fingerprint)) continue;
        hits.set(finding.fingerprint, {
          finding: finding.fingerprint,
          certainty: 'declared',
          environments: [],
          because:
            finding.operation?.kind === 'callback'
              ? `${because.slice(0, -1)}, which calls back with something else.`
              : because,
        });
      }
    }
    const sparedAll = new Set(seen.spared.flatMap((one) => one.findings));
    const all = withTheUnclear([...hits.values()], declared, { notInDocument, untold }, uses, sparedAll);
    const answer: Answer = {
      via: [],
      hits: all,
      notInDocument,
      notAffectedBecause: all.length > 0 ? null : whyNotAffected(keys, uses, seen.spared),
      spared: seen.spared,
      contradictions: seen.contradictions,
    };
    if (memo !== null) known.set(memo, answer);
    return { consumer: caller.name, team: caller.team, ...answer };
  };

  function judgeSeen(uses: readonly UseEvidence[], declared: readonly string[] | null, keys: readonly string[]) {
    const hits = new Map<string, Hit>();
    const spared: Spared[] = [];
    const contradictions: string[] = [];
    const byKey = new Map(
      [...Map.groupBy(uses, (use) => index.resolve(use.operation))].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    const contracts = uses.filter(isContract);
    for (const [key, calls] of byKey) {
      const found = index.findingsOf(key);
      if (found.length === 0) continue;
      const title = index.titleOf(key);
      const fields = calls.map((use) => use.fields && comparableFields(use.fields));
      const wasSeen = calls.filter(({ requests }) => requests > 0);
      const objections: string[] = [];
      if (wasSeen.length > 0 && declared !== null && declared.length > 0 && !keys.includes(key)) {
        objections.push(`It does not declare ${title}, but calls to it were seen (${sourcesOf(wasSeen)}).`);
      }
      if (wasSeen.length > 0 && contracts.length > 0 && !calls.some(isContract)) {
        objections.push(
          `Its contract (${sourcesOf(contracts)}) does not name ${title}, but calls to it were seen (${sourcesOf(wasSeen)}).`,
        );
      }
      let made: Judged | null = null;
      const whole = () => {
        made ??= wholeHit(title, calls, wasSeen, objections);
        return made;
      };
      const passedBy: Finding[] = [];
      for (const finding of found) {
        const place = placeOf(finding);
        const hit =
          place === null ? hitAtAll(finding, title, calls, fields, whole()) : hitAt(place, title, calls, fields, whole);
        if (hit === null) passedBy.push(finding);
        else if (hits.get(finding.fingerprint)?.certainty !== 'field') {
          hits.set(finding.fingerprint, { finding: finding.fingerprint, ...hit.of });
          if (hit.objection !== null) objections.push(hit.objection);
        }
      }
      if (found.length > passedBy.length && objections.length > 0) contradictions.push(...new Set(objections));
      if (passedBy.length > 0) spared.push(...sparedOf(title, passedBy, calls));
    }
    return { hits, spared, contradictions, keys: new Set(byKey.keys()) };
  }

  interface Judged {
    readonly of: Omit<Hit, 'finding'>;
    readonly objection: string | null;
  }

  /** For what meets all who call the operation, and where nobody sees which fields they use. */
  function wholeHit(
    title: string,
    calls: readonly UseEvidence[],
    wasSeen: readonly UseEvidence[],
    objections: readonly string[],
  ): Judged {
    const environments = sumByEnvironment(calls);
    const shown = calls.filter((use) => use.requests > 0 || use.fields !== null);
    const because =
      wasSeen.length > 0
        ? `Calls to ${title} were seen (${sourcesOf(wasSeen)}).`
        : shown.length > 0
          ? `Its contract (${sourcesOf(shown)}) names ${title}.`
          : `${title} is named as something that it calls (${sourcesOf(calls)}).`;
    return {
      of: {
        certainty: shown.length > 0 ? 'operation' : 'declared',
        environments,
        because: [because, ...onlyInStaging(title, calls), ...objections].join(' '),
      },
      objection: null,
    };
  }

  /** What meets all who call the operation; surest where they are known to leave out what is asked for. */
  function hitAtAll(
    finding: Finding,
    title: string,
    calls: readonly UseEvidence[],
    fields: readonly (UsedFields | null)[],
    whole: Judged,
  ): Judged {
    const missed = missedParameterOf(finding);
    if (missed === null) return whole;
    const lacking = calls.filter((_, at) => useOfPlace(missed, fields[at]!) === 'leaves-out');
    if (lacking.length === 0) return whole;
    const because = `Calls ${title} without ${sayField(missed.path)} (${sourcesOf(lacking)}).`;
    return {
      of: { ...whole.of, certainty: 'field', because: [because, ...onlyInStaging(title, calls)].join(' ') },
      objection: null,
    };
  }

  /** Null where every source that sees so far leaves the thing out. `fields` are those of the calls. */
  function hitAt(
    place: FieldPlace,
    title: string,
    calls: readonly UseEvidence[],
    fields: readonly (UsedFields | null)[],
    whole: () => Judged,
  ): Judged | null {
    const verdicts = fields.map((each) => useOfPlace(place, each));
    const those = (wanted: FieldUse) => calls.filter((_, at) => verdicts[at] === wanted);
    const leavingOut = those('leaves-out').filter(isContract);
    if (!verdicts.includes('uses')) {
      const taking = those('uses-whole');
      if (taking.length > 0) {
        return {
          of: {
            ...whole().of,
            certainty: 'operation',
            because: `Takes as a whole what holds ${sayField(place.path)} of ${title} (${sourcesOf(taking)}).`,
          },
          objection: null,
        };
      }
      return leavingOut.length > 0 || neverSent(calls, verdicts) ? null : whole();
    }
    const using = those('uses');
    const verb = place.side === 'sent' ? 'Sends' : 'Reads';
    const field = sayField(place.path);
    const wasSeen = using.filter(({ requests }) => requests > 0);
    const objection =
      leavingOut.length > 0 && wasSeen.length > 0
        ? `Its contract (${sourcesOf(leavingOut)}) leaves ${field} of ${title} out, but it was seen (${sourcesOf(wasSeen)}).`
        : null;
    return {
      of: {
        certainty: 'field',
        environments:
          leavingOut.length === 0
            ? whole().of.environments
            : sumByEnvironment(calls.filter((_, at) => verdicts[at] !== 'leaves-out')),
        because: [
          `${verb} ${field} ${place.side === 'sent' ? 'with' : 'of'} ${title} (${sourcesOf(using)}).`,
          ...onlyInStaging(title, calls),
          ...(objection === null ? [] : [objection]),
        ].join(' '),
      },
      objection,
    };
  }

  function withTheUnclear(
    sure: readonly Hit[],
    declared: readonly string[] | null,
    missing: Missing,
    uses: readonly UseEvidence[],
    spared: ReadonlySet<string>,
  ): readonly Hit[] {
    const apiWide = forAll(uses);
    // A contract says which operations are used, even where the catalogue only names the service.
    const onlyNamed = uses.length > 0 && uses.every(({ operation }) => operation === anyOperation);
    const serviceIsAll = !uses.some(isContract) && (declared === null ? onlyNamed : declared.length === 0);
    const nothingMissing = missing.notInDocument.length + missing.untold.length === 0;
    if (!serviceIsAll && nothingMissing) return sure.length === 0 ? apiWide : [...sure, ...apiWide];
    const unclear = !serviceIsAll ? everythingUnclear(missing) : declared === null ? serviceNamed : serviceOnly;
    if (sure.length === 0 && apiWide.length === 0 && spared.size === 0) return unclear;
    const met = new Set([...sure, ...apiWide].map(({ finding }) => finding));
    return [...sure, ...apiWide, ...unclear.filter(({ finding }) => !met.has(finding) && !spared.has(finding))];
  }

  function forAll(uses: readonly UseEvidence[]): readonly Hit[] {
    const wasSeen = uses.filter(({ requests }) => requests > 0);
    if (wasSeen.length === 0 || forEverybody.length === 0) return forEverybody;
    const environments = sumByEnvironment(wasSeen);
    return forEverybody.map((hit) => ({ ...hit, certainty: 'operation', environments }));
  }

  function whyDeclared(key: string): string {
    return `Declares that it uses ${index.titleOf(key)}.`;
  }

  function everythingUnclear(missing: Missing): readonly Hit[] {
    const key = JSON.stringify(missing);
    const hits = unclearFor.get(key) ?? everything(whyUnclear(missing));
    unclearFor.set(key, hits);
    return hits;
  }

  function whyUnclear({ notInDocument, untold }: Missing): string {
    if (untold.length > 0) {
      return `Declares ${untold.join(', ')}; which operations ${service} has was not kept with this assessment, so whether that changes cannot be told. Assess the release again.`;
    }
    const guesses = notInDocument.map((one) => {
      const near = nearest(one, index.titles);
      return near === null ? one : `${one} (the nearest is ${near})`;
    });
    return `Declares ${guesses.join(', ')}, which ${service} does not describe: what it calls cannot be told.`;
  }

  function whyNotAffected(
    keys: readonly string[],
    uses: readonly UseEvidence[],
    spared: readonly Spared[],
  ): string | null {
    if (comparison.verdict === 'unknown' || comparison.problems.some(({ hides }) => hides)) return null;
    if (findings.length === 0) return `Nothing in this release of ${service} breaks a caller.`;
    if (spared.length > 0) return spared.map(({ because }) => because).join(' ');
    const count = new Set([...keys, ...uses.map((use) => index.resolve(use.operation))]).size;
    const does = keys.length > 0 ? 'uses' : 'is known to use';
    return count === 1
      ? `The one operation that it ${does} is not among those that change.`
      : `None of the ${count} operations that it ${does} is among those that change.`;
  }
}

/** Whether a source names all the fields that are used. */
function isContract({ fields }: UseEvidence): boolean {
  return fields !== null && (fields.complete.sent || fields.complete.read);
}

/** So long a consumer must have been watched before what it did not send spares it: a weekly job is in it. */
const watchedDays = 7;

/** Whether of each call that was seen the whole query is known, and none held the thing. */
function neverSent(calls: readonly UseEvidence[], verdicts: readonly FieldUse[]): boolean {
  const wasSeen = calls.filter(({ requests }) => requests > 0);
  if (!calls.every(({ requests }, at) => requests === 0 || verdicts[at] === 'leaves-out')) return false;
  const real = wasSeen.filter(({ environment }) => isProduction(environment));
  if (real.length === 0) return false;
  const span = Date.parse(lastSeen(real)) - Date.parse(firstSeen(real));
  return span >= watchedDays * 86_400_000;
}

function onlyInStaging(title: string, calls: readonly UseEvidence[]): readonly string[] {
  const elsewhere = calls.filter(({ requests }) => requests > 0).map(({ environment }) => environment);
  if (elsewhere.length === 0 || elsewhere.some(isProduction)) return [];
  return [`${title} was seen only in ${[...new Set(elsewhere)].sort().join(', ')}.`];
}

function sparedOf(title: string, findings: readonly Finding[], calls: readonly UseEvidence[]): Spared[] {
  return (['read', 'sent'] as const).flatMap((side): Spared[] => {
    const passedBy = findings.filter(({ direction }) => (direction === 'request') === (side === 'sent'));
    if (passedBy.length === 0) return [];
    const contracts = calls.filter(({ fields }) => fields?.complete[side]);
    if (contracts.length === 0) {
      const seen = calls.filter(({ requests }) => requests > 0);
      const requests = seen.reduce((sum, use) => sum + use.requests, 0);
      const never = listOf(
        passedBy.map(({ subjectPath }) => subjectPath),
        false,
      );
      return [
        {
          findings: passedBy.map(({ fingerprint }) => fingerprint),
          because: `None of the ${requests} calls to ${title} that were seen from ${sayDay(firstSeen(seen))} to ${sayDay(lastSeen(seen))} (${sourcesOf(seen)}) sent ${never}.`,
        },
      ];
    }
    const named = contracts.map(({ fields }) => fields?.[side] ?? []);
    const used = named.length === 1 ? named[0]! : named.flat();
    const never = passedBy.map(({ subjectPath }) => subjectPath);
    const verb = side === 'read' ? 'reads' : 'sends';
    const only = used.length === 0 ? 'nothing' : `only ${listOf(used, contracts.length === 1)}`;
    return [
      {
        findings: passedBy.map(({ fingerprint }) => fingerprint),
        because: `Of ${title} its contract (${sourcesOf(contracts)}) ${verb} ${only}, and never ${listOf(never, true)}.`,
      },
    ];
  });
}

/** `settled` where their order is that of one source. */
function listOf(paths: readonly (readonly string[])[], settled: boolean): string {
  if (paths.length === 1) return sayField(paths[0]!);
  if (paths.length > namedFields + 1) {
    const first = (settled ? paths.slice(0, namedFields) : firstOf(paths, namedFields)).map(sayField);
    return `${first.join(', ')} and ${paths.length - namedFields} more`;
  }
  const all = [...new Set(paths.map(sayField))].sort();
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** The first few in the order of their names: what is said does not depend on the order of the sources. */
function firstOf(paths: readonly (readonly string[])[], count: number): (readonly string[])[] {
  const first: (readonly string[])[] = [];
  for (const path of paths) {
    let at = first.length;
    while (at > 0 && isBefore(path, first[at - 1] as readonly string[])) at -= 1;
    if (at === count) continue;
    first.splice(at, 0, path);
    if (first.length > count) first.pop();
  }
  return first;
}

function isBefore(one: readonly string[], other: readonly string[]): boolean {
  for (const [at, segment] of one.entries()) {
    const against = other[at];
    if (against === undefined || segment > against) return false;
    if (segment < against) return true;
  }
  return one.length < other.length;
}
