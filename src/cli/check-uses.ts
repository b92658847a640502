// Operations that consumers are said to use and that no document of the service has: most often a slip of the keyboard,
// by which its users would be told that nothing hits them. Only documents on disk are read: checking a file asks nobody.

import { nearest } from '../base/index.ts';
import type { Config, DeliverySettings } from '../bot/index.ts';
import { indexOperations } from '../catalog/index.ts';
import { listOperations, readSpec } from '../compare/index.ts';

export interface UnknownUse {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** A sentence. */
  readonly message: string;
}

/** What cannot be read is passed over: the commands that need the document say why. */
export async function checkUses(
  { catalog, gathered }: Pick<Config<DeliverySettings>, 'catalog' | 'gathered'>,
  cwd: string,
): Promise<readonly UnknownUse[]> {
  const found: UnknownUse[] = [];
  for (const { name: service, document } of catalog.services) {
    const named = [document.base, document.revision].filter((one) => one !== null && one !== '-' && !one.includes(':'));
    if (named.length === 0) continue;
    const specs = await Promise.all(named.map((one) => readSpec(one as string, 'base', { cwd }).catch(() => null)));
    const read = specs.filter((spec) => spec !== null);
    if (read.length < named.length) continue;
    const index = indexOperations([], listOperations(read));
    for (const consumer of catalog.consumers) {
      const used = consumer.uses.find((use) => use.service === service)?.operations ?? [];
      for (const [at, operation] of used.entries()) {
        if (index.isDescribed(index.resolve(operation)) !== false) continue;
        const path = ['consumers', consumer.name, 'uses', service, at];
        const place = gathered.layers.map((layer) => layer.locate(path, 'value')).find((one) => one !== null);
        if (place === undefined) continue;
        const near = nearest(operation, index.titles);
        const guess = near === null ? '' : ` Did you mean "${near}"?`;
        const { source, line, column } = place;
        const message = `${consumer.name} is said to use "${operation}" of ${service}, which ${named.join(' and ')} ${named.length === 1 ? 'does' : 'do'} not describe.${guess}`;
        found.push({ source, line, column, message });
      }
    }
  }
  return found;
}
