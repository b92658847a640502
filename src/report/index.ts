export { reportFormats } from './formats.ts';
export { nameOperation, type ReportFormat, type ReportOptions, verdictSentence } from './report-format.ts';
