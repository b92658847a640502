// Documents and calendars that the catalogue names lie where the file says in which they are named, as everything else that a file of
// the catalogue names does; what reads them starts from the working directory.

import { dirname, relative, resolve } from 'node:path';
import type { Catalog } from './catalog.ts';
import type { SettingsLayer } from './settings-layer.ts';

/** The same catalogue with its documents and on-call calendars as seen from `cwd`. URLs, `REV:PATH` and `github:` stay as they are. */
export function locateDocuments(catalog: Catalog, layers: readonly SettingsLayer[], cwd: string): Catalog {
  const located = (path: readonly string[], name: string | null): string | null => {
    if (name === null || name === '-' || name.includes(':')) return name;
    const place = layers.map((layer) => layer.locate(path, 'value')).find((one) => one !== null);
    // An import has told its own from there already; what was synced and is left out has no file any more.
    if (place === undefined || place.origin !== undefined) return name;
    return relative(cwd, resolve(cwd, dirname(place.source), name));
  };
  return {
    ...catalog,
    teams: catalog.teams.map((team) => ({ ...team, onCall: located(['teams', team.name, 'onCall'], team.onCall) })),
    services: catalog.services.map((service) => ({
      ...service,
      document: {
        base: located(['services', service.name, 'document', 'base'], service.document.base),
        revision: located(['services', service.name, 'document', 'revision'], service.document.revision),
      },
    })),
  };
}
