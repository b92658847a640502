// Workflow commands of GitHub Actions: each cause becomes a mark on the changed line. GitHub shows ten errors, ten
// warnings and ten notices of a step and drops the rest without a word, so places of one cause share a mark, and the
// tenth says how many there are that have none. A notice is what breaks generated clients alone. https://docs.github.com/actions/reference/workflow-commands-for-github-actions

import { counted } from '../base/index.ts';
import type { Comparison } from '../rules/index.ts';
import { alongSentence, groupByCause } from './cause-groups.ts';
import {
  asideNotes,
  countedFindings,
  failingRefactors,
  fileOf,
  isFailure,
  lifecycleSentence,
  nameOperation,
  placedMessage,
  placeOf,
  type ReportFormat,
  secondOpinionSentences,
  severitiesSentence,
} from './report-format.ts';
import { exemptedNote } from './tally.ts';
import { isNew, verdictSentence } from './verdict-sentence.ts';

const shownOfEach = 10;
const placesNamed = 10;

const levels = ['error', 'warning', 'notice'] as const;
type Level = (typeof levels)[number];
interface Annotation {
  readonly level: Level;
  readonly properties: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
}

export const githubFormat: ReportFormat = {
  id: 'github',
  purpose: 'annotations for GitHub Actions',
  render(comparison, options) {
    const { failOnSemver = false } = options;
    const annotations = comparison.problems.map(
      ({ message, hint, position, hides }): Annotation => ({
        level: hides ? 'error' : 'warning',
        properties: {
          file: position === null ? undefined : fileOf(position.source),
          line: position?.line ?? undefined,
          title: hides ? 'Cannot be compared' : 'Mind',
        },
        message: `${message} ${hint}`,
      }),
    );
    if (comparison.semver.complaint !== null) {
      annotations.push({
        level: failOnSemver ? 'error' : 'warning',
        properties: { file: fileOf(comparison.revision.source), title: 'Version' },
        message: comparison.semver.complaint,
      });
    }
    const ofClients = failingRefactors(comparison, options);
    if (ofClients !== null) {
      const properties = { file: fileOf(comparison.revision.source), title: 'Generated clients' };
      annotations.push({ level: 'error', properties, message: ofClients });
    }
    const exempted = exemptedNote(comparison);
    for (const { title, sentence } of [...asideNotes(comparison), ...(exempted === null ? [] : [exempted])]) {
      annotations.push({ level: 'notice', properties: { title }, message: sentence });
    }
    for (const group of groupByCause(countedFindings(comparison))) {
      const { severity, rule, message, findings } = group;
      const [first] = findings;
      const along = alongSentence(group);
      const { codegen } = first.breaks;
      if (severity === 'safe' && codegen === 'safe') continue;
      const place = placeOf(first);
      const names = [...new Set(findings.map(({ operation }) => nameOperation(operation)))];
      const where = `${names.slice(0, placesNamed).join(', ')}${names.length > placesNamed ? ` and ${names.length - placesNamed} more` : ''}`;
      annotations.push({
        level: isFailure(first, options) ? 'error' : severity === 'safe' ? 'notice' : 'warning',
        properties: {
          file: place?.file,
          line: place?.line,
          col: place?.column,
          title: severity === 'safe' ? `${codegen} for generated clients: ${rule}` : `${severity}: ${rule}`,
        },
        message: [
          names.length === 1 ? placedMessage(first) : `${where}: ${message}`,
          first.advice,
          ...(along === null ? [] : [along]),
          severitiesSentence(first),
          ...(first.lifecycle === null ? [] : [lifecycleSentence(first.lifecycle)]),
          ...secondOpinionSentences(comparison, findings),
        ].join('\n'),
      });
    }
    // A step that prints nothing looks as if it had not run, and notes alone do not say that nothing breaks.
    if (isClean(comparison) && annotations.every(({ level }) => level !== 'error')) {
      const properties = { title: `tocsin: ${isNew(comparison) ? 'new' : comparison.verdict}` };
      annotations.unshift({ level: 'notice', properties, message: verdictSentence(comparison) });
    }
    return levels
      .flatMap((level) =>
        withinLimit(
          level,
          annotations.filter((each) => each.level === level),
        ),
      )
      .map((each) => `${command(each)}\n`)
      .join('');
  },
};

function isClean({ verdict }: Pick<Comparison, 'verdict'>): boolean {
  return verdict === 'compatible' || verdict === 'identical';
}

function withinLimit(level: Level, annotations: readonly Annotation[]): readonly Annotation[] {
  if (annotations.length <= shownOfEach) return annotations;
  const left = annotations.length - (shownOfEach - 1);
  return [
    ...annotations.slice(0, shownOfEach - 1),
    {
      level,
      properties: { title: `${left} more` },
      message: `${counted(left, level)} more than GitHub shows of one step. \`tocsin diff --all\` without --format tells all.`,
    },
  ];
}

function command({ level, properties, message }: Annotation): string {
  const list = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${level} ${list.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
