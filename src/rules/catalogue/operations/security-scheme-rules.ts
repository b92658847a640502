// The schemes that security requirements name: how a caller proves who it is. Told once for the whole API, not for each
// operation that asks for the scheme; what no operation asks for hurts nobody. Only where a document asks for nothing
// at all, it may have left out who does.

import type { Pairs } from '../../../diff/index.ts';
import { mayBeSentAlike, type OAuthFlow, type SecurityScheme } from '../../../spec/index.ts';
import type { Severity } from '../../comparison.ts';
import { documents, type Example, type Expected } from '../../example.ts';
import { defineRule, type Facts, type Rule } from '../../rule.ts';

const key = { type: 'apiKey', name: 'X-Key', in: 'header' };
const bearer = { type: 'http', scheme: 'bearer' };
const flow = {
  authorizationUrl: 'https://example.com/login',
  tokenUrl: 'https://example.com/token',
  refreshUrl: 'https://example.com/refresh',
  deviceAuthorizationUrl: 'https://example.com/device',
  scopes: { read: 'Read.' },
};
/** The leading tool looks into the implicit flow alone. */
const oauth = (fields: object, name = 'implicit') => ({
  type: 'oauth2',
  flows: { [name]: { ...flow, ...fields } },
});
const openId = (host: string) => ({
  type: 'openIdConnect',
  openIdConnectUrl: `https://${host}/.well-known/openid-configuration`,
});

const paths = { '/pets': { get: { responses: { '204': { description: 'Done.' } } } } };
const asking = { security: [{ it: [] }], paths };

/** A scheme that every operation asks for. */
function schemes(before: object | null, after: object | null, ...expected: Expected): Example {
  return schemesIn(asking, before, after, ...expected);
}

function schemesIn(parts: object, before: object | null, after: object | null, ...expected: Expected): Example {
  const api = (it: object | null) => ({ components: { securitySchemes: it === null ? {} : { it } }, ...parts });
  return documents(api(before), api(after), ...expected);
}

function swagger(before: object, after: object, ...expected: Expected): Example {
  const api = (it: object) => ({ swagger: '2.0', securityDefinitions: { it }, ...asking });
  return documents(api(before), api(after), ...expected);
}

type Used = {
  readonly use: Pairs['securityScheme']['use'];
  /** Operations that do without it, and so are not hit; left out where there are none. */
  readonly unasked?: readonly string[];
};

function usedOf({ use, unasked }: Pairs['securityScheme']): Used {
  return unasked.length === 0 ? { use } : { use, unasked };
}

function whereAsked<F extends Used>(severityOf: (facts: F) => Severity): (facts: F) => Severity {
  return (facts) => {
    const severity = severityOf(facts);
    return facts.use === 'asked' ? severity : facts.use === 'unasked' || severity === 'safe' ? 'safe' : 'risky';
  };
}

function presenceRule(change: 'added' | 'removed'): Rule {
  const added = change === 'added';
  return defineRule({
    id: `security-scheme-${change}`,
    on: 'securityScheme',
    purpose: `Reports a security scheme that ${added ? 'is new' : 'is no longer defined'}; what that means is told of each operation that uses it.`,
    about: 'names',
    severity: ({ use }: Used) => (use === 'asked' ? 'risky' : 'safe'),
    codegen: added ? 'safe' : 'breaking',
    advice: ({ use }) => {
      if (added) return 'Nothing to do.';
      return use === 'asked'
        ? 'Ask how to authenticate from the release on. Whoever runs the API: define the scheme, or stop asking for it.'
        : 'Whoever generates a client: its code for the scheme goes away.';
    },
    identifying: [],
    *find(pair): Iterable<Used> {
      if (added ? pair.before === null : pair.after === null) yield usedOf(pair);
    },
    say: ({ use }, { subjectPath }) =>
      `the security scheme \`${subjectPath.at(-1)}\` is ${added ? 'new' : use === 'asked' ? 'no longer defined, and still asked for' : 'gone'}`,
    peers: () => [`api-security-component-${change}`],
    examples: () => ({
      reports: [
        ...(added
          ? [schemesIn({ paths }, null, key, 'safe', ['api-security-component-added'])]
          : [
              schemesIn({ paths }, key, null, 'safe', ['api-security-component-removed']),
              schemes(key, null, 'risky', ['api-security-component-removed']),
            ]),
      ],
      silent: [added ? schemesIn({ paths }, key, null) : schemesIn({ paths }, null, key)],
    }),
  });
}

interface Detail {
  readonly id: string;
  readonly what: string;
  readonly at: string;
  readonly peers: readonly string[];
  /** What a caller has to know; null where the scheme has nothing of the kind. */
  readonly of: (scheme: SecurityScheme) => string | null;
  /** Whether what was sent so far may do all the same. */
  readonly mayDo?: (before: SecurityScheme, after: SecurityScheme) => boolean;
  readonly reports: readonly Example[];
  readonly silent: readonly Example[];
}

const typeChanged = ['api-security-component-type-changed'];

const details: readonly Detail[] = [
  {
    id: 'type',
    what: 'kind',
    at: 'type',
    peers: typeChanged,
    of: ({ type }) => type || '(no type)',
    mayDo: mayBeSentAlike,
    reports: [
      schemes(key, bearer, 'breaking', typeChanged),
      schemesIn({ paths }, key, bearer, 'risky', typeChanged),
      documents(
        { components: { securitySchemes: { it: key, other: bearer } }, ...asking },
        { components: { securitySchemes: { it: key, other: key } }, ...asking },
        'safe',
        typeChanged,
      ),
      swagger({ type: 'basic' }, { type: 'apiKey', name: 'X-Key', in: 'header' }, 'breaking', typeChanged),
      schemes({ ...key, name: 'Authorization' }, bearer, 'risky', typeChanged),
    ],
    silent: [schemes(bearer, { ...bearer, bearerFormat: 'JWT' })],
  },
  {
    id: 'key-place',
    what: 'place of the key',
    at: 'in',
    peers: [],
    of: ({ type, keyIn, keyName }) =>
      type === 'apiKey'
        ? `${keyIn ?? '(no place)'} ${(keyIn === 'header' ? keyName?.toLowerCase() : keyName) ?? '(no name)'}`
        : null,
    reports: [
      schemes(key, { ...key, in: 'query' }, 'breaking', []),
      schemes(key, { ...key, name: 'X-Token' }, 'breaking'),
    ],
    silent: [schemes(key, { ...key, name: 'x-key' })],
  },
  {
    id: 'http-scheme',
    what: 'HTTP authentication scheme',
    at: 'scheme',
    peers: [],
    of: ({ type, httpScheme }) => (type === 'http' ? httpScheme : null),
    reports: [schemes(bearer, { ...bearer, scheme: 'basic' }, 'breaking', [])],
    silent: [schemes(bearer, { ...bearer, scheme: 'Bearer' })],
  },
  {
    id: 'discovery-url',
    what: 'OpenID Connect address',
    at: 'openIdConnectUrl',
    peers: [],
    of: ({ openIdConnectUrl }) => openIdConnectUrl,
    reports: [schemes(openId('a.example'), openId('b.example'), 'breaking', [])],
    silent: [schemes(openId('a.example'), { ...openId('a.example'), description: 'Log in.' })],
  },
];

type Changed = Used & { readonly before: string; readonly after: string; readonly mayDo?: true };

function detailRule({ id, what, at, peers, of, mayDo, reports, silent }: Detail): Rule {
  return defineRule<'securityScheme', Changed>({
    id: `security-scheme-${id}-changed`,
    on: 'securityScheme',
    purpose: `Reports a security scheme with another ${what}: callers that authenticate as before are refused.`,
    about: 'security',
    severity: whereAsked((facts) => (facts.mayDo ? 'risky' : 'breaking')),
    codegen: 'breaking',
    advice: ({ before, after, mayDo: may }) => {
      if (may)
        return 'Ask whether what you send in `Authorization` is still accepted. Whoever runs the API: say whether it is.';
      return /\(no (place|name|type)\)/.test(after)
        ? 'Ask how to authenticate from the release on: the document does not say it whole. Whoever runs the API: complete the scheme.'
        : `Authenticate with \`${after}\` from the release on, no longer with \`${before}\`. Whoever runs the API: add a second scheme first, and take the old one away later.`;
    },
    at,
    identifying: ['before', 'after'],
    *find(pair): Iterable<Changed> {
      const { before, after } = pair;
      if (before === null || after === null) return;
      const [left, right] = [of(before), of(after)];
      if (left === null || right === null || left === right) return;
      const may = mayDo?.(before, after) === true;
      yield { before: left, after: right, ...(may && { mayDo: true }), ...usedOf(pair) };
    },
    say: ({ before, after, mayDo: may }, { subjectPath }) => {
      const changed = `the ${what} of the security scheme \`${subjectPath.at(-1)}\` changed from \`${before}\` to \`${after}\``;
      return may ? `${changed}; both are sent in \`Authorization\`` : changed;
    },
    peers: () => peers,
    examples: () => ({ reports, silent }),
  });
}

/** Flows of a scheme by name, where it is an OAuth scheme on both sides. */
function flowPairs({ before, after }: Pairs['securityScheme']): [string, OAuthFlow | null, OAuthFlow | null][] {
  if (before === null || after === null || before.type !== 'oauth2' || after.type !== 'oauth2') return [];
  const names = new Set([...before.flows.keys(), ...after.flows.keys()]);
  return [...names].map((name) => [name, before.flows.get(name) ?? null, after.flows.get(name) ?? null]);
}

interface FlowWords<F extends Facts> {
  /** What tells two findings of one scheme apart. */
  readonly identifying: readonly (keyof F & string)[];
  readonly id: string;
  readonly purpose: string;
  readonly severity: (facts: F) => Severity;
  readonly advice: string | ((facts: F) => string);
  /** `left` are the names of the flows that there are now. */
  readonly find: (
    flow: string,
    before: OAuthFlow | null,
    after: OAuthFlow | null,
    left: readonly string[],
  ) => Iterable<F>;
  readonly say: (facts: F) => string;
  readonly peers: (facts: F) => readonly string[];
  readonly reports: readonly Example[];
  readonly silent: readonly Example[];
}

function flowRule<F extends Facts>({
  id,
  purpose,
  severity,
  advice,
  find,
  say,
  peers,
  identifying,
  reports,
  silent,
}: FlowWords<F>): Rule {
  return defineRule<'securityScheme', F & Used>({
    id,
    on: 'securityScheme',
    purpose,
    about: 'security',
    severity: whereAsked<F & Used>(severity),
    advice,
    at: 'flows',
    identifying,
    *find(pair): Iterable<F & Used> {
      for (const [name, before, after] of flowPairs(pair)) {
        for (const facts of find(name, before, after, [...(pair.after?.flows.keys() ?? [])]))
          yield { ...facts, ...usedOf(pair) };
      }
    },
    say: (facts, { subjectPath }) => `the security scheme \`${subjectPath.at(-1)}\` ${say(facts)}`,
    peers: ({ facts }) => peers(facts),
    examples: () => ({ reports, silent }),
  });
}

const addresses = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'] as const;
const addressPeers: Readonly<Record<(typeof addresses)[number], readonly string[]>> = {
  authorizationUrl: ['api-security-component-oauth-url-changed'],
  tokenUrl: ['api-security-component-oauth-token-url-changed'],
  refreshUrl: [],
  deviceAuthorizationUrl: [],
};

type Address = {
  readonly flow: string;
  readonly address: (typeof addresses)[number];
  /** Null where there was none. */
  readonly before: string | null;
  readonly after: string | null;
};
type Flow = { readonly flow: string };
type Scope = { readonly flow: string; readonly scope: string };

function scopeRule(change: 'added' | 'removed'): Rule {
  const added = change === 'added';
  const scopes = { read: 'Read.', write: 'Write.' };
  const [less, more] = [oauth({}), oauth({ scopes })];
  const [before, after] = added ? [less, more] : [more, less];
  const [few, many] = [oauth({}, 'password'), oauth({ scopes }, 'password')];
  const severity = added ? 'safe' : 'risky';
  return flowRule<Scope>({
    id: `security-scheme-scope-${change}`,
    identifying: ['flow', 'scope'],
    purpose: `Reports a scope that an OAuth flow ${added ? 'has now' : 'no longer has'}.`,
    severity: () => severity,
    advice: added
      ? 'Nothing to do; it may be asked for.'
      : 'Stop asking for the scope: the request for a token may be refused.',
    *find(name, left, right) {
      if (left === null || right === null) return;
      const [without, holder] = added ? [left, right] : [right, left];
      for (const scope of holder.scopes) if (!without.scopes.has(scope)) yield { flow: name, scope };
    },
    say: ({ flow: name, scope }) =>
      `${added ? 'has' : 'no longer has'} the scope \`${scope}\` in its flow \`${name}\`${added ? ' now' : ''}`,
    peers: ({ flow: name }) => (name === 'implicit' ? [`api-security-component-oauth-scope-${change}`] : []),
    reports: [
      schemes(before, after, severity, [`api-security-component-oauth-scope-${change}`]),
      schemes(added ? few : many, added ? many : few, severity, []),
    ],
    silent: [schemes(less, oauth({ scopes: { read: 'Look.' } }))],
  });
}

export const securitySchemeRules: readonly Rule[] = [
  presenceRule('added'),
  presenceRule('removed'),
  ...details.map(detailRule),
  flowRule<Address>({
    id: 'security-scheme-address-changed',
    identifying: ['flow', 'address', 'before', 'after'],
    purpose: 'Reports another address for logging in, or for getting or renewing a token.',
    severity: ({ before }) => (before === null ? 'safe' : 'breaking'),
    advice: ({ address, before, after }) => {
      if (before === null) return 'Nothing to do; it may be used.';
      const instead =
        after === null
          ? `Do without the \`${address}\` from the release on: no address takes its place.`
          : 'Log in and get tokens at the new address from the release on.';
      return `${instead} Whoever runs the API: keep the old address answering.`;
    },
    *find(name, before, after) {
      if (before === null || after === null) return;
      for (const address of addresses) {
        if (before[address] === after[address]) continue;
        yield { flow: name, address, before: before[address], after: after[address] };
      }
    },
    say: ({ flow: name, address, before, after }) => {
      if (before === null) return `names the \`${address}\` of its flow \`${name}\` now: ${after}`;
      return after === null
        ? `has no \`${address}\` any more in its flow \`${name}\`; it was ${before}`
        : `has another \`${address}\` in its flow \`${name}\`: ${after} instead of ${before}`;
    },
    peers: ({ flow: name, address }) => (name === 'implicit' ? addressPeers[address] : []),
    reports: [
      ...addresses.map((address) =>
        schemes(oauth({}), oauth({ [address]: 'https://other.example' }), 'breaking', addressPeers[address]),
      ),
      schemes(oauth({}, 'password'), oauth({ tokenUrl: 'https://other.example' }, 'password'), 'breaking', []),
      schemes(oauth({ refreshUrl: undefined }), oauth({}), 'safe', []),
      swagger(
        { type: 'oauth2', flow: 'implicit', authorizationUrl: 'https://a.example', scopes: {} },
        { type: 'oauth2', flow: 'implicit', authorizationUrl: 'https://b.example', scopes: {} },
        'breaking',
        addressPeers.authorizationUrl,
      ),
    ],
    silent: [schemes(oauth({}), oauth({ description: 'Log in.' }))],
  }),
  flowRule<Flow & { readonly left: readonly string[] }>({
    id: 'security-scheme-flow-removed',
    identifying: ['flow'],
    purpose: 'Reports an OAuth flow that a scheme no longer has.',
    severity: () => 'breaking',
    advice: ({ left }) =>
      left.length === 0
        ? 'Ask whoever runs the API how to get tokens from then on: no flow is left.'
        : `Get tokens through ${left.map((each) => `\`${each}\``).join(' or ')}.`,
    *find(name, _, after, left) {
      if (after === null) yield { flow: name, left };
    },
    say: ({ flow: name }) => `no longer has the flow \`${name}\``,
    peers: () => [],
    reports: [
      schemes(
        { type: 'oauth2', flows: { implicit: flow, authorizationCode: flow } },
        { type: 'oauth2', flows: { authorizationCode: flow } },
        'breaking',
        [],
      ),
    ],
    silent: [swagger({ type: 'oauth2', flow: 'accessCode', ...flow }, { type: 'oauth2', flow: 'accessCode', ...flow })],
  }),
  flowRule<Flow>({
    id: 'security-scheme-flow-added',
    identifying: ['flow'],
    purpose: 'Reports an OAuth flow that is new in a scheme.',
    severity: () => 'safe',
    advice: 'Nothing to do; it may be used.',
    *find(name, before) {
      if (before === null) yield { flow: name };
    },
    say: ({ flow: name }) => `has the flow \`${name}\` now`,
    peers: () => [],
    reports: [
      schemes(
        { type: 'oauth2', flows: { authorizationCode: flow } },
        { type: 'oauth2', flows: { implicit: flow, authorizationCode: flow } },
        'safe',
        [],
      ),
    ],
    silent: [schemes(oauth({}), oauth({ scopes: {} }))],
  }),
  scopeRule('added'),
  scopeRule('removed'),
];
