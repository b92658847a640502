import type { SecurityScheme } from './operation.ts';

/** A scheme with what a caller sends for it. */
export function withCredential(scheme: Omit<SecurityScheme, 'credential'>): SecurityScheme {
  return { ...scheme, credential: writeCredential(scheme) };
}

function writeCredential({
  type,
  keyIn,
  keyName,
  httpScheme,
  openIdConnectUrl,
  flows,
}: Omit<SecurityScheme, 'credential'>): string {
  if (type === 'apiKey') return `apiKey ${keyIn} ${keyIn === 'header' ? keyName?.toLowerCase() : keyName}`;
  if (type === 'http') return `http ${httpScheme}`;
  const urls = [...flows.values()]
    .map(({ flow, tokenUrl, authorizationUrl }) => [flow, tokenUrl, authorizationUrl])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  return `${type} ${openIdConnectUrl ?? ''} ${JSON.stringify(urls)}`;
}

/**
 * Whether callers may send for the one, as it stands, what they send for the other, which is a scheme of another kind: all
 * of these travel in the header `Authorization`, a key whole (so Swagger 2.0 describes bearer tokens, for which it has no
 * word), and tokens of OAuth and OpenID Connect as bearer tokens (RFC 6750, section 2.1). Where a caller gets it is not said
 * by each kind, so that no more than this is certain.
 */
export function mayBeSentAlike(one: SecurityScheme, other: SecurityScheme): boolean {
  if (one.type === other.type) return false;
  const [left, right] = [inAuthorization(one), inAuthorization(other)];
  return left !== null && right !== null && (left === right || left === anything || right === anything);
}

/** Whether no call carries both: the header has one value, and it begins in one way. */
export function excludeEachOther(one: SecurityScheme, other: SecurityScheme): boolean {
  const [left, right] = [inAuthorization(one), inAuthorization(other)];
  return left !== null && right !== null && left !== right && left !== anything && right !== anything;
}

const anything = '*';

/** With what the value of the header begins; null where it is not sent there. */
function inAuthorization({ type, keyIn, keyName, httpScheme }: SecurityScheme): string | null {
  if (type === 'apiKey') return keyIn === 'header' && keyName?.toLowerCase() === 'authorization' ? anything : null;
  if (type === 'http') return httpScheme;
  return type === 'oauth2' || type === 'openIdConnect' ? 'bearer' : null;
}
