import type { Place } from '../settings-layer.ts';
import { isRecord } from '../settings-layer.ts';
import type { ImportedFact } from './imported-facts.ts';
import type { Pact } from './pact.ts';

/**
 * That a contract's consumer calls its provider: names only. Which operations and fields it uses is evidence, and is
 * read from the contract whenever an impact is made. `known` is what the catalogue says already.
 */
export function factsOfPacts(pacts: readonly Pact[], known: unknown): ImportedFact[] {
  return pacts.map(({ source, consumer, provider }) => {
    const place: Place = { source, line: 1, column: 1, origin: `pact:${source}` };
    const path = [
      'consumers',
      catalogName(consumer, sectionOf(known, 'consumers')),
      'uses',
      catalogName(provider, sectionOf(known, 'services')),
    ];
    return { path, value: [], place };
  });
}

function sectionOf(known: unknown, section: string): Readonly<Record<string, unknown>> {
  const value = isRecord(known) ? known[section] : undefined;
  return isRecord(value) ? value : {};
}

/** By which name the catalogue has what a file calls `said`: its name, title, or another name that it is known by. */
function catalogName(said: string, section: Readonly<Record<string, unknown>>): string {
  const things = Object.entries(section).map(([name, value]) => ({ name, ...(isRecord(value) ? value : {}) }));
  return findNamed(said, things)?.name ?? slugOf(said);
}

/** The thing of the catalogue that a file of others calls `said`, whatever the case and the blanks; null where none is. */
export function findNamed<T extends { name: string; title?: unknown; alsoKnownAs?: unknown }>(
  said: string,
  things: readonly T[],
): T | null {
  const slug = slugOf(said);
  const others = ({ alsoKnownAs }: T) => (Array.isArray(alsoKnownAs) ? alsoKnownAs.map(String) : []);
  return (
    things.find(({ name }) => name === said) ??
    things.find((thing) => others(thing).some((name) => slugOf(name) === slug)) ??
    things.find(({ name }) => slugOf(name) === slug) ??
    things.find(({ title }) => typeof title === 'string' && slugOf(title) === slug) ??
    null
  );
}

function slugOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
