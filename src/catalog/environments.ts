// What the name of an environment says of it. Organisations call them as they like: `stg`, `prod-eu`. Three questions,
// since what is unknown must count as use where harm is counted, and as nothing where something is to be proven.

import type { Finding } from '../rules/index.ts';

/** Whether what happens there counts as real use: all that does not call itself a place for trying things. */
export function isProduction(environment: string): boolean {
  return !/^(stag(e|ing)?|stg|pre-?prod\w*|test(ing)?|dev(el(opment)?)?|qa|ci|sandbox|preview|local(host)?)([^a-z]|$)/i.test(
    environment,
  );
}

/** Whether it calls itself production, which is what a proof asks for. */
export function isNamedProduction(environment: string): boolean {
  return /^(prod(uction)?|live)([^a-z]|$)/i.test(environment);
}

/** Whether it calls itself the place where a release runs before production. */
export function isStaging(environment: string): boolean {
  return /^(stag(e|ing)?|stg)([^a-z]|$)/i.test(environment);
}

/**
 * The environment whose address a finding takes away, where the service has one at that address: who was only seen in
 * others does not meet it. Null of any other finding.
 */
export function environmentLeft(
  { rule, facts }: Pick<Finding, 'rule' | 'facts'>,
  environments: readonly { readonly name: string; readonly url: string }[],
): string | null {
  if (rule !== 'server-removed' || typeof facts.url !== 'string') return null;
  const gone = facts.url.replace(/\/+$/, '');
  const own = environments.filter(({ url }) => url.replace(/\/+$/, '') === gone);
  return own.length === 1 ? own[0]!.name : null;
}

/**
 * Whether what leaves that environment, or any where none is named, meets whoever calls in these. One that is none of the
 * service's own, as where nobody told it or it has another name by now, may be any of them.
 */
export function isLeftIn(
  left: string | null,
  seenIn: readonly string[],
  environments: readonly { readonly name: string }[],
): boolean {
  return left === null || seenIn.some((each) => each === left || environments.every(({ name }) => name !== each));
}

/** What evidence calls an environment that its source did not tell. */
export const unknownEnvironment = 'unknown';

/** An environment as it is called in a sentence: `in production`, `in an unknown environment`. */
export function sayEnvironment(environment: string): string {
  return environment === unknownEnvironment ? 'an unknown environment' : environment;
}
