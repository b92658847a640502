import { TocsinError } from '../../base/index.ts';
import type { Service } from '../../catalog/index.ts';
import { readSpec } from '../../compare/index.ts';
import type { LoadedSpec } from '../../spec/index.ts';
import type { Shell } from '../shell.ts';

/** The documents that were named, or else those that the catalogue names for the service. */
export async function documentsOf(
  shell: Shell,
  { name, document }: Pick<Service, 'name' | 'document'>,
  named: readonly string[] = [],
): Promise<readonly LoadedSpec[]> {
  const documents = named.length > 0 ? named : [document.base, document.revision].filter((one) => one !== null);
  if (documents.length === 0) {
    throw new TocsinError('usage', `Nothing says which operations ${name} has.`, {
      hint: `Name its document with --spec, or in tocsin.yaml under services.${name}.document.`,
    });
  }
  const access = {
    cwd: shell.cwd,
    githubToken: shell.env.GITHUB_TOKEN ?? null,
    githubBaseUrl: shell.env.GITHUB_API_URL ?? null,
  };
  return Promise.all(documents.map((one) => readSpec(one, 'base', access)));
}
