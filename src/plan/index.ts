export type { DateReason, Gate, GateState, Plan, Step, StepKind } from './plan.ts';
export type { Freeze, GateMode, GateName, Policy, PolicyExemption } from './policy.ts';
export { nextStates, type Release, type ReleaseState, releaseStates } from './release.ts';
