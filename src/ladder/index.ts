export { type BurnDown, type BurnDownPoint, burnDown, type Forecast, type LadderMove } from './burn-down.ts';
export { doneTeams } from './done-teams.ts';
export { drawBurnDown } from './draw-burn-down.ts';
export { judgeLadder } from './judge-ladder.ts';
export type {
  ConsumerLadder,
  Deployment,
  Ladder,
  LinkedPullRequest,
  Porting,
  RungClaim,
  RungEvidence,
  RungStanding,
  RungState,
} from './ladder.ts';
export { harms } from './ladder.ts';
export type { LadderInput } from './ladder-input.ts';
export { type Rung, rungs, rungTitles } from './rung.ts';
export { sayStanding, sayTakenBack } from './say-standing.ts';
export { sayWrong, wrongInProduction } from './wrong-in-production.ts';
