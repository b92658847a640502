import { type IsoDate, sayDay } from '../../../base/index.ts';
import { oncePerPair, speltOtherwise } from '../../../diff/index.ts';
import { type Api, type Operation, operationKey, pathItemKey, type Server } from '../../../spec/index.ts';
import { documents } from '../../example.ts';
import { isUnstable, type SunsetState, sunsetDay, sunsetState } from '../../lifecycle.ts';
import { defineRule } from '../../rule.ts';
import { namedOperations } from './named-operations.ts';
import { findTemplateRoute } from './template-route.ts';

const needed = { in: 'query', name: 'shop', required: true, schema: { type: 'string' } };
const secured = {
  components: { securitySchemes: { key: { type: 'http', scheme: 'basic' } } },
  security: [{ key: [] }],
};
const operation = { responses: { '204': { description: 'Done.' } } };
const sending = (type: string) => ({ ...operation, requestBody: { required: true, content: { [type]: {} } } });

export const operationRemoved = defineRule({
  id: 'operation-removed',
  on: 'operation',
  purpose: 'Reports an operation, webhook or callback that the previous version offered and this one does not.',
  about: 'presence',
  severity: ({ stillAnsweredBy }: Found) => (stillAnsweredBy === null ? 'breaking' : 'risky'),
  codegen: 'breaking',
  advice: ({ stillAnsweredBy, deprecated, sunsetWas, staysUntil, goesOnAs, speltNow, perhapsNow, calledBy }) => {
    if (stillAnsweredBy !== null) {
      return `Calls now end at ${stillAnsweredBy}: check that it answers them in the same way.`;
    }
    const port =
      goesOnAs !== null
        ? `Call ${goesOnAs.name} from the release on: most probably it is the same, since it has its operationId \`${goesOnAs.operationId}\`.`
        : speltNow !== null
          ? `Call ${speltNow} from the release on: most probably it is the same, with its path written otherwise.`
          : calledBy === 'client'
            ? `Stop calling it before the release.${perhapsNow === null ? '' : ` ${perhapsNow} is new; perhaps it takes its place.`}`
            : 'Do not wait for it any more.';
    if (sunsetWas === 'unreadable')
      return `${port} Whoever runs the API: what was named as its sunset is not a date, and promises nothing; write it as in 2027-03-01, and remove after it.`;
    const todo =
      staysUntil !== null
        ? `keep it until ${sayDay(staysUntil)}, its sunset date, and remove it then`
        : deprecated
          ? 'it was deprecated without a sunset date; name one, remove after it'
          : 'deprecate first, name a sunset date, remove after it';
    return `${port} Whoever runs the API: ${todo}.`;
  },
  identifying: [],
  *find({ before, after }, { base, revision, asOf }): Iterable<Found> {
    if (before === null || after !== null) return;
    const route = findTemplateRoute(revision, before, 'the whole call');
    const goesOnAs = findSuccessor(before, base, revision);
    const sunsetWas = sunsetState(before.sunset, asOf);
    yield {
      pathRemains: revision.pathItems.has(pathItemKey(before)),
      stillAnsweredBy: route?.refusedBecause === null ? route.name : null,
      refused: route?.refusedBecause == null ? null : { by: route.name, because: route.refusedBecause },
      deprecated: before.deprecated,
      sunsetWas,
      staysUntil: sunsetWas === 'ahead' ? sunsetDay(before.sunset) : null,
      stability: before.stability,
      goesOnAs,
      speltNow: goesOnAs === null ? findOtherSpelling(before, base, revision) : null,
      perhapsNow: goesOnAs === null ? findNewMethod(before, base, revision) : null,
      calledBy: before.calledBy,
    };
  },
  say: ({ stillAnsweredBy, refused, goesOnAs }, { operation }) => {
    const name = `${operation?.kind === 'webhook' ? 'the webhook' : ''} ${operation?.method} ${operation?.path}`.trim();
    if (goesOnAs?.formerly != null) return `${goesOnAs.formerly} is gone`;
    if (refused !== null) return `${name} is gone, and ${refused.by} refuses its calls, since ${refused.because}`;
    return stillAnsweredBy === null ? `${name} is gone` : `${name} is gone; ${stillAnsweredBy} takes its calls`;
  },
  peers: ({ facts: { pathRemains, deprecated, sunsetWas, stability }, context }) => {
    if (isUnstable(stability)) return []; // the leading tool passes over these
    if (context.operation?.kind === 'webhook' && !pathRemains) return ['webhook-removed'];
    const thing = pathRemains ? 'api' : 'api-path';
    if (stability !== null && !['beta', 'stable'].includes(stability)) return ['api-invalid-stability-level'];
    if (!deprecated) return [`${thing}-removed-without-deprecation`];
    if (sunsetWas === 'unreadable') return ['api-path-sunset-parse'];
    if (sunsetWas === 'past') return []; // a promise that was kept is nothing to it
    return [`${thing}-removed-${sunsetWas === 'ahead' ? 'before-sunset' : 'with-deprecation'}`];
  },
  examples: () => ({
    reports: [
      documents(
        { paths: { '/pets': { get: operation, post: operation } } },
        { paths: { '/pets': { get: operation } } },
        'breaking',
        ['api-removed-without-deprecation'],
      ),
      documents(
        { paths: { '/pets/mine': { get: operation }, '/pets/{id}': { get: operation } } },
        { paths: { '/pets/{id}': { get: operation } } },
        'risky',
        ['api-path-removed-without-deprecation'],
      ),
      ...[[{ in: 'path', name: 'id', required: true, schema: { type: 'integer' } }], [needed]].map((parameters) =>
        documents(
          { paths: { '/pets/mine': { get: operation }, '/pets/{id}': { get: { ...operation, parameters } } } },
          { paths: { '/pets/{id}': { get: { ...operation, parameters } } } },
          'breaking',
          ['api-path-removed-without-deprecation'],
        ),
      ),
      documents(
        { paths: { '/pets/mine': { post: sending('application/json') }, '/pets/{id}': { post: sending('text/csv') } } },
        { paths: { '/pets/{id}': { post: sending('text/csv') } } },
        'breaking',
        ['api-path-removed-without-deprecation'],
      ),
      documents(
        {
          ...secured,
          paths: { '/pets/mine': { get: { ...operation, security: [] } }, '/pets/{id}': { get: operation } },
        },
        { ...secured, paths: { '/pets/{id}': { get: operation } } },
        'breaking',
        ['api-path-removed-without-deprecation'],
      ),
      ...(
        [
          [{ deprecated: true }, 'removed-with-deprecation', 'breaking'],
          [{ deprecated: true, 'x-sunset': '2099-01-01' }, 'removed-before-sunset', 'breaking'],
        ] as const
      ).flatMap(([marks, ending, severity]) => [
        documents(
          { paths: { '/pets': { get: operation, post: { ...operation, ...marks } } } },
          { paths: { '/pets': { get: operation } } },
          severity,
          [`api-${ending}`],
        ),
        documents({ paths: { '/pets': { post: { ...operation, ...marks } } } }, {}, severity, [`api-path-${ending}`]),
      ]),
      documents(
        { paths: { '/pets': { get: { ...operation, deprecated: true, 'x-sunset': 'next spring' } } } },
        {},
        'breaking',
        ['api-path-sunset-parse'],
      ),
      documents({ paths: { '/pets': { get: { ...operation, 'x-stability-level': 'alpha' } } } }, {}, 'risky', []),
      documents(
        { paths: { '/pets': { get: { ...operation, deprecated: true, 'x-sunset': '2020-01-01' } } } },
        {},
        'risky',
        [],
      ),
      documents({ paths: { '/pets': { get: { ...operation, 'x-stability-level': 'ripe' } } } }, {}, 'breaking', [
        'api-invalid-stability-level',
      ]),
      documents({ webhooks: { sold: { post: operation } } }, {}, 'breaking', ['webhook-removed']),
      ...[{ paths: { '/pets': { get: operation } } }, { webhooks: { sold: { post: operation } } }].map((before) =>
        documents(before, { paths: { '/pets': {} }, webhooks: { sold: {} } }, 'breaking', [
          'api-removed-without-deprecation',
        ]),
      ),
    ],
    silent: [
      documents({ paths: { '/pets/{id}': { get: operation } } }, { paths: { '/pets/{petId}': { get: operation } } }),
    ],
  }),
});

type Found = {
  readonly pathRemains: boolean;
  readonly stillAnsweredBy: string | null;
  /** The template that matches its calls, and why it refuses each of them. */
  readonly refused: { readonly by: string; readonly because: string } | null;
  readonly deprecated: boolean;
  readonly sunsetWas: SunsetState;
  /** The day that was promised, where it has not come. */
  readonly staysUntil: IsoDate | null;
  readonly stability: string | null;
  /** The new operation that has its operationId; with the address that it had, where only that differs. */
  readonly goesOnAs: { readonly name: string; readonly operationId: string; readonly formerly: string | null } | null;
  /** The new operation whose path differs in case, in signs between words or at its end alone. */
  readonly speltNow: string | null;
  /** The one operation that is new at its path where it alone is gone, by a method that does the like. */
  readonly perhapsNow: string | null;
  readonly calledBy: Operation['calledBy'];
};

/** Methods of which one is given in place of another. */
const likeMethods = [
  ['PUT', 'PATCH', 'POST'],
  ['GET', 'POST'],
];

function findNewMethod(before: Operation, base: Api, revision: Api): string | null {
  const methods = [...new Set(likeMethods.flat())];
  const isOnlyIn = (method: string, api: Api, other: Api) => {
    const key = operationKey(before, method);
    return api.operations.has(key) && !other.operations.has(key);
  };
  const come = methods.filter((method) => isOnlyIn(method, revision, base));
  const gone = methods.filter((method) => isOnlyIn(method, base, revision));
  const [method] = come;
  const isLike = likeMethods.some(
    (like) => like.includes(before.method) && method !== undefined && like.includes(method),
  );
  return before.kind === 'path' && come.length === 1 && gone.length === 1 && isLike ? `${method} ${before.path}` : null;
}

const speltNowOf = oncePerPair((base, revision) => {
  const bare = (name: string) =>
    name
      .toLowerCase()
      .replace(/\{[^}]*\}/g, '{}')
      .replace(/[-_]|\/$/g, '');
  return speltOtherwise(namesOf(base), namesOf(revision), bare);
});

function findOtherSpelling({ method, path, kind }: Operation, base: Api, revision: Api): string | null {
  return kind === 'path' ? (speltNowOf(base, revision).get(`${method} ${path}`) ?? null) : null;
}

function* namesOf(api: Api): Iterable<string> {
  for (const { kind, method, path } of api.operations.values()) if (kind === 'path') yield `${method} ${path}`;
}

function findSuccessor(
  { operationId, method, path, servers, kind }: Operation,
  base: Api,
  revision: Api,
): Found['goesOnAs'] {
  const key = operationId === null || kind !== 'path' ? undefined : namedOperations(revision).get(operationId);
  const entry = key === undefined ? undefined : revision.operations.get(key);
  if (operationId === null || key === undefined || entry?.kind !== 'path') return null;
  const isAlike = entry.method === method && entry.path === path;
  if (!isAlike)
    return base.operations.has(key) ? null : { name: `${entry.method} ${entry.path}`, operationId, formerly: null };
  const at = (list: readonly Server[]) => `${method} ${(list[0]?.url ?? '').replace(/\/+$/, '')}${path}`;
  return { name: at(entry.read().servers), operationId, formerly: at(servers) };
}
