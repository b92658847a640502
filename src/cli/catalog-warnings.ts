// What is doubtful in catalogue files that are right otherwise, for every command that checks them.

import type { Config, DeliverySettings } from '../bot/index.ts';
import { findCircles } from '../catalog/index.ts';
import { checkUses, type UnknownUse } from './check-uses.ts';

interface CatalogWarnings {
  /** Uses of operations that no document has. */
  readonly warnings: readonly UnknownUse[];
  /** Services that wait for one another. */
  readonly circles: readonly (readonly string[])[];
  /** What imported files left open. */
  readonly notes: readonly string[];
}

export async function catalogWarnings(
  organisation: Pick<Config<DeliverySettings>, 'catalog' | 'gathered' | 'settings'>,
  cwd: string,
): Promise<CatalogWarnings> {
  return {
    warnings: await checkUses(organisation, cwd),
    circles: findCircles(organisation.settings.services),
    notes: organisation.gathered.notes,
  };
}

/** Each as a line that stands by itself. */
export function sayWarnings({ warnings, circles, notes }: CatalogWarnings): readonly string[] {
  return [
    ...warnings.map(({ source, line, column, message }) => `Mind: ${source}:${line}:${column}: ${message}`),
    ...circles.map((circle) => `Mind: ${sayCircle(circle)}`),
    ...notes.map((note) => `Mind: ${note}`),
  ];
}

function sayCircle([first = '', ...rest]: readonly string[]): string {
  const chain = [...rest, first].map((name) => `depends on ${name}`).join(', which ');
  return `${first} ${chain}: neither can be deployed before the other; a risk is passed on once around.`;
}
