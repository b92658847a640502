import { counted, sayDay, TocsinError } from '../base/index.ts';
import type { EvidenceImport, ImportedEvidence } from '../bot/index.ts';
import { type CallerReport, callerKeyOf, sayAnswers, sumAnswers, type UseEvidence } from '../catalog/index.ts';
import { findEvidenceFiles } from '../evidence/index.ts';
import { bytesOf } from './bytes-of.ts';
import type { CommandModule } from './command-module.ts';
import { importPactCommand } from './evidence/import-pact.ts';
import { searchCodeCommand } from './evidence/search-code.ts';
import { addEvidenceOptions, type EvidenceFlags } from './evidence-options.ts';
import { parseInstant } from './parse-instant.ts';
import { printResult } from './print-result.ts';
import type { Shell } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { withTocsin } from './with-tocsin.ts';

/** Lines of each list that are shown; `--json` has all. */
const shown = 20;

interface ImportFlags extends EvidenceFlags {
  readonly service: string;
  readonly spec?: readonly string[];
  readonly why?: string;
  readonly dryRun?: boolean;
}

/** `tocsin evidence import|list|forget`: who really calls what. */
export const evidenceCommand: CommandModule = (command, shellOf) => {
  addEvidenceOptions(
    command
      .command('import')
      .argument(
        '<file...>',
        'access logs (also packed with gzip or rotated), HTTP Archives, OpenTelemetry spans; globs; `-` for standard input',
      )
      .description('Read who called what. What was imported before is not counted again.')
      .requiredOption('--service <name>', 'whose evidence it is, as the catalogue calls it')
      .option('--spec <document...>', "the service's documents (default: those that the catalogue names)"),
  )
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show what would be recorded, and keep nothing')
    .addHelpText(
      'before',
      "Examples:\n  tocsin evidence import '/var/log/nginx/access.log*' --service pkgdb --environment production\n",
    )
    .action(async (files: readonly string[], options: ImportFlags) => {
      const shell = shellOf();
      await withTocsin(shell, { dryRun: options.dryRun }, async ({ tocsin, change }) => {
        const sources = await findEvidenceFiles(files, { cwd: shell.cwd, stdin: bytesOf(shell.stdin) });
        const imported = await tocsin.importEvidence(
          {
            service: options.service,
            sources,
            documents: options.spec ?? [],
            format: options.format,
            environment: options.environment,
            salt: options.salt,
            jsonFields: options.map ?? {},
          },
          change(options.why),
        );
        const { batch, recorded } = imported;
        const { uses, ...rest } = batch;
        const requests = uses.reduce((sum, use) => sum + use.requests, 0);
        const value = { schemaVersion: 1, recorded, files: imported.files, requests, ...rest, evidence: uses };
        const callers = await tocsin.callers(options.service);
        printResult(shell, value, () =>
          importLines(imported, { requests, callers, dryRun: options.dryRun ?? false }, shell),
        );
      });
    });

  importPactCommand(command, shellOf);
  searchCodeCommand(command, shellOf);

  command
    .command('list')
    .description('What is known of a service’s use, or which imports there were.')
    .option('--service <name>', 'who calls what of it (default: the imports of all services)')
    .option('--imports', 'its imports instead')
    .action(async (options: { service?: string; imports?: boolean }) => {
      const shell = shellOf();
      await withTocsin(shell, {}, async ({ tocsin }) => {
        if (options.service === undefined || options.imports) {
          const imports = await tocsin.evidenceImports(options.service);
          printResult(shell, { schemaVersion: 1, imports }, () => importsLines(imports));
          return;
        }
        const { service } = options;
        const evidence = await tocsin.useEvidence(service);
        const imports = await tocsin.evidenceImports(service);
        const callers = await tocsin.callers(service);
        printResult(shell, { schemaVersion: 1, service, evidence, imports }, () => [
          ...useLines(evidence, callers, shell),
          ...(imports.length === 0 ? [] : ['', paint(shell.out).bold('Imports'), ...importsLines(imports, 2)]),
        ]);
      });
    });

  command
    .command('forget')
    .description('Delete evidence. An import that is forgotten as a whole may be imported anew.')
    .option('--service <name>', 'only of this service')
    .option('--import <id>', 'only of this import, by its id or the beginning of it')
    .option('--before <moment>', 'only callers that were last seen before', parseInstant)
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'say how much, and delete nothing')
    .action(async (options: { service?: string; import?: string; before?: string; why?: string; dryRun?: boolean }) => {
      const shell = shellOf();
      if (options.service === undefined && options.import === undefined && options.before === undefined) {
        throw new TocsinError('usage', 'Nothing says which evidence to forget.', {
          hint: 'Name a --service, an --import or a moment --before; `tocsin evidence list` shows what there is.',
        });
      }
      await withTocsin(shell, { dryRun: options.dryRun }, async ({ tocsin, change }) => {
        const wanted = options.import;
        const ids =
          wanted === undefined
            ? [undefined]
            : (await tocsin.evidenceImports(options.service))
                .map(({ id }) => id)
                .filter((id) => id.startsWith(wanted) || id.startsWith(`sha256:${wanted}`));
        if (wanted !== undefined && ids.length !== 1) {
          const hint = '`tocsin evidence list` shows what there is. Nothing was forgotten.';
          if (ids.length === 0) throw new TocsinError('not-found', `There is no import ${wanted}.`, { hint });
          throw new TocsinError('usage', `${ids.length} imports begin with "${wanted}": give more of the id.`, {
            hint,
          });
        }
        const what = { service: options.service, import: ids[0], seenBefore: options.before };
        const { uses, imports } = await tocsin.forgetEvidence(what, change(options.why));
        printResult(shell, { schemaVersion: 1, uses, imports }, () => [
          `${uses} ${uses === 1 ? 'record' : 'records'} of use and ${imports} ${imports === 1 ? 'import' : 'imports'} ${options.dryRun ? 'would be ' : ''}forgotten.`,
        ]);
      });
    });
};

function importLines(
  { batch, recorded, files }: ImportedEvidence,
  {
    requests,
    callers,
    dryRun,
  }: { readonly requests: number; readonly callers: readonly CallerReport[]; readonly dryRun: boolean },
  shell: Shell,
): string[] {
  const { bold, dim, yellow } = paint(shell.out);
  const lines = files.map(
    ({ name, format, newBytes, empty }) =>
      `${name}: ${empty ? 'is empty' : newBytes === 0 ? 'nothing new' : `${newBytes} bytes${format === null ? '' : ` of ${format}`}`}`,
  );
  const lost = batch.unmatched.reduce((sum, one) => sum + one.requests, 0);
  lines.push(
    recorded
      ? `${requests} ${requests === 1 ? 'call' : 'calls'} of ${batch.service} ${dryRun ? 'would be ' : ''}recorded as import ${batch.id.slice(7, 19)}.`
      : `Nothing ${dryRun ? 'is' : 'was'} new, and nothing ${dryRun ? 'would be' : 'was'} recorded.`,
    ...(batch.uses.length > 0 || recorded ? ['', ...useLines(batch.uses, callers, shell)] : []),
  );
  if (lost > 0) {
    lines.push('', bold(`Requests that fit no operation: ${lost}`));
    lines.push(
      ...alignColumns(
        batch.unmatched
          .slice(0, shown)
          .map(({ method, path, requests, failed }) => [
            `${method} ${path}`,
            counted(requests, 'request'),
            failed === 0
              ? ''
              : dim(failed === requests ? 'answered with an error' : `${failed} answered with an error`),
          ]),
        { indent: 2 },
      ),
      ...more(batch.unmatched.length, dim),
    );
  }
  lines.push(...batch.notes.map((note) => yellow(`! ${note}`)));
  return lines;
}

/** `callers` tell who has been claimed since, or is noise: nobody is asked about those again. */
function useLines(uses: readonly UseEvidence[], callers: readonly CallerReport[], shell: Shell): string[] {
  const { bold, dim, yellow } = paint(shell.out);
  if (uses.length === 0) return ['No use is known.'];
  const known = uses.filter(({ consumer }) => consumer !== null);
  const settled = new Map(
    callers.flatMap(({ key, open, decision }) => (open || decision === null ? [] : [[key, decision] as const])),
  );
  const strangers = uses.filter(({ consumer }) => consumer === null);
  const answered = strangers.filter((use) => settled.has(callerKeyOf(use)));
  const unknown = strangers.filter((use) => !settled.has(callerKeyOf(use)));
  // In quotation marks: a consumer of the catalogue may have the name that a stranger gives itself.
  const strangerName = ({ callerKey, callerName }: UseEvidence) =>
    [callerKey, callerName === null ? null : `“${callerName}”`].filter((part) => part !== null).join(' ');
  const failedOf = (group: readonly UseEvidence[], requests: number) => {
    const said = sayAnswers(requests, sumAnswers(group));
    return said === null ? '' : group.some(({ answers }) => answers !== null) ? yellow(said) : dim(said);
  };
  const table = (title: string, part: readonly UseEvidence[], nameOf: (use: UseEvidence) => string) => {
    if (part.length === 0) return [];
    const groups = [...Map.groupBy(part, (use) => `${nameOf(use)}\n${use.environment}`).values()]
      .map((group) => ({ group, requests: group.reduce((sum, use) => sum + use.requests, 0) }))
      .sort((a, b) => b.requests - a.requests);
    return [
      bold(title),
      ...alignColumns(
        groups.slice(0, shown).map(({ group, requests }) => {
          const [first] = group as [UseEvidence];
          const operations = [...new Set(group.map(({ operation }) => operation))];
          const last =
            group
              .map(({ lastSeen }) => lastSeen)
              .sort()
              .at(-1) ?? '';
          return [
            nameOf(first),
            first.environment,
            `${requests}`,
            `last ${sayDay(last)}`,
            failedOf(group, requests),
            dim(
              `${operations.slice(0, 3).join(', ')}${operations.length > 3 ? ` and ${operations.length - 3} more` : ''}`,
            ),
          ];
        }),
        { indent: 2 },
      ),
      ...more(groups.length, dim),
    ];
  };
  return [
    ...table('Consumers', known, ({ consumer, callerEnvironment }) =>
      callerEnvironment === null ? `${consumer}` : `${consumer} (its ${callerEnvironment})`,
    ),
    ...table('Callers that were claimed, or are noise', answered, (use) => {
      const decision = settled.get(callerKeyOf(use));
      const whose = decision?.decision === 'noise' ? 'noise' : (decision?.consumer ?? decision?.team);
      return `${strangerName(use)}: ${whose}`;
    }),
    ...table('Callers that the catalogue does not know', unknown, strangerName),
    ...guessLines(new Set(unknown.map(callerKeyOf)), callers),
  ];
}

/** Who may be a consumer that goes by another name in its calls, and how the two are joined. */
function guessLines(unknown: ReadonlySet<string | null>, callers: readonly CallerReport[]): string[] {
  if (unknown.size === 0) return [];
  const namesakes = callers.flatMap(({ key, open, guess }) =>
    open && unknown.has(key) && guess?.consumer != null
      ? [`  ${key}: ${guess.because} If so: tocsin callers claim ${key} --consumer ${guess.consumer}`]
      : [],
  );
  return [
    ...namesakes.slice(0, shown),
    ...(namesakes.length > 0
      ? ['  (or say under `seenAs` of that consumer what it calls itself, forget the import and import it anew)']
      : []),
    '  What else may be said of them: tocsin callers list',
  ];
}

function importsLines(imports: readonly EvidenceImport[], indent = 0): string[] {
  if (imports.length === 0) return ['Nothing was imported yet.'];
  return alignColumns(
    imports.map(({ id, service, source, origin, environments, at, by, requests, unmatched }) => [
      id.replace('sha256:', '').slice(0, 12),
      service,
      source,
      origin.length > 50 ? `${origin.slice(0, 49)}…` : origin,
      environments.join(', '),
      `${sayDay(at)} by ${by}`,
      `${requests} ${requests === 1 ? 'call' : 'calls'}`,
      unmatched.length === 0 ? '' : `${unmatched.reduce((sum, one) => sum + one.requests, 0)} unmatched`,
    ]),
    { indent },
  );
}

function more(count: number, dim: (text: string) => string): string[] {
  return count <= shown ? [] : [dim(`  and ${count - shown} more (--json shows all)`)];
}
