import { TocsinError } from '../base/index.ts';
import { defaultLoadLimits, type LoadLimits } from './load-limits.ts';
import { remoteAccess } from './remote-access.ts';

/**
 * What stands behind a URL, if its host is one of `allowHosts`, as are those to which it redirects; see `remoteAccess`.
 * @throws TocsinError `spec-not-allowed`, `spec-unreadable`
 */
export async function readRemote(
  url: string,
  allowHosts: readonly string[],
  limits: Pick<LoadLimits, 'maximumBytes' | 'timeoutSeconds'>,
): Promise<Uint8Array> {
  const place = remoteAccess(allowHosts).place(url);
  if (!('read' in place)) throw new TocsinError('spec-not-allowed', place.message);
  return place.read({ ...defaultLoadLimits, ...limits });
}
