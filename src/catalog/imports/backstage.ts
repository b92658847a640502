// Backstage's catalog-info.yaml (https://backstage.io/docs/features/software-catalog/descriptor-format): Groups are
// teams, APIs are services, Components that consume APIs are consumers. An API whose component provides no other is
// called as that component, because that is what is deployed and what people say. What a relation names and nobody
// describes is not mended here: it becomes a fact that the catalogue's own check refuses at its place, unless the
// catalogue says it otherwise.

import { posix } from 'node:path';
import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import {
  expandDocument,
  offsetIn,
  type Path,
  type Place,
  type PlacedFault,
  placeAt,
  refuseSettings,
  yamlOptions,
} from '../settings-layer.ts';
import type { ImportedFact } from './imported-facts.ts';

export interface ImportedFile {
  /** As faults call it. */
  readonly source: string;
  readonly text: string;
}

const texts = z.array(z.string()).default([]);

const entitySchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string().regex(/^[a-z0-9A-Z]([-_.a-z0-9A-Z]*[a-z0-9A-Z])?$/, 'is no name that Backstage takes'),
    namespace: z.string().default('default'),
    title: z.string().optional(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z
    .looseObject({
      type: z.string().optional(),
      owner: z.string().optional(),
      providesApis: texts,
      implementsApis: texts,
      consumesApis: texts,
      dependsOn: texts,
      memberOf: texts,
      members: texts,
      definition: z.union([z.string(), z.looseObject({ $text: z.string().optional() })]).optional(),
      profile: z.looseObject({ displayName: z.string().optional(), email: z.string().optional() }).default({}),
    })
    .prefault({}),
});

type EntitySettings = z.output<typeof entitySchema>;

interface Entity extends EntitySettings {
  /** `component:default/bodhi`, in lower case: references do not mind the case. */
  readonly ref: string;
  readonly source: string;
  place(...path: Path): Place;
}

export interface ImportedCatalog {
  readonly facts: readonly ImportedFact[];
  /** What was passed over, and why, each with its place in front. */
  readonly notes: readonly string[];
}

/**
 * All files are read as one catalogue: a relation may lead from one into another. `except` names entities that are
 * passed over, and with them every relation to them.
 * Throws `config-invalid` with every entity or relation that cannot be read.
 */
export function readBackstage(files: readonly ImportedFile[], except: readonly string[]): ImportedCatalog {
  const faults: PlacedFault[] = [];
  const entities = new Map<string, Entity>();
  for (const entity of files.flatMap((file) => readEntities(file, faults))) {
    const before = entities.get(entity.ref);
    if (before === undefined) entities.set(entity.ref, entity);
    else {
      const { source, line } = before.place();
      const message = `${entity.ref} is described a second time; first in ${source}:${line}`;
      faults.push({ place: entity.place(), message });
    }
  }
  const passedOver = new Set(except.map((ref) => parseRef(ref, 'component', 'default') ?? ref));
  for (const ref of passedOver) {
    const source = files.map((file) => file.source).join(', ');
    const message = `except names ${ref}, which is not described here`;
    if (!entities.delete(ref)) faults.push({ place: { source, line: 1, column: 1 }, message });
  }

  const facts: ImportedFact[] = [];
  const notes: string[] = [];
  const all = [...entities.values()];
  const ofKind = (kind: string) => all.filter((entity) => entity.kind.toLowerCase() === kind);

  /** The refs that a relation names; one that cannot be read is a fault. */
  const related = (entity: Entity, relation: string, values: readonly string[], kind: string): Related[] =>
    values.flatMap((value, index) => {
      const ref = parseRef(value, kind, entity.metadata.namespace);
      const place = entity.place('spec', relation, index);
      if (ref === null) {
        faults.push({ place, message: `${entity.ref} says "${value}" in ${relation}, which is no entity reference` });
        return [];
      }
      return passedOver.has(ref) ? [] : [{ ref, place }];
    });

  const components = ofKind('component');
  const relations = new Map(
    components.map((entity) => [
      entity.ref,
      {
        provides: [
          ...related(entity, 'providesApis', entity.spec.providesApis, 'api'),
          ...related(entity, 'implementsApis', entity.spec.implementsApis, 'api'),
        ],
        consumes: related(entity, 'consumesApis', entity.spec.consumesApis, 'api'),
        dependsOn: related(entity, 'dependsOn', entity.spec.dependsOn, 'component'),
      },
    ]),
  );
  const providersOf = Map.groupBy(
    components.flatMap((entity) => relations.get(entity.ref)?.provides.map(({ ref }) => ({ ref, entity })) ?? []),
    ({ ref }) => ref,
  );
  const serviceOf = (api: string): string => {
    const providers = providersOf.get(api) ?? [];
    const [only] = providers;
    const alone = providers.length === 1 && relations.get(only?.entity.ref ?? '')?.provides.length === 1;
    return alone && only !== undefined ? nameOf(only.entity.ref) : nameOf(api);
  };
  /** What a component depends on as services: the APIs of a component, or an API itself; other kinds are none. */
  const servicesBehind = (ref: string): string[] => {
    if (ref.startsWith('api:')) return [serviceOf(ref)];
    if (!ref.startsWith('component:')) return [];
    return entities.has(ref) ? (relations.get(ref)?.provides.map((api) => serviceOf(api.ref)) ?? []) : [nameOf(ref)];
  };
  const say = (path: Path, value: unknown, entity: Entity, place: Place = entity.place()) => {
    if (value !== undefined) facts.push({ path, value, place: { ...place, origin: originOf(entity) } });
  };
  const owner = (path: Path, entity: Entity) => {
    if (entity.spec.owner === undefined) return;
    const ref = parseRef(entity.spec.owner, 'group', entity.metadata.namespace);
    const name = ref?.startsWith('group:') ? nameOf(ref) : (ref ?? entity.spec.owner);
    say(path, name, entity, entity.place('spec', 'owner'));
  };

  for (const group of ofKind('group')) {
    const at = ['teams', nameOf(group.ref)];
    say([...at, 'title'], group.metadata.title ?? group.spec.profile.displayName, group);
    say([...at, 'email'], group.spec.profile.email, group, group.place('spec', 'profile', 'email'));
    const people = ofKind('user').filter(
      (user) =>
        related(user, 'memberOf', user.spec.memberOf, 'group').some(({ ref }) => ref === group.ref) ||
        related(group, 'members', group.spec.members, 'user').some(({ ref }) => ref === user.ref),
    );
    const reached = people.filter(({ spec }) => spec.profile.email !== undefined);
    const members = reached.map(({ metadata, spec: { profile } }) => ({
      name: profile.displayName ?? metadata.title ?? metadata.name,
      email: profile.email,
    }));
    say([...at, 'members'], members, group);
  }
  for (const user of ofKind('user')) {
    for (const { ref, place } of related(user, 'memberOf', user.spec.memberOf, 'group')) {
      if (entities.has(ref)) continue;
      faults.push({ place, message: `${user.ref} is a member of ${ref}, which is not described here` });
    }
    if (user.spec.profile.email === undefined) {
      notes.push(`${shown(user.place())}: ${user.ref} has no e-mail address and is left out.`);
    }
  }
  for (const api of ofKind('api')) {
    const at = ['services', serviceOf(api.ref)];
    const { definition, type } = api.spec;
    say([...at, 'title'], api.metadata.title, api);
    owner([...at, 'owner'], api);
    const text = typeof definition === 'object' ? definition.$text : undefined;
    if (type === undefined || type === 'openapi') {
      if (text !== undefined) {
        say([...at, 'document', 'revision'], besides(api.source, text), api, api.place('spec', 'definition'));
      }
    } else notes.push(`${shown(api.place())}: ${api.ref} is of type ${type}, which Tocsin does not compare.`);
  }
  for (const component of components) {
    const { provides, consumes, dependsOn } = relations.get(component.ref)!;
    const services = provides.map(({ ref }) => serviceOf(ref));
    const used = [...consumes, ...dependsOn].flatMap(({ ref, place }) =>
      servicesBehind(ref).map((service) => ({ service, place })),
    );
    for (const { ref, place } of provides) {
      const at = ['services', serviceOf(ref)];
      if (!entities.has(ref)) {
        faults.push({ place, message: `${component.ref} provides ${ref}, which is not described here` });
      }
      if (nameOf(component.ref) === at[1]) say([...at, 'title'], component.metadata.title, component);
      owner([...at, 'owner'], component);
    }
    for (const service of services) {
      const others = [...new Set(used.map((use) => use.service))].filter((name) => name !== service);
      if (others.length > 0) {
        say(['services', service, 'dependsOn'], others, component, used[0]?.place ?? component.place());
      }
    }
    if (used.length === 0) continue;
    const at = ['consumers', nameOf(component.ref)];
    say([...at, 'title'], component.metadata.title, component);
    owner([...at, 'team'], component);
    say([...at, 'repository'], repositoryOf(component), component);
    for (const { service, place } of used) say([...at, 'uses', service], [], component, place);
  }
  for (const location of ofKind('location')) {
    notes.push(
      `${shown(location.place())}: ${location.ref} points at other files, which are not followed; list them under imports.`,
    );
  }
  if (faults.length > 0) refuseSettings(faults);
  return { facts, notes };
}

interface Related {
  readonly ref: string;
  readonly place: Place;
}

function readEntities({ source, text }: ImportedFile, faults: PlacedFault[]): Entity[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { ...yamlOptions, lineCounter: lines });
  if (!Array.isArray(documents)) return [];
  return (documents as Document.Parsed[]).flatMap((document): Entity[] => {
    const place = (...path: Path): Place => {
      for (let length = path.length; length > 0; length -= 1) {
        const offset = offsetIn(document, path.slice(0, length), 'value');
        if (offset !== null) return placeAt(lines, source, offset);
      }
      return placeAt(lines, source, document.contents?.range?.[0] ?? 0);
    };
    const { value, faults: unread } = expandDocument(document, lines, source);
    faults.push(...unread);
    if (unread.length > 0) return [];
    if (value === null) return [];
    const parsed = entitySchema.safeParse(withoutNulls(value));
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        const what = path.length === 0 ? 'this document' : path.join('.');
        faults.push({
          place: place(...(path as Path)),
          message: `This is no Backstage entity: ${what} ${message.replace(/^Invalid input: /, 'is wrong: ')}`,
        });
      }
      return [];
    }
    const { kind, metadata } = parsed.data;
    return [{ ...parsed.data, ref: `${kind}:${metadata.namespace}/${metadata.name}`.toLowerCase(), source, place }];
  });
}

/** A key that is left empty says as much as one that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

/** `[kind:][namespace/]name` in full and in lower case; null where it is not of that form. */
function parseRef(text: string, kind: string, namespace: string): string | null {
  const match = /^(?:([^:/\s]+):)?(?:([^:/\s]+)\/)?([^:/\s]+)$/.exec(text.trim());
  return match === null ? null : `${match[1] ?? kind}:${match[2] ?? namespace}/${match[3]}`.toLowerCase();
}

/** The name without its kind; a namespace of its own stands before it. */
function nameOf(ref: string): string {
  const [namespace, name] = ref.slice(ref.indexOf(':') + 1).split('/');
  return namespace === 'default' ? (name ?? '') : `${namespace}.${name}`;
}

function originOf({ source, ref }: Entity): string {
  return `backstage:${source}#${ref}`;
}

function repositoryOf({ metadata: { annotations } }: Entity): string | undefined {
  return annotations['github.com/project-slug'] ?? annotations['gitlab.com/project-slug'];
}

/** A `$text` names a file from the folder of the file that it stands in, or an address. */
function besides(source: string, text: string): string {
  return URL.canParse(text) ? text : posix.join(posix.dirname(source), text);
}

function shown({ source, line, column }: Place): string {
  return `${source}:${line}:${column}`;
}
