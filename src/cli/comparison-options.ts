// The options that every command that compares has in common, and where else its settings come from: the `compare:`
// part of tocsin.yaml. That file is looked into only where it has such a part, so that a comparison outside any
// organisation needs none of it and starts as fast.

import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { fileFault, type IsoDate, nearest, TocsinError } from '../base/index.ts';
import type { CompareSpecsOptions } from '../compare/index.ts';
import { catalogue, globPattern, type SeveritySetting } from '../rules/index.ts';
import { parseDay } from './parse-instant.ts';
import { tell } from './print-result.ts';
import type { Shell } from './shell.ts';

export interface ComparisonFlags {
  readonly asOf?: IsoDate;
  readonly allowHost?: readonly string[];
  readonly root?: string;
  readonly severity?: readonly SeveritySetting[];
  readonly includePath?: readonly string[];
  readonly excludePath?: readonly string[];
  readonly stripPrefixBase?: string;
  readonly stripPrefixRevision?: string;
  readonly service?: string;
}

export const configWords =
  'Settings: the compare section of --config FILE, of TOCSIN_CONFIG, or of tocsin.yaml in the working directory where it has one. Options come after it: a severity or prefix given here decides, --include-path replaces its list.';

export function addComparisonOptions(command: Command, { asOf = 'today, UTC' } = {}): Command {
  return command
    .addOption(new Option('--as-of <date>', `judge sunsets as of this day (default: ${asOf})`).argParser(parseDay))
    .addOption(
      new Option(
        '--allow-host <host...>',
        'a host to which a $ref may lead: api.example.com, localhost:8080',
      ).argParser((text: string, sofar: readonly string[] = []) => [...sofar, parseHost(text)]),
    )
    .option(
      '--root <folder>',
      'the folder that relative $refs may not leave (default: the repository, or the document’s)',
    )
    .addOption(
      new Option(
        '--severity <rule=level...>',
        'breaking, risky, safe or off; RULE:request=… where the client sends',
      ).argParser((text: string, sofar: readonly SeveritySetting[] = []) => [...sofar, parseSeverity(text)]),
    )
    .option('--include-path <glob...>', 'compare only these paths; * stands for anything')
    .option('--exclude-path <glob...>', 'leave these paths out')
    .addOption(prefixOption('base', 'older'))
    .addOption(prefixOption('revision', 'newer'));
}

/** What a document counts as that one side lacks. */
export interface MissingFlags {
  readonly baseMayBeMissing?: boolean;
  readonly revisionMayBeMissing?: boolean;
}

export function addMissingOptions(command: Command, { reverse = false } = {}): Command {
  const [isNew, isGone] = reverse
    ? ['as what goes when it is taken back', 'as what comes back']
    : ['as new', 'as removed'];
  return command
    .option('--base-may-be-missing', `where the older one is not there yet, count everything in the newer one ${isNew}`)
    .option(
      '--revision-may-be-missing',
      `where the newer one is not there any more, count everything in the older one ${isGone}`,
    );
}

/** What the flags and the configuration ask for; a day only where one was named. @throws TocsinError `config-unreadable`, `config-invalid`, `not-found` */
export async function comparisonOptions(shell: Shell, flags: ComparisonFlags): Promise<CompareSpecsOptions> {
  const settings = await configured(shell, flags.service ?? null);
  for (const { rules } of flags.severity ?? []) await requireRule(rules[0] ?? '');
  if (flags.root !== undefined && !statSync(resolve(shell.cwd, flags.root), { throwIfNoEntry: false })?.isDirectory()) {
    throw new TocsinError('usage', `--root names ${flags.root}, which is no folder.`, {
      hint: 'Name the folder that relative $refs may not leave.',
    });
  }
  return {
    ...settings,
    severities: [...(settings.severities ?? []), ...(flags.severity ?? [])],
    includePaths: flags.includePath ?? settings.includePaths ?? [],
    excludePaths: [...(settings.excludePaths ?? []), ...(flags.excludePath ?? [])],
    stripPrefix: {
      ...settings.stripPrefix,
      ...(flags.stripPrefixBase === undefined ? {} : { base: flags.stripPrefixBase }),
      ...(flags.stripPrefixRevision === undefined ? {} : { revision: flags.stripPrefixRevision }),
    },
    ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
    cwd: shell.cwd,
    allowHosts: flags.allowHost ?? [],
    ...(flags.root === undefined ? {} : { root: flags.root }),
    githubToken: shell.env.GITHUB_TOKEN ?? null,
    githubBaseUrl: shell.env.GITHUB_API_URL ?? null,
  };
}

type Settings = Pick<
  CompareSpecsOptions,
  'severities' | 'exemptions' | 'includePaths' | 'excludePaths' | 'stripPrefix'
>;

async function configured(shell: Shell, service: string | null): Promise<Settings> {
  const named = shell.options.config ?? (shell.env.TOCSIN_CONFIG || undefined);
  const path = named ?? 'tocsin.yaml';
  const text = await readFile(resolve(shell.cwd, path), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (named === undefined && service === null && cause.code === 'ENOENT') return '';
    throw new TocsinError('config-unreadable', `${path} cannot be read: ${fileFault(cause)}.`, { cause });
  });
  if (service === null && shell.options.config === undefined && !mayCompare(text)) return {};
  const { compareOptionsOf, countForServices, readCompareSettings } = await import('../catalog/index.ts');
  const { settings, owners } = await readCompareSettings({ text, source: path, path: resolve(shell.cwd, path) });
  const isOneOfSeveral = owners.size > 1;
  if (service === null) {
    const unheeded = countForServices(settings);
    if (unheeded > 0) {
      const [are, they] = unheeded === 1 ? ['setting is', 'it does'] : ['settings are', 'they do'];
      const names = [...owners.keys()].join(', ');
      tell(
        shell,
        `${unheeded} ${are} for services or teams, so ${they} not count here: name the service with --service (${names}).`,
      );
    }
    return compareOptionsOf(settings, null, isOneOfSeveral);
  }
  const owner = owners.get(service);
  if (owner === undefined) {
    throw new TocsinError('not-found', `${path} knows no service "${service}".`, {
      hint: owners.size === 0 ? 'Add it under services.' : `It knows ${[...owners.keys()].join(', ')}.`,
    });
  }
  return compareOptionsOf(settings, { name: service, owner }, isOneOfSeveral);
}

/** Whether the file has such a section, or one whose name is a slip for it. */
function mayCompare(text: string): boolean {
  const names = [...text.matchAll(/^["']?([\w-]+)["']?\s*:/gm)].map(([, name = '']) => name);
  return /^\s*\{/m.test(text) || names.some((name) => nearest(name, ['compare']) !== null);
}

/** @throws TocsinError `usage` where two forms are asked for: one of them would be passed over in silence. */
export function refuseTwoForms({ options: { json = false } }: Shell, format = 'text'): void {
  if (!json || format === 'text' || format === 'json') return;
  throw new TocsinError('usage', `--json and --format ${format} ask for two forms of one report.`, {
    hint: 'Give one of them.',
  });
}

function prefixOption(side: 'base' | 'revision', age: string): Option {
  return new Option(
    `--strip-prefix-${side} <prefix>`,
    `take this off the paths of the ${age} release: /api/v1`,
  ).argParser((text) => {
    if (/^\/[^{}*]*$/.test(text)) return text;
    throw new InvalidArgumentError('Write a prefix that begins with / and holds no {…}, such as /api/v1.');
  });
}

/** A name, an IPv4 address, or an IPv6 address in brackets or without a port. */
function parseHost(text: string): string {
  if (/^(?:(?:\[[0-9a-f:.]+\]|[\p{L}\p{N}._-]+)(?::\d{1,5})?|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)$/iu.test(text))
    return text;
  throw new InvalidArgumentError('Write a host alone, such as api.example.com or localhost:8080.');
}

function parseSeverity(text: string): SeveritySetting {
  const [, rule, direction, severity] =
    /^([a-z0-9*-]+)(?::(request|response))?=(breaking|risky|safe|off)$/.exec(text) ?? [];
  if (rule === undefined) {
    throw new InvalidArgumentError('Write RULE=breaking, risky, safe or off, such as enum-value-removed=risky.');
  }
  return {
    rules: [rule],
    severity: severity as SeveritySetting['severity'],
    ...(direction === undefined ? {} : { direction: direction as 'request' | 'response' }),
  };
}

async function requireRule(glob: string): Promise<void> {
  const pattern = globPattern(glob);
  if (catalogue.some(({ id }) => pattern.test(id))) return;
  const { ruleOf } = await import('./rule-words.ts');
  await ruleOf(glob);
}
