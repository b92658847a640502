export { followOnCall, type OnCallSwap, overlap } from './follow-on-call.ts';
export { handOver } from './hand-over.ts';
export { judgeFeed } from './judge-feed.ts';
export { makeRoster, type OnCallFeed, type RosterInput } from './make-roster.ts';
export type { Shift } from './shift.ts';
export { type RosterSurvey, type SurveyedTeam, surveyRoster } from './survey-roster.ts';
