// The referee of whole comparisons: judges what a comparison says of a random pair of documents by values that it draws
// itself, by an ajv that shares nothing with the prover, and by what must not matter. The projection onto who sends is
// the engine's own (it has a referee of its own in test/schema/project.test.ts); all else is told from the models.

import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { dump } from 'js-yaml';
import type { Comparison, Finding } from '../../src/rules/index.ts';
import { type Json, project } from '../../src/schema/index.ts';
import { isValidByTheBook } from '../schema/by-the-book.ts';
import { valuesFor } from '../schema/random-values.ts';
import { compare } from './compare.ts';
import { brokenMirror } from './mirror.ts';
import { placeOf } from './place-of.ts';
import {
  type DocumentPair,
  fromServer,
  type Model,
  type PlaceName,
  places,
  plainOf,
  type Schema,
  saidOfEach,
  spell,
  spellAsSwagger2,
  textual,
} from './random-documents.ts';
import { overshadowed } from './shadow.ts';

/** What the comparison says that is not so. */
export interface Contradiction {
  readonly says: string;
  readonly where: string;
  readonly value?: unknown;
}

export interface DocumentRuling {
  readonly comparison: Comparison;
  readonly contradictions: readonly Contradiction[];
  /** Places by what was said of them, for the closing tally. */
  readonly tally: Readonly<
    Record<'silent' | 'alarmed' | 'witnesses' | 'refactors' | 'undecided' | 'webhooks' | 'asSwagger2', number>
  >;
}

interface Judge {
  readonly sends: (value: Json) => boolean | undefined;
  readonly accepts: (value: Json) => boolean | undefined;
  readonly inner: Json;
  readonly outer: Json;
}

/** The side that sends, and the one that receives, of one place. */
export function judgeOf({ base, revision }: DocumentPair, place: PlaceName): Judge {
  const sender = fromServer.has(place) ? 'server' : 'client';
  const [sent, accepted] = sender === 'client' ? [base, revision] : [revision, base];
  const inner = project(plainOf(sent, place), { sender, side: 'sender' });
  const outer = project(plainOf(accepted, place), { sender, side: 'receiver' });
  return { inner, outer, sends: ajvCheck(inner), accepts: ajvCheck(outer) };
}

/**
 * ajv as it comes; undefined where a schema leads back to itself without end. It has defects around `contains` and
 * `unevaluated*`; there the specification's own words decide.
 */
export function ajvCheck(schema: Json): (value: Json) => boolean | undefined {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, meta: false, logger: false, unicodeRegExp: true });
  for (const name of ['date', 'uuid', 'ipv4', 'email'] as const) ajv.addFormat(name, fullFormats[name]);
  let compiled: ReturnType<typeof ajv.compile>;
  try {
    compiled = ajv.compile(schema as Schema);
  } catch (error) {
    if (error instanceof RangeError) return () => undefined;
    throw error;
  }
  const isDelicate =
    /"(contains|unevaluated\w+)"/.test(JSON.stringify(schema)) && !/"format"/.test(JSON.stringify(schema));
  return (value) => {
    try {
      return isDelicate ? isValidByTheBook(schema, '2020-12', value) : compiled(value) === true;
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
}

export async function judgeDocuments(pair: DocumentPair, tries: number, random: () => number): Promise<DocumentRuling> {
  const base = spell(pair.base);
  const revision = spell(pair.revision);
  const comparison = await compare(base, revision);
  const contradictions: Contradiction[] = [];
  const tally = {
    silent: 0,
    alarmed: 0,
    witnesses: 0,
    refactors: comparison.refactors.length,
    undecided: 0,
    webhooks: Number(pair.base.hooks),
    asSwagger2: Number(spellAsSwagger2(pair.base) !== null),
  };
  for (const place of places) {
    if (!isThere(pair.base, place)) continue;
    const findings = comparison.findings.filter((finding) => placeOf(finding) === place);
    const judge = judgeOf(pair, place);
    const worst = ['breaking', 'risky', 'safe'].find((each) => findings.some(({ severity }) => severity === each));
    for (const finding of findings) {
      if (finding.undecidedBecause !== null) tally.undecided += 1;
      if (finding.witness === null) continue;
      tally.witnesses += 1;
      const fault = faultOf(finding, pair, place, judge);
      if (fault !== null)
        contradictions.push({ says: `${finding.rule}: ${fault}`, where: finding.subject, value: finding.witness });
    }
    if (worst === 'breaking') tally.alarmed += 1;
    else tally.silent += 1;
    if (worst === 'breaking' || comparison.problems.some(({ hides }) => hides)) continue;
    // What begins to be sent is a finding of its own; the projection of the side that never expected it does not count.
    if (findings.some(({ rule }) => /(read|write)-only/.test(rule))) continue;
    const isOneText = place !== 'query' || !pair.base.explode;
    const refused = valuesFor([judge.outer, judge.inner], tries, random).find((value) =>
      isRefused(place, value, judge, isOneText),
    );
    if (refused === undefined) continue;
    const found = {
      says: `a value is refused, and the worst finding is ${worst ?? 'none'}`,
      where: place,
      value: refused,
    };
    contradictions.push(found);
  }
  contradictions.push(...(await sameMeaning(pair, comparison, base, revision, random)));
  if (comparison.problems.length === 0) {
    for (const where of await brokenMirror(pair, comparison))
      contradictions.push({ says: 'the mirror is broken', where });
    for (const where of await overshadowed(pair, random))
      contradictions.push({ says: 'another break hides what was found', where });
  }
  return { comparison, contradictions, tally };
}

/** `isOneText` where the items of a list stand one after the other in one text, which a receiver may take as it is. */
function isRefused(place: PlaceName, value: Json, { sends, accepts }: Judge, isOneText: boolean): boolean {
  if (sends(value) !== true) return false;
  if (!textual.has(place)) return accepts(value) === false;
  const whole = isOneText && Array.isArray(value) ? [value.join()] : [];
  return isWritable(value) && [...readings(value), ...whole].every((each) => accepts(each) === false);
}

/** Whether a value has a text form of which nobody doubts what it says. */
function isWritable(value: Json): boolean {
  if (Array.isArray(value))
    return value.length > 0 && value.every((each) => isWritable(each) && !/[,|]/.test(String(each)));
  return value !== null && typeof value !== 'object' && value !== '';
}

/** What a receiver may take the text of a value for. */
function readings(value: Json): Json[] {
  if (Array.isArray(value)) {
    const lists = (value as Json[]).reduce<Json[][]>(
      (all, each) => all.flatMap((list) => readings(each).map((reading) => [...list, reading])),
      [[]],
    );
    return value.length === 1 ? [...lists, ...readings(value[0] as Json)] : lists;
  }
  const text = String(value);
  const scalars: Json[] = [text];
  if (text === 'true' || text === 'false') scalars.push(text === 'true');
  if (text.trim() !== '' && Number.isFinite(Number(text))) scalars.push(Number(text));
  return [...scalars, ...scalars.map((each) => [each])];
}

function isThere({ hooks, callbacks }: Model, place: PlaceName): boolean {
  if (place === 'webhook') return hooks;
  return callbacks || (place !== 'callback' && place !== 'reply');
}

/** What is wrong with a witness, read from its text alone; null where it holds. */
function faultOf({ witness, subjectPath }: Finding, pair: DocumentPair, place: PlaceName, judge: Judge): string | null {
  const { http, at, value } = witness!;
  const [head = '', ...rest] = http.split('\n\n');
  const [start = '', ...headers] = head.split('\n');
  const body = rest.join('\n\n');
  const isAnswer = place === 'response' || place === 'reply' || place === 'answerHeader';
  if (isAnswer ? !start.startsWith('HTTP/1.1 200') : !start.startsWith('POST ')) return `it starts with ${start}`;
  if (!textual.has(place)) {
    const whole = JSON.parse(body) as Json;
    if (JSON.stringify(pointed(whole, at)) !== JSON.stringify(value)) return 'its value does not stand where it says';
    if (judge.sends(whole) === false) return 'its body is not sent by the documented sender';
    if (judge.accepts(whole) === true) return 'its body is still accepted';
  }
  if (isAnswer || place === 'callback' || place === 'webhook') {
    if (place !== 'answerHeader') return null;
    const given = headers.filter((each) => each.startsWith('X-H: ')).map((each) => each.slice('X-H: '.length));
    return given.length === 1 ? faultOfText(readings(given[0]!), judge) : 'the text does not hold the header';
  }

  const request = /^POST \/things\/([^/?]+)\?(\S*) HTTP\/1\.1$/.exec(start);
  if (request === null) return `the request line is not routed to the operation: ${start}`;
  const query = [...new URLSearchParams(request[2])];
  if (!query.some(([name, each]) => name === 'must' && /^[1-9]\d*$/.test(each)))
    return 'the required parameter is missing';
  const pathJudge = judgeOf(pair, 'path');
  const segment = decodeURIComponent(request[1]!);
  if (!readings(segment).some(pathJudge.sends)) return 'its path is not sent by the documented client';
  if (judgeOf(pair, 'request').sends(JSON.parse(body) as Json) === false)
    return 'its body is not sent by the documented client';
  if (!textual.has(place)) return null;
  const name = subjectPath[1]!;
  const given =
    place === 'path'
      ? [segment]
      : place === 'header'
        ? headers.filter((each) => each.startsWith(`${name}: `)).map((each) => each.slice(name.length + 2))
        : query.filter(([each]) => each === name).map(([, each]) => each);
  if (given.length === 0) return 'the text does not hold the parameter';
  const separator = place === 'query' && pair.base.style === 'pipeDelimited' ? '|' : ',';
  // What separates is written as it is, and the same character inside a value is encoded.
  const written = request[2]!.split('&').find((each) => each.startsWith(`${name}=`));
  const only =
    place === 'query'
      ? written!
          .slice(name.length + 1)
          .split(separator)
          .map(decodeText)
      : given[0]!.split(separator);
  const texts = given.length === 1 ? only : given;
  // A text with separators is a list of several only where a list is asked for.
  const whole =
    given.length > 1 ? [] : readings(given[0]!).filter((each) => texts.length === 1 || !Array.isArray(each));
  const possible = [...whole, ...readings(texts)];
  return faultOfText(possible, judge);
}

const decodeText = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

function faultOfText(possible: readonly Json[], { sends, accepts }: Judge): string | null {
  if (!possible.some(sends)) return 'its text is not sent by the documented sender';
  return possible.some(accepts) ? 'its text is still accepted' : null;
}

function pointed(whole: Json, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((at, token) => (at as Schema)[token.replaceAll('~1', '/').replaceAll('~0', '~')], whole);
}

/**
 * What must not matter: comparing with oneself, the order of keys, YAML, references written out, and whether something is
 * said of all forms together or of each.
 */
async function sameMeaning(
  pair: DocumentPair,
  comparison: Comparison,
  base: Schema,
  revision: Schema,
  random: () => number,
): Promise<Contradiction[]> {
  if (comparison.problems.length > 0 || leadsInPlace(pair.base) || leadsInPlace(pair.revision)) return [];
  const found: Contradiction[] = [];
  const expected = signature(comparison);
  const ask = async (where: string, left: unknown, right: unknown, wanted: string) => {
    const got = signature(await compare(left, right));
    if (got !== wanted) found.push({ says: 'the comparison depends on the spelling', where, value: { wanted, got } });
  };
  const itself = await compare(base, shuffled(base, random));
  if (itself.verdict !== 'identical')
    found.push({ says: `compared with itself: ${itself.verdict}`, where: 'document', value: itself.findings });
  if (pair.base.dialect === '3.0.3') {
    const newer = await compare(base, spell({ ...pair.base, dialect: '3.1.0' }));
    if (newer.findings.length > 0) {
      found.push({ says: `3.0 against the same in 3.1: ${newer.verdict}`, where: 'document', value: newer.findings });
    }
  }
  const { $defs, schemas } = saidOfEach(pair.base as unknown as Json) as unknown as Model;
  const apart = spell({ ...pair.base, $defs, schemas });
  if (JSON.stringify(apart) !== JSON.stringify(base)) {
    for (const [left, right] of [
      [base, apart],
      [apart, base],
    ]) {
      const same = await compare(left, right);
      // What contradicts itself proves nothing.
      const alarms = same.findings.filter(
        ({ severity, undecidedBecause }) => severity !== 'safe' && !/nothing can be sent/.test(undecidedBecause ?? ''),
      );
      if (alarms.length > 0)
        found.push({ says: `said of all forms, and of each: ${alarms[0]!.rule}`, where: 'document', value: alarms });
    }
  }
  const [older, newerOlder] = [spellAsSwagger2(pair.base), spellAsSwagger2(pair.revision)];
  if (older !== null) {
    for (const [left, right] of [
      [older, base],
      [base, older],
    ]) {
      const same = await compare(left, right);
      if (same.verdict !== 'identical') {
        const says = `Swagger 2.0 against the same in 3.0: ${same.verdict}`;
        found.push({ says, where: 'document', value: same.findings });
      }
    }
  }
  if (older !== null && newerOlder !== null) {
    await ask('written as Swagger 2.0', older, newerOlder, expected);
    await ask('written as Swagger 2.0, then as 3.0', older, revision, expected);
  }
  await ask('shuffled keys', shuffled(base, random), shuffled(revision, random), expected);
  await ask('written as YAML', dump(base, { noRefs: true }), dump(revision, { noRefs: true }), expected);
  await ask('references written out', spell(inlined(pair.base)), spell(inlined(pair.revision)), expected);
  return found;
}

/** Whether a definition is one of its own alternatives, which says nothing that could be judged. */
function leadsInPlace({ $defs }: Model): boolean {
  const inPlace = (schema: Json): string[] => {
    if (typeof schema !== 'object' || schema === null) return [];
    const { $ref, allOf = [], anyOf = [], oneOf = [], not = true } = schema as Schema;
    const branches = [...(allOf as Json[]), ...(anyOf as Json[]), ...(oneOf as Json[]), not];
    return [...(typeof $ref === 'string' ? [$ref.slice('#/$defs/'.length)] : []), ...branches.flatMap(inPlace)];
  };
  return Object.keys($defs).some((name) => {
    const seen = new Set(inPlace($defs[name]!));
    for (const each of seen) for (const next of inPlace($defs[each]!)) seen.add(next);
    return seen.has(name);
  });
}

/** A part of an allOf is told apart by its wording, which writing references out changes; it names, and alarms nobody. */
function signature({ verdict, findings: all }: Comparison): string {
  const findings = all.filter(({ rule }) => !rule.startsWith('part-'));
  return JSON.stringify([
    verdict === 'identical' ? 'compatible' : verdict,
    findings.map(({ fingerprint, rule, subject, severity }) => `${rule} ${subject} ${severity} ${fingerprint}`).sort(),
  ]);
}

function shuffled(value: Json, random: () => number): Json {
  if (Array.isArray(value)) return value.map((each) => shuffled(each as Json, random));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => ({ key, each, rank: random() }));
  entries.sort((left, right) => left.rank - right.rank);
  return Object.fromEntries(entries.map(({ key, each }) => [key, shuffled(each, random)]));
}

/**
 * References replaced by what they lead to, where that has an end. Those that are a branch stay: their name is what two
 * releases' branches are matched by, and what a finding about them says.
 */
function inlined(model: Model): Model {
  const reaches = (schema: Json, name: string, seen = new Set<string>()): boolean =>
    [...JSON.stringify(schema).matchAll(/#\/\$defs\/(\w+)/g)].some(([, each]) => {
      if (each === name) return true;
      if (seen.has(each!)) return false;
      seen.add(each!);
      return reaches(model.$defs[each!]!, name, seen);
    });
  const replace = (schema: Json, isBranch: boolean): Json => {
    if (Array.isArray(schema)) return schema.map((each) => replace(each as Json, isBranch));
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $ref } = schema as Schema;
    const name = typeof $ref === 'string' ? $ref.slice('#/$defs/'.length) : undefined;
    if (name !== undefined && Object.keys(schema).length === 1 && !isBranch && !reaches(model.$defs[name]!, name)) {
      return replace(model.$defs[name]!, false);
    }
    return Object.fromEntries(
      Object.entries(schema as Schema).map(([keyword, each]) => [
        keyword,
        ['enum', 'const', '$ref'].includes(keyword)
          ? each
          : replace(each, ['allOf', 'anyOf', 'oneOf'].includes(keyword)),
      ]),
    );
  };
  const schemas = Object.fromEntries(
    Object.entries(model.schemas).map(([place, each]) => [place, replace(each, false)]),
  );
  return { ...model, schemas: schemas as Model['schemas'] };
}
