// What a sync would change, and what it may not. A name lives in three states: `living`, `deleted` (marked in the files)
// and `retired` (left out after it was marked once). Nothing goes from living to left out in one step, so that a
// file that was cut short, or a merge that lost a block, silences nobody (C7, C8); and a retired name is not given to
// something else unnoticed (B9).

import { isDeepStrictEqual } from 'node:util';
import { type CatalogSettings, catalogSettings } from './catalog-settings.ts';

const sectionOfKind = {
  list: 'lists',
  chat: 'chat',
  team: 'teams',
  service: 'services',
  consumer: 'consumers',
  meeting: 'meetings',
} as const;

export type CatalogKind = keyof typeof sectionOfKind;

const kinds = Object.keys(sectionOfKind) as readonly CatalogKind[];

export interface CatalogEntry {
  readonly kind: CatalogKind;
  readonly name: string;
  /** The settings, checked and with their defaults. */
  readonly settings: { readonly deleted: boolean; readonly revive: boolean; readonly [key: string]: unknown };
}

/** An entry as it was last synced. */
export interface SyncedEntry extends CatalogEntry {
  readonly state: 'living' | 'deleted' | 'retired';
}

/** `retired` is left out after its mark, `restored` lost its mark, `revived` takes up a retired name. */
export type CatalogStep = 'added' | 'changed' | 'deleted' | 'restored' | 'retired' | 'revived';

export interface CatalogChange {
  readonly step: CatalogStep;
  readonly kind: CatalogKind;
  readonly name: string;
  readonly before: CatalogEntry['settings'] | null;
  readonly after: CatalogEntry['settings'] | null;
}

export interface CatalogRefusal {
  readonly kind: CatalogKind;
  readonly name: string;
  readonly because: string;
  readonly hint: string;
}

export interface CatalogDifference {
  readonly changes: readonly CatalogChange[];
  /** Any of them refuses the whole. */
  readonly refusals: readonly CatalogRefusal[];
}

export function catalogEntries(settings: CatalogSettings): CatalogEntry[] {
  return kinds.flatMap((kind) =>
    Object.entries(settings[sectionOfKind[kind]]).map(([name, value]) => ({ kind, name, settings: value })),
  );
}

/** An entry's settings as this version reads them: one that was synced by an older version lacks newer defaults. */
export function withDefaults({ kind, name, settings }: CatalogEntry): CatalogEntry['settings'] {
  const read = catalogSettings[sectionOfKind[kind]].safeParse({ [name]: settings });
  return (read.success ? read.data[name] : undefined) ?? settings;
}

/** The settings with further entries, where their names are not taken. */
export function withEntries(settings: CatalogSettings, entries: readonly CatalogEntry[]): CatalogSettings {
  return {
    ...settings,
    ...Object.fromEntries(
      kinds.map((kind) => {
        const section = sectionOfKind[kind];
        const more = entries.filter((entry) => entry.kind === kind).map((entry) => [entry.name, entry.settings]);
        return [section, { ...Object.fromEntries(more), ...settings[section] }];
      }),
    ),
  };
}

/** Changes come in the order of the files, then what was left out. */
export function compareCatalog(synced: readonly SyncedEntry[], written: readonly CatalogEntry[]): CatalogDifference {
  const keyOf = ({ kind, name }: Pick<CatalogEntry, 'kind' | 'name'>) => `${kind} ${name}`;
  const before = new Map(synced.map((entry) => [keyOf(entry), entry]));
  const now = new Set(written.map(keyOf));
  const changes: CatalogChange[] = [];
  const refusals: CatalogRefusal[] = [];
  for (const entry of written) {
    const { kind, name, settings: after } = entry;
    const old = before.get(keyOf(entry));
    const change = (step: CatalogStep) => changes.push({ step, kind, name, before: old?.settings ?? null, after });
    if (old === undefined) change('added');
    else if (old.state === 'retired') {
      if (after.deleted) change('deleted');
      else if (after.revive) change('revived');
      else {
        refusals.push({
          kind,
          name,
          because: `The name of the ${kind} ${name} belongs to one that was retired, and old releases speak of that one.`,
          hint: `Choose another name, or write revive: true there if it is the same one come back.`,
        });
      }
    } else if (old.state === 'living' && after.deleted) change('deleted');
    else if (old.state === 'deleted' && !after.deleted) change('restored');
    else if (!isDeepStrictEqual(comparable(old.settings), comparable(after))) change('changed');
  }
  for (const old of synced) {
    if (now.has(keyOf(old)) || old.state === 'retired') continue;
    const { kind, name, settings } = old;
    if (old.state === 'deleted') changes.push({ step: 'retired', kind, name, before: settings, after: null });
    else {
      refusals.push({
        kind,
        name,
        because: `The ${kind} ${name} is left out, but was never marked as deleted.`,
        hint: `Put it back; if it is to go, with deleted: true for one sync.`,
      });
    }
  }
  return { changes, refusals };
}

/** `revive` is a word to the sync, no fact of the thing. */
function comparable({ revive: _, ...settings }: CatalogEntry['settings']): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(settings)) as Readonly<Record<string, unknown>>;
}

/** Services that depend on each other in a circle, each circle once, from its first service by name. */
export function findCircles(services: Readonly<Record<string, { readonly dependsOn: readonly string[] }>>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (name: string, chain: readonly string[]): void => {
    const at = chain.indexOf(name);
    if (at >= 0) {
      circles.push([...chain.slice(at)]);
      return;
    }
    if (done.has(name)) return;
    for (const next of services[name]?.dependsOn ?? []) walk(next, [...chain, name]);
    done.add(name);
  };
  for (const name of Object.keys(services)) walk(name, []);
  return circles;
}
