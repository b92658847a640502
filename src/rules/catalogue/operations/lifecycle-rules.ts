// What authors announce about the life of operations, parameters, response headers and properties, in the same words:
// `deprecated`, `x-sunset` and `x-stability-level`. Nothing of it makes a call fail by itself, so these rules are safe,
// or risky where a promise was taken back. Whether a notice was long enough is policy and not judged here.

import type { Direction, Pairs } from '../../../diff/index.ts';
import type { LifecycleMarks } from '../../../spec/index.ts';
import {
  type Example,
  type Expected,
  operations,
  parameters,
  requestProperties,
  responseProperties,
  responses,
} from '../../example.ts';
import { isUnstable, type SunsetState, schemaMarks, sunsetDay, sunsetState } from '../../lifecycle.ts';
import { defineRule, type PeerQuery, type Rule } from '../../rule.ts';

type Kind = 'operation' | 'parameter' | 'header' | 'property';
type Change = (before: Marks, after: Marks, ...expected: Expected) => Example;
type Marks = Readonly<Record<string, unknown>>;

interface Thing {
  readonly kind: Kind;
  /** "an operation". */
  readonly article: string;
  readonly marks: (element: never) => LifecycleMarks;
  /** Pairs of documents in which one such thing has the given marks, for every way in which it can be sent. */
  readonly examples: readonly { readonly direction: Direction; readonly change: Change }[];
}

const value = { schema: { type: 'integer' } };
const ownMarks = (element: LifecycleMarks) => element;

const things: readonly Thing[] = [
  {
    kind: 'operation',
    article: 'an operation',
    marks: ownMarks,
    examples: [{ direction: 'none', change: operations }],
  },
  {
    kind: 'parameter',
    article: 'a parameter',
    marks: ownMarks,
    examples: [
      {
        direction: 'request',
        change: (before, after, ...expected) => {
          const limit = (marks: Marks) => [{ name: 'limit', in: 'query', ...value, ...marks }];
          return parameters(limit(before), limit(after), ...expected);
        },
      },
    ],
  },
  {
    kind: 'header',
    article: 'a header',
    marks: ownMarks,
    examples: [
      {
        direction: 'response',
        change: (before, after, ...expected) => {
          const total = (marks: Marks) => ({ headers: { 'X-Total': { ...value, ...marks } } });
          return responses(total(before), total(after), ...expected);
        },
      },
    ],
  },
  {
    kind: 'property',
    article: 'a property',
    marks: ({ schema }: { readonly schema: Parameters<typeof schemaMarks>[0] }) => schemaMarks(schema),
    examples: [
      {
        direction: 'request',
        change: (before, after, ...expected) =>
          requestProperties({ type: 'string', ...before }, { type: 'string', ...after }, ...expected),
      },
      {
        direction: 'response',
        change: (before, after, ...expected) =>
          responseProperties({ type: 'string', ...before }, { type: 'string', ...after }, ...expected),
      },
    ],
  },
];

/** The marks of a thing that is there on both sides. */
function marksOf(
  thing: Thing,
  { before, after }: Pairs[Kind],
): { before: LifecycleMarks; after: LifecycleMarks } | null {
  if (before === null || after === null) return null;
  return { before: thing.marks(before as never), after: thing.marks(after as never) };
}

function name({
  kind,
  where,
  operation,
}: {
  kind: Kind;
  where: string;
  operation: { method: string; path: string } | null;
}) {
  return kind === 'operation' && operation !== null ? `${operation.method} ${operation.path}` : `the ${where}`;
}

/** `request-property` or `response-property`; the leading tool looks at the properties of bodies alone. */
function propertySide({ direction, place }: Pick<PeerQuery<never>, 'direction' | 'place'>): string | null {
  return place.where === 'body' ? `${direction === 'response' ? 'response' : 'request'}-property` : null;
}

const stopNow = 'Stop using it now: its sunset date has passed, so it may be gone with the next release.';

/** What to do about a day that is named now; `ahead` is what to do while it is still to come. */
function heedSunset({ after, sunsetIs }: SunsetMoved, ahead: string): string {
  if (sunsetIs === 'past') return stopNow;
  return sunsetIs === 'unreadable' ? `Ask whoever runs the API which day that is: \`${after}\` is none.` : ahead;
}

type Deprecated = {
  readonly sunset: string | null;
  readonly sunsetIs: SunsetState;
  readonly stability: string | null;
};

/** The days of notice that the leading tool asks for can be set; without them an end need not be named. */
function deprecatedPeers(
  kind: Kind,
  side: string | null,
  { sunsetIs, stability }: Pick<Deprecated, 'sunsetIs' | 'stability'>,
): string[] {
  // Of other things it does not ask for their own level.
  const unstable = kind === 'operation' && isUnstable(stability);
  const choose = (ids: Readonly<Record<SunsetState, readonly string[]>>) =>
    ids[sunsetIs].filter((id) => !(unstable && id.endsWith('-sunset-missing')));
  if (kind === 'operation') {
    if (stability !== null && !levels.includes(stability)) return ['api-invalid-stability-level'];
    return choose({
      none: ['endpoint-deprecated', 'api-deprecated-sunset-missing'],
      unreadable: ['api-deprecated-sunset-parse'],
      past: ['api-sunset-date-too-small'],
      ahead: ['endpoint-deprecated-with-sunset'],
    });
  }
  if (kind === 'parameter') {
    return choose({
      none: ['request-parameter-deprecated', 'request-parameter-deprecated-sunset-missing'],
      unreadable: ['request-parameter-sunset-parse'],
      past: ['request-parameter-sunset-date-too-small'],
      ahead: ['request-parameter-deprecated'],
    });
  }
  if (kind === 'header' || side === null) return [];
  return choose({
    none: [`${side}-deprecated`, `${side}-deprecated-sunset-missing`],
    unreadable: [`${side}-deprecated-sunset-invalid`],
    past: [`${side}-sunset-date-too-small`],
    ahead: [`${side}-deprecated-with-sunset`],
  });
}

const plain = { deprecated: true };
const ahead = { deprecated: true, 'x-sunset': '2099-01-01' };
const later = { deprecated: true, 'x-sunset': '2099-06-01' };
const past = { deprecated: true, 'x-sunset': '2020-01-01' };
const unreadable = { deprecated: true, 'x-sunset': 'next spring' };

function deprecatedRule(thing: Thing): Rule {
  const { kind, article } = thing;
  const peersIn = (direction: Direction, sunsetIs: SunsetState, stability: string | null = null) =>
    deprecatedPeers(kind, `${direction}-property`, { sunsetIs, stability });
  return defineRule({
    id: `${kind}-deprecated`,
    on: kind,
    purpose: `Reports ${article} that is deprecated now, and with which sunset date.`,
    about: 'lifecycle',
    severity: ({ sunsetIs }: Deprecated) => (sunsetIs === 'past' ? 'risky' : 'safe'),
    advice: ({ sunset, sunsetIs }) => {
      if (sunsetIs === 'ahead') return `Stop using it before ${sunsetDay(sunset)}.`;
      if (sunsetIs === 'past') return stopNow;
      return 'Plan to do without it. Whoever runs the API: say in `x-sunset` until when it stays.';
    },
    at: 'deprecated',
    identifying: [],
    *find(pair, { asOf }): Iterable<Deprecated> {
      const marks = marksOf(thing, pair as Pairs[Kind]);
      if (marks === null || marks.before.deprecated || !marks.after.deprecated) return;
      const { sunset, stability } = marks.after;
      yield { sunset, sunsetIs: sunsetState(sunset, asOf), stability };
    },
    say: ({ sunset, sunsetIs }, { where, operation }) => {
      const it = `${name({ kind, where, operation })} is deprecated now`;
      if (sunsetIs === 'none') return `${it}, without a sunset date`;
      if (sunsetIs === 'unreadable') return `${it}; its sunset date, \`${sunset}\`, is not a date`;
      return sunsetIs === 'past'
        ? `${it}, and its sunset date, ${sunsetDay(sunset)}, has passed already`
        : `${it}; it stays until its sunset date, ${sunsetDay(sunset)}`;
    },
    peers: (query) => deprecatedPeers(kind, propertySide(query), query.facts),
    examples: () => ({
      reports: thing.examples.flatMap(({ direction, change }) => [
        change({}, plain, 'safe', peersIn(direction, 'none')),
        change({}, ahead, 'safe', peersIn(direction, 'ahead')),
        change({}, past, 'risky', peersIn(direction, 'past')),
        change({}, unreadable, 'safe', peersIn(direction, 'unreadable')),
        change(
          { 'x-stability-level': 'alpha' },
          { ...plain, 'x-stability-level': 'alpha' },
          'safe',
          peersIn(direction, 'none', 'alpha'),
        ),
      ]),
      silent: thing.examples.map(({ change }) => change(plain, { ...plain, description: 'Old.' })),
    }),
  });
}

function reactivatedRule(thing: Thing): Rule {
  const { kind, article } = thing;
  const peers = (side: string | null): string[] => {
    if (kind === 'operation') return ['endpoint-reactivated'];
    if (kind === 'parameter') return ['request-parameter-reactivated'];
    return kind === 'header' || side === null ? [] : [`${side}-reactivated`];
  };
  return defineRule({
    id: `${kind}-reactivated`,
    on: kind,
    purpose: `Reports ${article} that is no longer deprecated.`,
    about: 'lifecycle',
    severity: 'safe',
    advice: 'Nothing to do; it stays.',
    at: 'deprecated',
    *find(pair) {
      const marks = marksOf(thing, pair as Pairs[Kind]);
      if (marks?.before.deprecated && !marks.after.deprecated) yield {};
    },
    say: (_, { where, operation }) => `${name({ kind, where, operation })} is no longer deprecated`,
    peers: (query) => peers(propertySide(query)),
    examples: () => ({
      reports: thing.examples.flatMap(({ direction, change }) => {
        const expected = ['safe', peers(`${direction}-property`)] as const;
        return [change(plain, {}, ...expected), change(ahead, {}, ...expected)];
      }),
      silent: thing.examples.map(({ change }) => change(plain, ahead)),
    }),
  });
}

type SunsetMoved = {
  readonly before: string | null;
  readonly after: string | null;
  readonly sunsetIs: SunsetState;
  /** It had come before, so that there was nothing left to rely on. */
  readonly wasPast: boolean;
  readonly deprecated: boolean;
};

/** Null where the end did not change, or where a rule on `deprecated` tells of it. */
function sunsetMoved(thing: Thing, pair: Pairs[Kind], asOf: string): SunsetMoved | null {
  const marks = marksOf(thing, pair);
  if (marks === null || marks.before.deprecated !== marks.after.deprecated) return null;
  const { sunset: before } = marks.before;
  const { sunset: after, deprecated } = marks.after;
  if (
    before === after ||
    (before !== null && sunsetDay(before) !== null && sunsetDay(before) === sunsetDay(after ?? ''))
  )
    return null;
  const wasPast = sunsetState(before, asOf) === 'past';
  return { before, after, sunsetIs: sunsetState(after, asOf), wasPast, deprecated };
}

function sunsetSetRule(thing: Thing): Rule {
  const { kind, article } = thing;
  return defineRule({
    id: `${kind}-sunset-set`,
    on: kind,
    purpose: `Reports ${article} that has a sunset date now.`,
    about: 'lifecycle',
    severity: ({ sunsetIs }: SunsetMoved) => (sunsetIs === 'past' ? 'risky' : 'safe'),
    advice: (moved) => heedSunset(moved, 'Stop using it before that date.'),
    at: 'x-sunset',
    identifying: ['after'],
    *find(pair, { asOf }): Iterable<SunsetMoved> {
      const moved = sunsetMoved(thing, pair as Pairs[Kind], asOf);
      if (moved !== null && moved.before === null) yield moved;
    },
    say: ({ after }, { where, operation }) => `${name({ kind, where, operation })} has a sunset date now: \`${after}\``,
    examples: () => ({
      reports: thing.examples.flatMap(({ change }) => [
        change(plain, ahead, 'safe', []),
        change(plain, past, 'risky', []),
      ]),
      silent: thing.examples.map(({ change }) => change({}, ahead)),
    }),
  });
}

function sunsetMovedRule(thing: Thing): Rule {
  const { kind, article } = thing;
  const unreadablePeer = kind === 'operation' ? 'api-path-sunset-parse' : 'request-parameter-sunset-parse';
  const peers = ({
    facts: { before, after, sunsetIs, deprecated },
  }: Pick<PeerQuery<SunsetMoved>, 'facts'>): string[] => {
    if (!deprecated || (kind !== 'operation' && kind !== 'parameter')) return [];
    if (sunsetIs === 'unreadable' || sunsetDay(before) === null) return [unreadablePeer];
    const tooSmall = sunsetIs === 'past' && isEarlier(after, before);
    return tooSmall ? [`${kind === 'operation' ? 'api' : 'request-parameter'}-sunset-date-changed-too-small`] : [];
  };
  return defineRule({
    id: `${kind}-sunset-moved`,
    on: kind,
    purpose: `Reports ${article} whose sunset date was moved.`,
    about: 'lifecycle',
    severity: ({ before, after, sunsetIs, wasPast }: SunsetMoved) =>
      (sunsetIs === 'past' && wasPast) || (sunsetIs === 'ahead' && !isEarlier(after, before)) ? 'safe' : 'risky',
    advice: (moved) => heedSunset(moved, 'Check your plans against the new date.'),
    at: 'x-sunset',
    identifying: ['before', 'after'],
    *find(pair, { asOf }): Iterable<SunsetMoved> {
      const moved = sunsetMoved(thing, pair as Pairs[Kind], asOf);
      if (moved !== null && moved.before !== null && moved.after !== null) yield moved;
    },
    say: ({ before, after }, { where, operation }) => {
      const how = isEarlier(after, before) ? 'brought forward' : 'moved';
      return `the sunset date of ${name({ kind, where, operation })} was ${how} from \`${before}\` to \`${after}\``;
    },
    peers,
    examples: () => ({
      reports: thing.examples.flatMap(({ change }) => {
        const api = kind === 'operation' ? 'api' : 'request-parameter';
        const heard = kind === 'operation' || kind === 'parameter';
        return [
          change(ahead, later, 'safe', []),
          change(later, ahead, 'risky', []),
          change(ahead, past, 'risky', heard ? [`${api}-sunset-date-changed-too-small`] : []),
          change(
            { ...past, 'x-sunset': '2021-01-01' },
            past,
            'safe',
            heard ? [`${api}-sunset-date-changed-too-small`] : [],
          ),
          change(ahead, unreadable, 'risky', heard ? [unreadablePeer] : []),
          change(unreadable, ahead, 'safe', heard ? [unreadablePeer] : []),
        ];
      }),
      silent: thing.examples.map(({ change }) => change(ahead, { ...ahead, 'x-sunset': '2099-01-01T12:00:00Z' })),
    }),
  });
}

function sunsetRemovedRule(thing: Thing): Rule {
  const { kind, article } = thing;
  const peers = ({ facts }: Pick<PeerQuery<SunsetMoved>, 'facts'>): string[] => {
    if (!facts.deprecated) return [];
    if (kind === 'operation') return ['sunset-deleted'];
    return kind === 'parameter' ? ['request-parameter-sunset-deleted'] : [];
  };
  return defineRule({
    id: `${kind}-sunset-removed`,
    on: kind,
    purpose: `Reports ${article} that has no sunset date any more.`,
    about: 'lifecycle',
    severity: 'risky',
    advice: 'Ask whoever runs the API how long it stays: the promise to keep it until that date is gone.',
    at: 'x-sunset',
    identifying: ['before'],
    *find(pair, { asOf }): Iterable<SunsetMoved> {
      const moved = sunsetMoved(thing, pair as Pairs[Kind], asOf);
      if (moved !== null && moved.after === null) yield moved;
    },
    say: ({ before }, { where, operation }) =>
      `${name({ kind, where, operation })} has no sunset date any more; it was \`${before}\``,
    peers,
    examples: () => ({
      reports: thing.examples.map(({ change }) =>
        change(ahead, plain, 'risky', peers({ facts: { deprecated: true } as SunsetMoved })),
      ),
      silent: thing.examples.map(({ change }) => change(ahead, {})),
    }),
  });
}

function isEarlier(after: string | null, before: string | null): boolean {
  const [left, right] = [sunsetDay(after), sunsetDay(before)];
  return left !== null && right !== null && left < right;
}

const levels: readonly string[] = ['draft', 'alpha', 'beta', 'stable'];

type Stability = { readonly before: string | null; readonly after: string | null };

/** What is not marked is stable. Null for a level that there is not. */
function rank(level: string | null): number | null {
  const index = levels.indexOf(level ?? 'stable');
  return index < 0 ? null : index;
}

function stabilityRule(thing: Thing, change: 'decreased' | 'increased' | 'unreadable'): Rule {
  const { kind, article } = thing;
  const peers = (side: string | null): string[] => {
    if (kind !== 'operation' && (kind !== 'property' || side === null)) return [];
    if (change === 'unreadable') return ['api-invalid-stability-level'];
    return [kind === 'operation' ? `api-stability-${change}` : `${side}-stability-${change}`];
  };
  const severity = change === 'decreased' ? 'risky' : 'safe';
  const does = {
    decreased: 'promises less stability than before',
    increased: 'promises more stability than before',
    unreadable: 'is or was marked with an unknown stability level',
  }[change];
  const marked = (level: string) => ({ 'x-stability-level': level });
  const steps: Readonly<Record<typeof change, readonly [string, string]>> = {
    decreased: ['beta', 'alpha'],
    increased: ['alpha', 'beta'],
    unreadable: ['beta', 'solid'],
  };
  const [before, after] = steps[change];
  return defineRule({
    id: `${kind}-stability-${change}`,
    on: kind,
    purpose: `Reports ${article} that ${does}.`,
    about: 'lifecycle',
    severity,
    advice: {
      decreased: 'Expect it to change at shorter notice than before.',
      increased: 'Nothing to do; it changes more rarely from now on.',
      unreadable: `Whoever runs the API: use one of ${levels.join(', ')}.`,
    }[change],
    at: 'x-stability-level',
    *find(pair): Iterable<Stability> {
      const marks = marksOf(thing, pair as Pairs[Kind]);
      if (marks === null) return;
      const facts = { before: marks.before.stability, after: marks.after.stability };
      if (facts.before === facts.after) return;
      const [left, right] = [rank(facts.before), rank(facts.after)];
      if (left === null || right === null) {
        if (change === 'unreadable') yield facts;
      } else if (change === 'decreased' ? right < left : change === 'increased' && right > left) {
        yield facts;
      }
    },
    say: (facts, { where, operation }) =>
      `${name({ kind, where, operation })} ${does}: \`${facts.after ?? 'stable'}\` (it was \`${facts.before ?? 'stable'}\`)`,
    peers: (query) => peers(propertySide(query)),
    examples: () => ({
      reports: thing.examples.flatMap(({ direction, change: documents }) => {
        const expected = [severity, peers(`${direction}-property`)] as const;
        return [
          documents(marked(before), marked(after), ...expected),
          ...(change === 'decreased' ? [documents({}, marked('draft'), ...expected)] : []),
          ...(change === 'increased' ? [documents(marked('draft'), {}, ...expected)] : []),
          ...(change === 'unreadable' ? [documents(marked('solid'), {}, ...expected)] : []),
        ];
      }),
      silent: thing.examples.map(({ change: documents }) => documents({}, marked('stable'))),
    }),
  });
}

export const lifecycleRules: readonly Rule[] = things.flatMap((thing) => [
  deprecatedRule(thing),
  reactivatedRule(thing),
  sunsetSetRule(thing),
  sunsetMovedRule(thing),
  sunsetRemovedRule(thing),
  stabilityRule(thing, 'decreased'),
  stabilityRule(thing, 'increased'),
  stabilityRule(thing, 'unreadable'),
]);
