// One file that a manager can open, mail and print: no script, no request to anywhere.

import { sayDay } from '../base/index.ts';
import type { Comparison, Finding } from '../rules/index.ts';
import { alongSentence, type CauseGroup, groupByCause } from './cause-groups.ts';
import { kindsSentence, untoldSentence } from './long-list.ts';
import { kindsOfProblems } from './problem-kinds.ts';
import {
  codegenSentence,
  countedFindings,
  exampleTitle,
  exemptedRows,
  generatedClientWords,
  leftOutWords,
  lifecycleSentence,
  nameOperation,
  pathFiltersSentence,
  placeOf,
  type ReportFormat,
  refactorRows,
  settingRows,
  settingTotals,
  settingWords,
  shownExample,
  unseenWords,
  versionWords,
  whyUnseen,
  wordSecondOpinion,
} from './report-format.ts';
import { tallyFigures, tallyOf, tallyOfExempted, tallyOfRefactors } from './tally.ts';
import { isNew, verdictSentence } from './verdict-sentence.ts';

export const htmlFormat: ReportFormat = {
  id: 'html',
  purpose: 'a self-contained page that a manager can read',
  render(comparison, options) {
    const { verdict, base, revision, semver } = comparison;
    const onCodegen = codegenSentence(comparison, options);
    const groups = groupByCause(countedFindings(comparison));
    const of = (severity: string) => groups.filter((group) => group.severity === severity);
    const refactors = tallyFigures(tallyOfRefactors(comparison));
    const exempted = tallyFigures(tallyOfExempted(comparison));
    const settings = settingTotals(comparison);
    const [leftOut, filtered] = [leftOutWords(comparison), pathFiltersSentence(comparison)];
    const kinds = kindsSentence(groups.filter((group) => group.severity !== 'safe'));
    return `${markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tocsin ${comparison.engine.version}">
<title>${isNew(comparison) ? 'new' : verdict}: ${revision.title ?? 'API'} ${base.version ?? base.source} → ${revision.version ?? revision.source}</title>
<style>${raw(style)}</style>
</head>
<body>
<header class="${verdict}">
<p class="sides">${revision.title ?? 'API'} · ${base.version ?? base.source} → ${revision.version ?? revision.source}</p>
<h1>${symbol[verdict]} ${verdictSentence(comparison)}</h1>
<dl>
${entries({
  Breaking: tallyFigures(tallyOf(of('breaking'))),
  Risky: tallyFigures(tallyOf(of('risky'))),
  Safe: tallyFigures(tallyOf(of('safe'))),
  Refactors: refactors,
  Exempted: exempted,
  'Made milder by settings': settings === '' ? 'nothing' : settings,
  ...(leftOut !== null && { 'Left out by path filters': leftOut }),
  Version: versionCell(comparison),
  'Cannot be seen': unseenWords(comparison),
})}
</dl>
${semver.complaint === null ? '' : markup`<p class="complaint">▲ ${semver.complaint}</p>`}
${onCodegen === null ? '' : markup`<p class="complaint">▲ ${onCodegen}</p>`}
</header>
<main>
${problemSection(
  'What could not be compared',
  comparison.problems.filter(({ hides }) => hides),
)}
${problemSection(
  'What to mind',
  comparison.problems.filter(({ hides }) => !hides),
)}
${filtered === null ? '' : markup`<p>${filtered}.</p>`}
${kinds === null ? '' : markup`<p>${kinds}</p>`}
${section('What breaks', of('breaking'), comparison)}
${section('What may break', of('risky'), comparison)}
${folded('Safe changes', groups.length > 0 ? of('safe').map(({ message, findings }) => markup`<li>${prose(message)} <small>${placeNames(findings)}${clientsOf(findings[0])}</small></li>`) : [], tallyFigures(tallyOf(of('safe'))))}
${folded(
  'Exempted',
  exemptedRows(comparison).map(
    ({ message, findings, terms }) =>
      markup`<li>${prose(message)} <small>${placeNames(findings)} · ${terms}</small></li>`,
  ),
  exempted,
)}
${folded(
  'Made milder by settings',
  settingRows(comparison).map(
    ({ row, names }) => markup`<li>${row}<ul>${names.map((name) => markup`<li>${prose(name)}</li>`)}</ul></li>`,
  ),
  settings,
)}
${folded(
  'Refactors that were proven to change nothing',
  refactorRows(comparison).map(
    ({ message, places }) => markup`<li>${prose(message)} <small>${placeNames(places)}</small></li>`,
  ),
  refactors,
)}
${folded(
  'Places too loosely described to see a break',
  comparison.blindSpots.places.map(
    (spot) =>
      markup`<li>${nameOperation(spot.operation)} <code>${spot.subject}</code> <small>${whyUnseen(spot)}</small></li>`,
  ),
)}
${secondOpinion(comparison)}
</main>
<footer>
<p>Compared ${base.source} (${base.digest.slice(0, 19)}…) with ${revision.source} (${revision.digest.slice(0, 19)}…) by tocsin ${comparison.engine.version}, as of ${sayDay(comparison.asOf)}.</p>
</footer>
</body>
</html>
`}`;
  },
};

const symbol = { breaking: '✖', unknown: '?', risky: '▲', compatible: '✔', identical: '✔' } as const;

function problemSection(title: string, problems: Comparison['problems']): Markup | string {
  if (problems.length === 0) return '';
  const rows = (listed: Comparison['problems']) =>
    listed.map(
      ({ message, hint, position }) =>
        markup`<li>${prose(`${message} ${hint}`)}${position ? markup` <small>${position.source}${position.line === null ? '' : `:${position.line}`}</small>` : ''}</li>`,
    );
  const kinds = kindsOfProblems(problems).map(
    ({ told, rest }) =>
      markup`<ul>${rows(told)}</ul>${rest.length === 0 ? '' : markup`<details><summary>${rest.length} more like these</summary><ul>${rows(rest)}</ul></details>`}`,
  );
  return markup`<section><h2>${title}</h2>${kinds}</section>`;
}

function section(title: string, groups: readonly CauseGroup[], comparison: Comparison): Markup | string {
  if (groups.length === 0) return '';
  const untold = untoldSentence(groups, changesTold);
  return markup`<section>
<h2>${title} <span class="count">${tallyFigures(tallyOf(groups))}</span></h2>
${groups.slice(0, changesTold).map((group) => {
  const { severity, message, rule, findings } = group;
  const along = alongSentence(group);
  return markup`<article class="${severity}">
<h3>${prose(message)}</h3>
<p>${prose(findings[0].advice)}${along === null ? '' : [' ', ...prose(along)]}</p>
${findings[0].lifecycle === null ? '' : markup`<p>${lifecycleSentence(findings[0].lifecycle)}</p>`}
${exampleOf(findings[0], comparison)}
${places(findings, markup` · rule ${rule}${settingOf(findings[0])}${clientsOf(findings[0])}`)}
</article>`;
})}
${untold === null ? '' : markup`<p>${untold} <code>tocsin diff --all</code> tells each.</p>`}
</section>`;
}

/** Long examples are folded: whoever reads for the decision alone meets one line. Paper has them all. */
const linesUnfolded = 6;

function exampleOf(finding: Finding, comparison: Comparison): Markup | string {
  if (finding.witness === null) return '';
  const lines = shownExample(finding.witness);
  const open = lines.length <= linesUnfolded ? ' open' : '';
  return markup`<details${raw(open)}><summary>${exampleTitle(finding, comparison)}</summary><pre>${lines.join('\n')}</pre></details>`;
}

/** So few are listed at once; of more, the line above the folded list names the first operations. */
const placesUnfolded = 3;

function places(findings: CauseGroup['findings'], also: Markup): Markup {
  const lines = findings.map(
    (finding) =>
      markup`<code>${nameOperation(finding.operation)}</code> ${finding.subject} <small>${lineOf(finding)}</small>`,
  );
  const more = lines.length - placesListed;
  if (findings.length === 1) return markup`<p class="where">${lines}<small>${also}</small></p>`;
  if (findings.length <= placesUnfolded) {
    return markup`<div class="where"><small>${findings.length} places${also}</small><ul>${lines.map((line) => markup`<li>${line}</li>`)}</ul></div>`;
  }
  return markup`<details class="where"><summary>${whereWords(findings)}${also}</summary>
<ul>${lines.slice(0, placesListed).map((line) => markup`<li>${line}</li>`)}${more > 0 ? markup`<li>and ${more} more, which tocsin diff --all names</li>` : ''}</ul></details>`;
}

/** Of what breaks and of what may; a page of ten thousand took a browser ten seconds to open. */
const changesTold = 500;

/** A browser opens a page of a hundred thousand lines no more gladly than a reader does. */
const placesListed = 200;

function placeNames(places: readonly Pick<Finding, 'operation' | 'subject'>[]): string {
  const more = places.length - placesListed;
  return `${places.slice(0, placesListed).map(placeName).join(' · ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The calls that meet it, as far as they fit beside one another. */
function whereWords(findings: CauseGroup['findings']): string {
  const names = [...new Set(findings.map(({ operation }) => nameOperation(operation)))];
  const shown = names.slice(0, operationsNamed).join(', ');
  const more = names.length > operationsNamed ? ` and ${names.length - operationsNamed} more` : '';
  return `${shown}${more}${findings.length > names.length ? ` (${findings.length} places)` : ''}`;
}

const operationsNamed = 3;

function versionCell(comparison: Comparison): string {
  if (comparison.verdict === 'unknown') return 'cannot be told';
  return comparison.reversed ? 'a rollback' : (versionWords(comparison) ?? 'not judged');
}

/** What messages set in backticks is set as code. */
function prose(text: string): readonly Part[] {
  return [
    new Markup(
      text
        .split(/`([^`]+)`/)
        .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>`.html : escapePart(part)))
        .join(''),
    ),
  ];
}

function folded(title: string, rows: readonly Markup[], count: string | number = rows.length): Markup | string {
  if (rows.length === 0) return '';
  const more = rows.length - rowsFolded;
  return markup`<details class="more"><summary>${title} <span class="count">${count}</span></summary><ul>${rows.slice(0, rowsFolded)}${more > 0 ? markup`<li>and ${more} more, which tocsin diff --all names</li>` : ''}</ul></details>`;
}

const rowsFolded = 1000;

function secondOpinion(comparison: Comparison): Markup | string {
  const second = wordSecondOpinion(comparison);
  if (second === null) return '';
  const rows = second.details.map((detail) => markup`<li>${detail}</li>`);
  return markup`<section><h2>A second opinion</h2><p>${second.sentence}</p>${rows.length > 0 ? markup`<ul>${rows}</ul>` : ''}</section>`;
}

function entries(values: Readonly<Record<string, string | number>>): Markup[] {
  return Object.entries(values).map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`);
}

function clientsOf(finding: Finding): string {
  const clients = generatedClientWords(finding);
  return clients === null ? '' : ` · ${clients}`;
}

function settingOf(finding: Finding): string {
  const set = settingWords(finding);
  return set === null ? '' : ` · ${set}`;
}

function placeName({ operation, subject }: Pick<Finding, 'operation' | 'subject'>): string {
  return `${nameOperation(operation)} ${subject}`.trim();
}

function lineOf(finding: Finding): string {
  const place = placeOf(finding);
  return place === null ? '' : `${place.file}:${place.line}`;
}

class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
  toString(): string {
    return this.html;
  }
}

type Part = string | number | Markup | readonly Part[];

/** Every value is escaped unless it is markup already: there is no other way to put text into the page. */
function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(
    strings.map((text, index) => text + (index < values.length ? escapePart(values[index] ?? '') : '')).join(''),
  );
}

function raw(trusted: string): Markup {
  return new Markup(trusted);
}

function escapePart(part: Part): string {
  if (part instanceof Markup) return part.html;
  if (typeof part === 'object') return part.map(escapePart).join('\n');
  return String(part)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root{color-scheme:light dark;--ink:#1d2329;--soft:#5b6670;--line:#d8dee4;--page:#fff;--card:#f6f8fa;--breaking:#b3261e;--risky:#8a5a00;--safe:#1f6f43;--unknown:#57606a}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa7b2;--line:#30363d;--page:#0d1117;--card:#161b22;--breaking:#ff8a80;--risky:#f0b429;--safe:#6fd39b;--unknown:#9aa7b2}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 3rem;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header{border-left:.4rem solid var(--unknown);padding:.2rem 0 .2rem 1rem;margin-bottom:2rem}
header.breaking{border-color:var(--breaking)}header.risky{border-color:var(--risky)}header.compatible,header.identical{border-color:var(--safe)}
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 1rem}.sides{color:var(--soft);margin:0}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.6rem 1rem;margin:0}dt{color:var(--soft);font-size:.8rem}dd{margin:0;font-weight:600}
header .complaint{color:var(--risky);margin:.8rem 0 0}
h2{font-size:1.2rem;margin:2rem 0 .8rem}.count{color:var(--soft);font-weight:400}
article{border:1px solid var(--line);border-left:.3rem solid var(--risky);border-radius:.4rem;padding:.8rem 1rem;margin:0 0 .8rem;break-inside:avoid;content-visibility:auto;contain-intrinsic-size:auto 9rem}
article.breaking{border-left-color:var(--breaking)}h3{font-size:1.02rem;margin:0 0 .4rem}article p{margin:0 0 .6rem}
pre{background:var(--card);border:1px solid var(--line);border-radius:.3rem;padding:.7rem;margin:.3rem 0;white-space:pre-wrap;font-size:.85rem}
details,.where{margin:.5rem 0}article .where{margin-bottom:0}small,summary,footer{color:var(--soft);font-size:.87rem}summary{cursor:pointer}
ul{margin:.4rem 0;padding-left:1.2rem}.more{border-top:1px solid var(--line);padding:.7rem 0}.more>summary{font-size:1rem;color:var(--ink)}
footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:.6rem}
@media print{body{max-width:none}details::details-content{content-visibility:visible}}
`;
