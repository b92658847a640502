// What counts where documents are looked for, in a folder or by a pattern: among files, and among those of a commit.

import { TocsinError } from '../base/index.ts';

export const documentName = /\.(?:json|ya?ml)$/i;

/** Whether a name may be a pattern. */
export function hasWildcard(name: string): boolean {
  return /[*?[\]{}]/.test(name);
}

/** Folders of packages, and what is hidden. */
export function isPassedOver(entry: string): boolean {
  return entry === 'node_modules' || (entry.startsWith('.') && entry.length > 1 && entry !== '..');
}

export function nothingFound(name: string): TocsinError {
  const sentence = hasWildcard(name) ? 'no JSON or YAML file fits it' : 'there is no JSON or YAML file in it';
  return new TocsinError('spec-missing', `${name} names no document: ${sentence}.`, {
    hint: 'Check the path. In a shell, put a pattern into quotes.',
  });
}
