export { describeChange, describeRow, drawHistory, drawPage } from './draw-history.ts';
export { describeReuse } from './reserved-names.ts';
export {
  changesOf,
  type History,
  type HistoryQuery,
  type HistoryRow,
  sayLeftOut,
  traceHistory,
} from './trace-history.ts';
