export { type CauseGroup, groupByCause } from './cause-groups.ts';
export { reportFormats } from './formats.ts';
export { code, cutToComment, escapeText, folded, prose } from './markdown-text.ts';
export {
  countedFindings,
  nameOperation,
  type ReportFormat,
  type ReportOptions,
  verdictSentence,
} from './report-format.ts';
export { renderComparison, type TerminalOptions } from './terminal.ts';
