export { adviseInState } from './advise-in-state.ts';
export { approvalFingerprint, findingsFingerprint } from './approval-fingerprint.ts';
export { computePlan, type Dependency, type PlanInput } from './compute-plan.ts';
export { type DiscussionRecord, whyNotHeld } from './discussion.ts';
export { announcedSince } from './gates/announced-since.ts';
export type { GateInput, NoticeRecord, PortRecord } from './gates/gate-input.ts';
export { unexemptedBreaks } from './gates/judge-intended.ts';
export { blockingGates, judgeGates, sayPurpose } from './judge-gates.ts';
export type { DateConstraint, DateReason, Gate, GateState, Plan, Step, StepKind } from './plan.ts';
export { type Freeze, type GateMode, type GateName, gateNames, type Policy, type PolicyExemption } from './policy.ts';
export { type PolicySettings, policyReferences, policySettings, resolvePolicy } from './policy-settings.ts';
export {
  assertTransition,
  isEnded,
  nextStates,
  type Release,
  type ReleaseState,
  releaseStates,
  sayState,
} from './release.ts';
