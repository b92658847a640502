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
