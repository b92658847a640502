export { makeRoster, type OnCallFeed, type RosterInput } from './make-roster.ts';
export type { Shift } from './shift.ts';
export { type RosterSurvey, type SurveyedTeam, surveyRoster } from './survey-roster.ts';
