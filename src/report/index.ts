export {
  alongSentence,
  type CauseGroup,
  groupByCause,
  holdersOf,
  reachRank,
  type Wording,
  wordingsOf,
} from './cause-groups.ts';
export { reportFormats } from './formats.ts';
export { problemRows } from './markdown.ts';
export { code, cutToComment, escapeText, folded, prose } from './markdown-text.ts';
export { nearBlindSpots } from './near-blind-spots.ts';
export {
  countedFindings,
  exampleTitle,
  fails,
  nameOperation,
  pathFiltersSentence,
  placeInExample,
  type ReportFormat,
  type ReportOptions,
} from './report-format.ts';
export {
  type Tally,
  tallyFigures,
  tallyOf,
  tallyOfMet,
  tallyOfRefactors,
  tallyOfSeverity,
  tallySentence,
  tallyWithin,
  tallyWords,
} from './tally.ts';
export { renderComparison, type TerminalOptions } from './terminal.ts';
export { verdictSentence } from './verdict-sentence.ts';
