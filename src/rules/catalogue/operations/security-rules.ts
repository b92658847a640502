// What opens an operation: one of several alternatives, each of schemes that are needed together, each with scopes. The
// rules ask whether somebody who could call before is let in now. A scheme that keeps its name is the same one here:
// what became of it is told once, by the rules on schemes.

import type { Pairs } from '../../../diff/index.ts';
import {
  excludeEachOther,
  mayBeSentAlike,
  type SecurityAlternative,
  type SecurityScheme,
} from '../../../spec/index.ts';
import type { Severity } from '../../comparison.ts';
import { documents, type Example, type Expected } from '../../example.ts';
import { defineRule, type Rule } from '../../rule.ts';

type Alternative = Pick<SecurityAlternative, 'schemes'>;
type Need = SecurityAlternative['schemes'][number];

/** Alternatives of the same schemes, perhaps with other scopes. */
interface Kept {
  readonly before: Alternative;
  readonly after: Alternative;
  /** No other alternative of these schemes changed. */
  readonly isOnly: boolean;
}

interface Change {
  readonly removed: readonly Alternative[];
  readonly added: readonly Alternative[];
  readonly kept: readonly Kept[];
  readonly openBefore: boolean;
  readonly openAfter: boolean;
  /** Both sides take what the document says for all operations. */
  readonly inherited: boolean;
  /** The leading tool holds the operation's own list against its own, and does not see the document's behind them. */
  readonly ownBefore: boolean;
  readonly ownAfter: boolean;
  readonly before: readonly Alternative[];
  readonly after: readonly Alternative[];
  /** Whether who satisfies `held`, of the one side, also satisfies `asked`, of the other. */
  readonly covers: (held: Alternative, asked: Alternative) => boolean;
  /** Whether what is sent for the one may be what is sent for the other, whatever kinds they are of. */
  readonly mayCover: (held: Alternative, asked: Alternative) => boolean;
}

const changes = new WeakMap<Pairs['security'], Change>();

/** Each rule asks for it, and each of many alternatives is held against each. */
function changeOf(pair: Pairs['security']): Change {
  const change = changes.get(pair) ?? compareAlternatives(pair);
  changes.set(pair, change);
  return change;
}

function compareAlternatives({ before, after }: Pairs['security']): Change {
  const inherited = before.inherited && after.inherited;
  const left = distinct(before.alternatives);
  const right = distinct(after.alternatives);
  const isSame = sameScheme(left, right);
  const covers = (held: Alternative, asked: Alternative) => isCovered(held, asked, isSame);
  // What was asked for before, beside another kind, the documents tell apart from it.
  const known = new Set(left.flatMap(({ schemes }) => schemes.map(({ scheme, name }) => schemeIdentity(scheme, name))));
  const isKnown = ({ scheme, name }: Need) => known.has(schemeIdentity(scheme, name));
  const meets = (have: Need, need: Need) =>
    isCovered({ schemes: [have] }, { schemes: [need] }, isSame) ||
    (!isKnown(need) && mayBeAlike(have, need) && (!hasScopes(have) || holdsScopes(have, need)));
  const mayCover = (held: Alternative, asked: Alternative) =>
    canBeMet(asked) && asked.schemes.every((need) => held.schemes.some((have) => meets(have, need)));
  const unmatched = new Set(right);
  const kept: Kept[] = [];
  let removed: readonly Alternative[] = left;
  const isLike = (one: Alternative) => (other: Alternative) => haveSameSchemes(other, one, isSame);
  const isEqual = (one: Alternative) => (other: Alternative) =>
    isLike(one)(other) && covers(other, one) && covers(one, other);
  for (const isTwin of [isEqual, isLike]) {
    const [olds, news] = [removed, [...unmatched]];
    removed = olds.filter((alternative) => {
      const twin = unmatched.values().find(isTwin(alternative));
      if (twin === undefined) return true;
      unmatched.delete(twin);
      const isOnly = [olds, news].every((side) => side.filter(isLike(alternative)).length === 1);
      kept.push({ before: alternative, after: twin, isOnly });
      return false;
    });
  }
  return {
    removed: removed.filter(isNotEmpty),
    added: [...unmatched].filter(isNotEmpty),
    kept,
    openBefore: left.every(isEmpty) || left.some(isEmpty),
    openAfter: right.every(isEmpty) || right.some(isEmpty),
    inherited,
    ownBefore: inherited || !before.inherited,
    ownAfter: inherited || !after.inherited,
    before: left,
    after: right,
    covers,
    mayCover,
  };
}

function holdsScopes(have: Need, need: Need): boolean {
  return need.scopes.every((scope) => have.scopes.includes(scope));
}

function hasScopes({ scheme }: Need): boolean {
  return scheme?.type === 'oauth2' || scheme?.type === 'openIdConnect';
}

function mayBeAlike(one: Need, other: Need): boolean {
  return one.scheme !== null && other.scheme !== null && mayBeSentAlike(one.scheme, other.scheme);
}

/** Basic credentials and a bearer token at once are what nobody sends. */
function canBeMet({ schemes }: Alternative): boolean {
  const all = schemes.flatMap(({ scheme }) => scheme ?? []);
  return !all.some((one) => all.some((other) => excludeEachOther(one, other)));
}

/** The same alternative written twice, or with its scopes in another order, is one. */
function distinct(alternatives: readonly Alternative[]): Alternative[] {
  return [...new Map(alternatives.map((each) => [describe(each), each])).values()];
}

const isEmpty = ({ schemes }: Alternative) => schemes.length === 0;
const isNotEmpty = ({ schemes }: Alternative) => schemes.length > 0;

type IsSame = (left: Need, right: Need) => boolean;

function haveSameSchemes(left: Alternative, right: Alternative, isSame: IsSame): boolean {
  return (
    left.schemes.length === right.schemes.length &&
    left.schemes.every((scheme) => right.schemes.some((other) => isSame(scheme, other)))
  );
}

/** Every scheme that is asked for is held, with its scopes. */
function isCovered(held: Alternative, asked: Alternative, isSame: IsSame): boolean {
  return asked.schemes.every((need) => held.schemes.some((have) => isSame(need, have) && holdsScopes(have, need)));
}

/**
 * Because a caller sends the same thing, whatever the documents call it; else by name, where neither is what the other
 * side asks for under another one.
 */
function sameScheme(left: readonly Alternative[], right: readonly Alternative[]): IsSame {
  const [before, after] = [left, right].map(
    (side) => new Set(side.flatMap(({ schemes }) => schemes.map(({ scheme, name }) => schemeIdentity(scheme, name)))),
  ) as [Set<string>, Set<string>];
  const isOnBoth = (identity: string) => before.has(identity) && after.has(identity);
  return (one, other) => {
    const [identity, others] = [schemeIdentity(one.scheme, one.name), schemeIdentity(other.scheme, other.name)];
    return identity === others || (one.name === other.name && !isOnBoth(identity) && !isOnBoth(others));
  };
}

function schemeIdentity(scheme: SecurityScheme | null, name: string): string {
  return scheme === null ? `undefined ${name}` : scheme.credential;
}

function describe({ schemes }: Alternative): string {
  if (schemes.length === 0) return 'no credentials';
  return schemes
    .map(({ name, scopes }) => (scopes.length === 0 ? `\`${name}\`` : `\`${name}\` (${[...scopes].sort().join(', ')})`))
    .sort()
    .join(' with ');
}

function prefix({ inherited }: { readonly inherited: boolean }): string {
  return inherited ? 'api-global-security' : 'api-security';
}

const components = {
  securitySchemes: {
    key: { type: 'apiKey', name: 'X-Key', in: 'header' },
    token: { type: 'http', scheme: 'bearer' },
    login: {
      type: 'oauth2',
      flows: { clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { read: 'r', write: 'w' } } },
    },
  },
};
type Requirements = readonly object[] | undefined;
const get = { responses: { '204': { description: 'Done.' } } };

/** The operation's own requirements, and the document's. */
const own = (before: Requirements, after: Requirements, ...expected: Expected): Example => {
  const api = (security: Requirements) => ({
    components,
    paths: { '/pets': { get: { ...get, ...(security && { security }) } } },
  });
  return documents(api(before), api(after), ...expected);
};
const shared = (before: Requirements, after: Requirements, ...expected: Expected): Example => {
  const api = (security: Requirements) => ({ components, ...(security && { security }), paths: { '/pets': { get } } });
  return documents(api(before), api(after), ...expected);
};
/** An operation that is open to all where the document asks for credentials, or is so no longer. */
const excepted = (change: 'removed' | 'added', ...expected: Expected): Example => {
  const api = (operation: object) => ({ components, security: [{ key: [] }], paths: { '/pets': { get: operation } } });
  const [plain, open] = [api(get), api({ ...get, security: [] })];
  return change === 'removed' ? documents(open, plain, ...expected) : documents(plain, open, ...expected);
};
/** Once as the operation's own, once as the document's. */
const both = (
  before: Requirements,
  after: Requirements,
  severity: Severity,
  ending: string,
  ...alongside: string[]
): Example[] => [
  own(before, after, severity, [`api-security-${ending}`], alongside),
  shared(before, after, severity, [`api-global-security-${ending}`], alongside),
];

type Asked = { readonly asked: readonly string[]; readonly inherited: boolean; readonly endings: readonly string[] };

export const securityRequired = defineRule({
  id: 'security-required',
  on: 'security',
  purpose: 'Reports an operation that could be called without credentials and no longer can.',
  about: 'security',
  severity: { request: 'breaking', response: 'safe' },
  advice: (_: Asked, { direction }) =>
    direction === 'request'
      ? 'Get credentials, and send them from the release on.'
      : 'Nothing to do; they come with each call, and may be checked.',
  identifying: ['asked'],
  *find(pair): Iterable<Asked> {
    const change = changeOf(pair);
    if (!change.openBefore || change.openAfter) return;
    // An alternative that asks for nothing counts in the document's list alone.
    const wasOffered = change.inherited && change.before.length > 0;
    const isOffered = change.ownAfter && change.added.length > 0;
    const endings = [...(wasOffered ? ['removed'] : []), ...(isOffered ? ['added'] : [])];
    yield { asked: change.after.map(describe), inherited: change.inherited, endings };
  },
  say: ({ asked }, { where, direction }) =>
    direction === 'request'
      ? `the ${where} now requires credentials: ${asked.join(', or ')}`
      : `the ${where} is called with credentials now: ${asked.join(', or ')}`,
  peers: ({ facts }) => facts.endings.map((ending) => `${prefix(facts)}-${ending}`),
  examples: () => ({
    reports: [
      ...both(undefined, [{ key: [] }], 'breaking', 'added'),
      own([{}, { key: [] }], [{ key: [] }], 'breaking', []),
      shared([{}, { key: [] }], [{ key: [] }], 'breaking', ['api-global-security-removed']),
      excepted('removed', 'breaking', []),
    ],
    silent: [own(undefined, [{}, { key: [] }]), own(undefined, [])],
  }),
});

export const securityNoLongerRequired = defineRule({
  id: 'security-no-longer-required',
  on: 'security',
  purpose: 'Reports an operation that required credentials and can be called without them now.',
  about: 'security',
  severity: { request: 'safe', response: 'breaking' },
  advice: (_: Asked, { direction }) =>
    direction === 'request'
      ? 'Callers have nothing to do. Whoever runs the API: check that this is meant.'
      : 'Be ready for calls without credentials.',
  identifying: [],
  *find(pair): Iterable<Asked> {
    const change = changeOf(pair);
    if (change.openBefore || !change.openAfter) return;
    const isOffered = change.inherited && change.after.length > 0;
    const isTaken = change.ownBefore && change.removed.length > 0;
    const endings = [...(isTaken ? ['removed'] : []), ...(isOffered ? ['added'] : [])];
    yield { asked: change.before.map(describe), inherited: change.inherited, endings };
  },
  say: ({ asked }, { where, direction }) =>
    direction === 'request'
      ? `the ${where} can be called without credentials now; until now it required ${asked.join(', or ')}`
      : `the ${where} may be called without credentials now; until now it was called with ${asked.join(', or ')}`,
  peers: ({ facts }) => facts.endings.map((ending) => `${prefix(facts)}-${ending}`),
  examples: () => ({
    reports: [
      ...both([{ key: [] }], [], 'safe', 'removed'),
      own([{ key: [] }], [{ key: [] }, {}], 'safe', []),
      shared([{ key: [] }], [{ key: [] }, {}], 'safe', ['api-global-security-added']),
      excepted('added', 'safe', []),
    ],
    silent: [own([{}, { key: [] }], [{}])],
  }),
});

type Lost = {
  readonly lost: string;
  readonly own: boolean;
  readonly asked: readonly string[];
  readonly letIn: boolean;
  /** It is asked for still, with more beside it. */
  readonly isPart: boolean;
  /** Of what is asked for, that for which the same may be sent, though it is of another kind. */
  readonly mayDoFor: readonly string[];
  readonly inherited: boolean;
};

export const securityAlternativeRemoved = defineRule({
  id: 'security-alternative-removed',
  on: 'security',
  purpose: 'Reports a way to authenticate that an operation no longer accepts.',
  about: 'security',
  severity: ({ letIn, mayDoFor }: Lost, { direction }) =>
    letIn || direction === 'response' ? 'safe' : mayDoFor.length > 0 ? 'risky' : 'breaking',
  advice: ({ letIn, mayDoFor }, { direction }) => {
    if (direction === 'response') return 'Nothing to do; calls no longer come with it.';
    if (letIn) return 'Nothing to do; a part of the old credentials is enough.';
    const get = 'et the credentials that are required, and send them from the release on.';
    return mayDoFor.length > 0
      ? `Ask whether what you send in \`Authorization\` is still accepted; else g${get}`
      : `G${get}`;
  },
  identifying: ['lost', 'asked'],
  *find(pair): Iterable<Lost> {
    const change = changeOf(pair);
    if (change.openAfter && !change.openBefore) return;
    const asked = change.after.map(describe);
    for (const alternative of change.removed) {
      const letIn = change.openAfter || change.after.some((each) => change.covers(alternative, each));
      const alike = letIn ? [] : change.after.filter((each) => change.mayCover(alternative, each));
      const { ownBefore, inherited } = change;
      const lost = describe(alternative);
      const isPart = !letIn && change.added.some((each) => change.covers(each, alternative));
      yield { lost, own: ownBefore, asked, letIn, isPart, mayDoFor: alike.map(describe), inherited };
    }
  },
  say: ({ lost, asked, letIn, mayDoFor, isPart }, { where, direction }) => {
    if (direction === 'response') return `the ${where} is no longer called with ${lost}${isPart ? ' alone' : ''}`;
    if (letIn) return `the ${where} no longer names ${lost}, and accepts calls with a part of it`;
    return mayDoFor.length > 0
      ? `the ${where} no longer names ${lost}; what is sent for it may do for ${mayDoFor.join(', or ')}, in the same header`
      : `the ${where} no longer accepts ${lost}${isPart ? ' alone' : ''}; it requires ${asked.join(', or ')}`;
  },
  peers: ({ facts }) => (facts.own ? [`${prefix(facts)}-removed`] : []),
  examples: () => ({
    reports: [
      ...both([{ key: [] }, { token: [] }], [{ token: [] }], 'breaking', 'removed'),
      ...both([{ key: [], token: [] }, { key: [] }], [{ key: [] }], 'safe', 'removed'),
      ...both([{ key: [] }], [{ key: [], token: [] }], 'breaking', 'removed', 'security-alternative-added'),
      ...both([{ login: ['read'] }], [{ token: [] }], 'risky', 'removed', 'security-alternative-added'),
    ],
    silent: [
      own([{ key: [] }, { token: [] }], [{ token: [] }, { key: [] }]),
      own([{ key: [] }, { key: [] }], [{ key: [] }]),
      documents(
        { components, security: [{ key: [] }], paths: { '/pets': { get } } },
        { components, paths: { '/pets': { get: { ...get, security: [{ key: [] }] } } } },
      ),
    ],
  }),
});

type Gained = {
  readonly gained: string;
  /** Nothing that was accepted before is accepted any more. */
  readonly instead: boolean;
  /** What was accepted before holds it, and more. */
  readonly isPart: boolean;
  readonly own: boolean;
  readonly inherited: boolean;
};

export const securityAlternativeAdded = defineRule({
  id: 'security-alternative-added',
  on: 'security',
  purpose: 'Reports a further way to authenticate that an operation accepts.',
  about: 'security',
  severity: { request: 'safe', response: 'risky' },
  advice: ({ instead, isPart }: Gained, { direction }) => {
    if (isPart && direction === 'request') return 'Nothing to do; the rest of the old credentials may be left out.';
    if (direction === 'response') return 'Be ready for calls that authenticate in this way.';
    return instead
      ? 'Use it from the release on, in place of what is no longer accepted.'
      : 'Nothing to do; it may be used.';
  },
  identifying: ['gained'],
  *find(pair): Iterable<Gained> {
    const change = changeOf(pair);
    if (change.openBefore && !change.openAfter) return;
    const { ownAfter: own, inherited } = change;
    const isLetIn = (held: Alternative) => change.after.some((asked) => change.covers(held, asked));
    const instead = change.kept.length === 0 && change.removed.length > 0 && !change.removed.some(isLetIn);
    for (const alternative of change.added) {
      const isPart = change.removed.some((held) => change.covers(held, alternative));
      yield { gained: describe(alternative), instead, isPart, own, inherited };
    }
  },
  say: ({ gained, instead, isPart }, { where, direction }) => {
    const how = isPart ? 'alone' : instead ? 'instead' : 'too';
    return direction === 'request'
      ? `the ${where} now accepts ${gained} ${how}`
      : `the ${where} may now be called with ${gained} ${how}`;
  },
  peers: ({ facts }) => (facts.own ? [`${prefix(facts)}-added`] : []),
  examples: () => ({
    reports: both([{ token: [] }], [{ key: [] }, { token: [] }], 'safe', 'added'),
    silent: [own(undefined, [{ key: [] }])],
  }),
});

type Rescoped = {
  readonly scheme: string;
  readonly scope: string;
  /** Else the leading tool takes it for one alternative gone and another come. */
  readonly isOnly: boolean;
  readonly letIn: boolean;
  /** Of one that is gone: another is required now. */
  readonly isReplaced: boolean;
  readonly inherited: boolean;
};

function scopeRule(change: 'added' | 'removed'): Rule {
  const added = change === 'added';
  const [less, more] = [[{ login: ['read'] }], [{ login: ['read', 'write'] }]];
  const [before, after] = added ? [less, more] : [more, less];
  const severity = added ? 'breaking' : 'safe';
  return defineRule<'security', Rescoped>({
    id: `security-scope-${change}`,
    on: 'security',
    purpose: `Reports a scope that an operation ${added ? 'requires now' : 'no longer requires'}.`,
    about: 'security',
    severity: ({ letIn }, { direction }) => (letIn || direction === 'response' ? 'safe' : severity),
    advice: ({ scope, isReplaced }, { direction }) => {
      if (added && direction === 'response') return 'Nothing to do; more comes with a call than before.';
      if (added) return `Ask for tokens with the scope \`${scope}\` from the release on.`;
      return isReplaced
        ? 'Nothing to do for this alone: what is required now is told apart.'
        : 'Nothing to do; less is required.';
    },
    identifying: ['scheme', 'scope'],
    *find(pair): Iterable<Rescoped> {
      const all = changeOf(pair);
      for (const kept of all.kept) {
        const [without, holder] = added ? [kept.before, kept.after] : [kept.after, kept.before];
        const letIn = all.openAfter || all.after.some((each) => all.covers(kept.before, each));
        for (const held of holder.schemes) {
          const { name, scopes } = held;
          const known = without.schemes.find((each) => each.name === name) ?? without.schemes[0];
          // What kind of scheme it was, or is now, has no scopes to speak of: it is told that it is another kind.
          if (known !== undefined && !hasScopes(known) && mayBeAlike(known, held)) continue;
          const isReplaced = !added && known?.scopes.some((scope) => !scopes.includes(scope)) === true;
          for (const scope of scopes) {
            if (!known?.scopes.includes(scope))
              yield { scheme: name, scope, isOnly: kept.isOnly, letIn, isReplaced, inherited: all.inherited };
          }
        }
      }
    },
    say: ({ scheme, scope }, { where }) =>
      `the ${where} ${added ? 'now requires' : 'no longer requires'} the scope \`${scope}\` of \`${scheme}\``,
    peers: ({ facts }) =>
      (facts.isOnly ? [`scope-${change}`] : ['removed', 'added']).map((ending) => `${prefix(facts)}-${ending}`),
    examples: () => ({
      reports: [
        ...both(before, after, severity, `scope-${change}`),
        own([...before, { key: [] }], [...after, { key: [] }], severity),
        own(
          [...before, { login: ['list'] }],
          [...after, { login: ['show'] }],
          severity,
          ['api-security-added', 'api-security-removed'],
          [`security-scope-${added ? 'removed' : 'added'}`],
        ),
      ],
      silent: [own([{ login: ['read', 'write'] }], [{ login: ['write', 'read'] }])],
    }),
  });
}

export const securityRules: readonly Rule[] = [
  securityAlternativeAdded,
  securityAlternativeRemoved,
  securityNoLongerRequired,
  securityRequired,
  scopeRule('added'),
  scopeRule('removed'),
];
