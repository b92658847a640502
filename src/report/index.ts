export { reportFormats } from './formats.ts';
export {
  type CauseGroup,
  countedFindings,
  groupByCause,
  nameOperation,
  type ReportFormat,
  type ReportOptions,
  verdictSentence,
} from './report-format.ts';
export { renderComparison, type TerminalOptions } from './terminal.ts';
