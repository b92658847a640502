import type { SecurityAlternative, SecurityScheme } from '../../../spec/index.ts';
import { documents, operations } from '../../example.ts';
import { defineRule } from '../../rule.ts';

const schemes = {
  components: {
    securitySchemes: {
      key: { type: 'apiKey', name: 'X-Key', in: 'header' },
      token: { type: 'http', scheme: 'bearer' },
    },
  },
};
const withSecurity = (security: readonly unknown[]) => ({
  ...schemes,
  paths: { '/pets': { get: { security, responses: { '204': { description: 'Done.' } } } } },
});

export const securityAlternativeRemoved = defineRule({
  id: 'security-alternative-removed',
  on: 'security',
  purpose: 'Reports a way of proving who one is (or of not having to) that no longer opens the operation.',
  about: 'security',
  severity: 'breaking',
  advice: 'Get and send the credentials that are asked for from the release on.',
  *find({ before, after }): Iterable<Found> {
    const kept = after.alternatives.length === 0 ? [anyone] : after.alternatives;
    const lost = (before.alternatives.length === 0 ? [anyone] : before.alternatives).filter(
      (alternative) => !kept.some((each) => opens(each, alternative)),
    );
    for (const alternative of lost) {
      yield {
        lost: describe(alternative),
        asked: kept.map(describe),
        inherited: before.inherited && after.inherited,
        anonymous: alternative.schemes.length === 0,
      };
    }
  },
  identifying: ['lost', 'asked'],
  say: ({ lost, asked }) => `${lost} no longer opens the operation; asked for now: ${asked.join(', or ')}`,
  peers: ({ facts }) => [facts.inherited ? 'api-global-security-removed' : 'api-security-removed'],
  examples: {
    reports: [
      documents(withSecurity([{ key: [] }, { token: [] }]), withSecurity([{ token: [] }]), {
        severity: 'breaking',
        peers: ['api-security-removed'],
      }),
    ],
    silent: [
      documents(withSecurity([{ key: [] }]), withSecurity([{ token: [] }, { key: [] }])),
      operations({}, { security: [] }),
    ],
  },
});

type Found = {
  readonly lost: string;
  readonly asked: readonly string[];
  readonly inherited: boolean;
  readonly anonymous: boolean;
};

const anyone: Pick<SecurityAlternative, 'schemes'> = { schemes: [] };

/** Whether credentials that satisfy `held` also satisfy `asked`: every scheme asked for is held, with its scopes. */
function opens(asked: Pick<SecurityAlternative, 'schemes'>, held: Pick<SecurityAlternative, 'schemes'>): boolean {
  return asked.schemes.every((need) =>
    held.schemes.some(
      (have) =>
        schemeIdentity(need.scheme, need.name) === schemeIdentity(have.scheme, have.name) &&
        need.scopes.every((scope) => have.scopes.includes(scope)),
    ),
  );
}

/** Two schemes are the same where a caller sends the same thing, whatever the documents call them. */
function schemeIdentity(scheme: SecurityScheme | null, name: string): string {
  if (scheme === null) return `undefined ${name}`;
  if (scheme.type === 'apiKey') return `apiKey ${scheme.keyIn} ${scheme.keyName}`;
  if (scheme.type === 'http') return `http ${scheme.httpScheme}`;
  return `${scheme.type} ${scheme.openIdConnectUrl ?? ''}`;
}

function describe({ schemes: all }: Pick<SecurityAlternative, 'schemes'>): string {
  if (all.length === 0) return 'an anonymous call';
  return all.map(({ name, scopes }) => (scopes.length === 0 ? name : `${name} (${scopes.join(', ')})`)).join(' with ');
}
