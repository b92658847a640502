// What one consumer's uses of a service mean for it. What was seen counts before what is said; a consumer's word on its
// operations is taken as such (`declared`); where it says nothing, or names an operation that the document does not
// hold, the answer is `unknown` and never "fine". Only a source that names every field it uses can spare a consumer a
// finding, and only where no other source shows the field. Consumers that declare the same operations share their
// lists of hits, so that ten thousand consumers cost little more than the different declarations among them.

import { nearest, sayDay } from '../base/index.ts';
import type { Comparison, Finding } from '../rules/index.ts';
import type { Consumer, Service } from './catalog.ts';
import { environmentLeft, isLeftIn, isProduction, sayEnvironment } from './environments.ts';
import {
  comparableFields,
  type FieldPlace,
  type FieldUse,
  fieldPlaceOf,
  missedParameterOf,
  sayField,
  useOfPlace,
} from './field-use.ts';
import type { ConsumerImpact, Hit, Sighting, Spared } from './impact.ts';
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
  /** Those of the service, with their addresses. */
  places: Service['environments'],
): (caller: Caller, declared: readonly string[] | null) => ConsumerImpact {
  const wholeChanges = `The whole of ${service} changes, whatever operation is called.`;
  const leaves = new Map(index.apiWideFor([]).map((one) => [one.fingerprint, environmentLeft(one, places)]));
  const forEverybody = new Map(
    index
      .apiWideFor([])
      .map(({ fingerprint }): [string, Hit] => [
        fingerprint,
        { finding: fingerprint, certainty: 'declared', environments: [], because: wholeChanges },
      ]),
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
  const changesByKey = new Map<string, readonly Change[]>();
  const changesOf = (key: string): readonly Change[] => {
    let changes = changesByKey.get(key);
    if (changes === undefined) {
      changes = index.findingsOf(key).map(changeOf);
      changesByKey.set(key, changes);
    }
    return changes;
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
    const apiWide = forAll(uses, keys);
    const all = withTheUnclear([...hits.values()], apiWide, declared, { notInDocument, untold }, uses, sparedAll);
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
    const callsByKey = Map.groupBy(uses, (use) => index.resolve(use.operation));
    const contracts = uses.filter(isContract);
    for (const key of [...callsByKey.keys()].sort()) {
      const changes = changesOf(key);
      if (changes.length === 0) continue;
      const title = index.titleOf(key);
      const use = new SeenUse(title, callsByKey.get(key)!);
      const { calls, wasSeen, objections } = use;
      if (wasSeen.length > 0 && declared !== null && declared.length > 0 && !keys.includes(key)) {
        objections.push(`It does not declare ${title}, but calls to it were seen (${sourcesOf(wasSeen)}).`);
      }
      if (wasSeen.length > 0 && contracts.length > 0 && !calls.some(isContract)) {
        objections.push(
          `Its contract (${sourcesOf(contracts)}) does not name ${title}, but calls to it were seen (${sourcesOf(wasSeen)}).`,
        );
      }
      const passedBy: Finding[] = [];
      for (const change of changes) {
        const { fingerprint } = change.finding;
        const hit = change.place === null ? use.hitAtAll(change) : use.hitAt(change, change.place);
        if (hit === null) passedBy.push(change.finding);
        else if (hits.get(fingerprint)?.certainty !== 'field') {
          const { certainty, environments, because, objection } = hit;
          hits.set(fingerprint, { finding: fingerprint, certainty, environments, because });
          if (objection !== null) objections.push(objection);
        }
      }
      if (changes.length > passedBy.length && objections.length > 0) contradictions.push(...new Set(objections));
      if (passedBy.length > 0) spared.push(...sparedOf(title, passedBy, calls));
    }
    return { hits, spared, contradictions, keys: callsByKey };
  }

  function withTheUnclear(
    sure: readonly Hit[],
    apiWide: readonly Hit[],
    declared: readonly string[] | null,
    missing: Missing,
    uses: readonly UseEvidence[],
    spared: ReadonlySet<string>,
  ): readonly Hit[] {
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

  function forAll(uses: readonly UseEvidence[], declaredKeys: readonly string[]): readonly Hit[] {
    if (forEverybody.size === 0) return [];
    const keys = [...declaredKeys, ...uses.map(({ operation }) => index.resolve(operation))];
    const own = index.apiWideFor(keys).map(({ fingerprint }) => forEverybody.get(fingerprint) as Hit);
    const wasSeen = uses.filter(({ requests }) => requests > 0);
    if (wasSeen.length === 0) return own;
    const environments = sumByEnvironment(wasSeen);
    const seenIn = environments.map(({ name }) => name);
    return own.map((hit) => {
      const left = leaves.get(hit.finding) ?? null;
      if (isLeftIn(left, seenIn, places)) return { ...hit, certainty: 'operation', environments };
      const because = `The address of ${left} is gone, whatever operation is called; it was seen only in ${seenIn.map(sayEnvironment).join(', ')}.`;
      return { ...hit, because };
    });
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

/** A finding with what is read off it once for all who call its operation. */
interface Change {
  readonly finding: Finding;
  /** Where it hurts only those who use it; null where it meets all callers. */
  readonly place: FieldPlace | null;
  /** The parameter that hurts whoever leaves it out. */
  readonly missed: FieldPlace | null;
  /** The place or the parameter in words. */
  readonly field: string;
  /** Why it hits who uses the place, by the sources that show it: the same sentence for thousands of consumers. */
  readonly whyUsing: Map<string, string>;
}

function changeOf(finding: Finding): Change {
  const place = fieldPlaceOf(finding);
  const missed = place === null ? missedParameterOf(finding) : null;
  return { finding, place, missed, field: sayField((place ?? missed)?.path ?? []), whyUsing: new Map() };
}

interface Judged extends Omit<Hit, 'finding'> {
  readonly objection: string | null;
}

/** One consumer's calls to one operation, and what each change of it means for them. */
class SeenUse {
  readonly title: string;
  readonly calls: readonly UseEvidence[];
  readonly wasSeen: readonly UseEvidence[];
  /** What contradicts itself; told with what meets all who call the operation. */
  readonly objections: string[] = [];
  /** By call. */
  readonly #fields: readonly (UsedFields | null)[];
  readonly #onlyInStaging: string;
  #environments: readonly Sighting[] | null = null;
  #whole: Judged | null = null;

  constructor(title: string, calls: readonly UseEvidence[]) {
    this.title = title;
    this.calls = calls;
    this.wasSeen = calls.filter(({ requests }) => requests > 0);
    this.#fields = calls.map(({ fields }) => fields && comparableFields(fields));
    this.#onlyInStaging = onlyInStaging(title, this.wasSeen);
  }

  /** What meets all who call the operation; surest where they are known to leave out what is asked for. */
  hitAtAll({ missed, field }: Change): Judged {
    const whole = this.#hitWhole();
    if (missed === null) return whole;
    const lacking = this.calls.filter((_, at) => useOfPlace(missed, this.#fields[at]!) === 'leaves-out');
    if (lacking.length === 0) return whole;
    const because = `Calls ${this.title} without ${field} (${sourcesOf(lacking)}).${this.#onlyInStaging}`;
    return { ...whole, certainty: 'field', because };
  }

  /** Null where every source that sees so far leaves the thing out. */
  hitAt({ field, whyUsing }: Change, place: FieldPlace): Judged | null {
    const { title, calls } = this;
    const verdicts = this.#fields.map((each) => useOfPlace(place, each));
    const those = (wanted: FieldUse) =>
      calls.length === 1 && verdicts[0] === wanted ? calls : calls.filter((_, at) => verdicts[at] === wanted);
    const leavingOut = verdicts.includes('leaves-out') ? those('leaves-out').filter(isContract) : [];
    if (!verdicts.includes('uses')) {
      if (verdicts.includes('uses-whole')) {
        const because = `Takes as a whole what holds ${field} of ${title} (${sourcesOf(those('uses-whole'))}).`;
        return { ...this.#hitWhole(), certainty: 'operation', because };
      }
      return leavingOut.length > 0 || neverSent(calls, verdicts) ? null : this.#hitWhole();
    }
    const using = those('uses');
    const shownBy = sourcesOf(using);
    let because = whyUsing.get(shownBy);
    if (because === undefined) {
      because = `${place.side === 'sent' ? `Sends ${field} with` : `Reads ${field} of`} ${title} (${shownBy}).`;
      whyUsing.set(shownBy, because);
    }
    because += this.#onlyInStaging;
    if (leavingOut.length === 0) {
      return { certainty: 'field', environments: this.#calledIn(), because, objection: null };
    }
    const wasSeen = using.filter(({ requests }) => requests > 0);
    const objection =
      wasSeen.length > 0
        ? `Its contract (${sourcesOf(leavingOut)}) leaves ${field} of ${title} out, but it was seen (${sourcesOf(wasSeen)}).`
        : null;
    return {
      certainty: 'field',
      environments: sumByEnvironment(calls.filter((_, at) => verdicts[at] !== 'leaves-out')),
      because: objection === null ? because : `${because} ${objection}`,
      objection,
    };
  }

  /** For what meets all who call the operation, and where nobody sees which fields they use. */
  #hitWhole(): Judged {
    if (this.#whole !== null) return this.#whole;
    const { title, calls, wasSeen } = this;
    const shown = calls.filter((use) => use.requests > 0 || use.fields !== null);
    const because =
      wasSeen.length > 0
        ? `Calls to ${title} were seen (${sourcesOf(wasSeen)}).`
        : shown.length > 0
          ? `Its contract (${sourcesOf(shown)}) names ${title}.`
          : `${title} is named as something that it calls (${sourcesOf(calls)}).`;
    this.#whole = {
      certainty: shown.length > 0 ? 'operation' : 'declared',
      environments: this.#calledIn(),
      because: [because + this.#onlyInStaging, ...this.objections].join(' '),
      objection: null,
    };
    return this.#whole;
  }

  #calledIn(): readonly Sighting[] {
    this.#environments ??= sumByEnvironment(this.calls);
    return this.#environments;
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

/** A sentence behind a space; empty where production was seen to call, or nobody. */
function onlyInStaging(title: string, wasSeen: readonly UseEvidence[]): string {
  if (wasSeen.length === 0 || wasSeen.some(({ environment }) => isProduction(environment))) return '';
  const elsewhere = new Set(wasSeen.map(({ environment }) => environment));
  return ` ${title} was seen only in ${[...elsewhere].sort().join(', ')}.`;
}

function sparedOf(title: string, findings: readonly Finding[], calls: readonly UseEvidence[]): Spared[] {
  const sent = findings.filter(({ direction }) => direction === 'request');
  if (sent.length === 0) return [sparedOn('read', title, findings, calls)];
  if (sent.length === findings.length) return [sparedOn('sent', title, findings, calls)];
  const read = findings.filter(({ direction }) => direction !== 'request');
  return [sparedOn('read', title, read, calls), sparedOn('sent', title, sent, calls)];
}

function sparedOn(
  side: 'read' | 'sent',
  title: string,
  passedBy: readonly Finding[],
  calls: readonly UseEvidence[],
): Spared {
  const findings = passedBy.map(({ fingerprint }) => fingerprint);
  const never = listOf(
    passedBy.map(({ subjectPath }) => subjectPath),
    false,
  );
  const contracts = calls.filter(({ fields }) => fields?.complete[side]);
  if (contracts.length === 0) {
    const seen = calls.filter(({ requests }) => requests > 0);
    const requests = seen.reduce((sum, use) => sum + use.requests, 0);
    return {
      findings,
      because: `None of the ${requests} calls to ${title} that were seen from ${sayDay(firstSeen(seen))} to ${sayDay(lastSeen(seen))} (${sourcesOf(seen)}) sent ${never}.`,
    };
  }
  const used = contracts.length === 1 ? contracts[0]!.fields![side] : contracts.flatMap(({ fields }) => fields![side]);
  const only = used.length === 0 ? 'nothing' : `only ${listOf(used, contracts.length === 1)}`;
  const verb = side === 'read' ? 'reads' : 'sends';
  return {
    findings,
    because: `Of ${title} its contract (${sourcesOf(contracts)}) ${verb} ${only}, and never ${never}.`,
  };
}

/** `settled` where they are one source's, each once; else each is said once, and the first by name: no order counts. */
function listOf(paths: readonly (readonly string[])[], settled: boolean): string {
  if (paths.length === 1) return sayField(paths[0]!);
  if (settled && paths.length > namedFields + 1) {
    return `${paths.slice(0, namedFields).map(sayField).join(', ')} and ${paths.length - namedFields} more`;
  }
  const all = [...new Set(paths.map(sayField))].sort();
  if (all.length > namedFields + 1) {
    return `${all.slice(0, namedFields).join(', ')} and ${all.length - namedFields} more`;
  }
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
