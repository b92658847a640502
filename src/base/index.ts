export { type Clock, type Instant, type IsoDate, settableClock, systemClock } from './clock.ts';
export { type ErrorCode, exitStatus, TocsinError } from './error.ts';
export { escapeXml } from './escape-xml.ts';
export { fileFault } from './file-fault.ts';
export { nearest } from './nearest.ts';
export type { Position } from './position.ts';
export { sayDay, sayInstant } from './say-time.ts';
export { sayValue } from './say-value.ts';
export { visibleText } from './visible-text.ts';
