import { sayInstant } from '../../base/index.ts';
import type { Dependency } from '../compute-plan.ts';
import { sayState } from '../release.ts';
import type { GateInput } from './gate-input.ts';
import { closed, type Judgement, opened, unknown } from './judgement.ts';

/** Every release that it depends on is done. */
export function judgeDependencies({ dependencies, plan, release }: GateInput): Judgement {
  if (release.dependsOn.length === 0) return opened('It depends on no other release.');
  const known = release.dependsOn.map(
    (name): Dependency =>
      dependencies.find((one) => one.release === name) ?? { release: name, state: null, deployUntil: null },
  );
  const waiting = known.filter(({ state }) => state !== 'done');
  if (waiting.length === 0) return opened(`${release.dependsOn.join(', ')}: done.`);
  const missing = waiting.filter(({ state }) => state === null).map((one) => one.release);
  const fallen = waiting.flatMap(({ release: name, state }) =>
    state === 'cancelled' || state === 'rolled-back' ? [`${name} is ${sayState(state)}`] : [],
  );
  if (fallen.length > 0) {
    return closed(`${fallen.join(', ')}.`, 'Release what it depends on again, or take the dependency away.');
  }
  if (missing.length > 0) {
    return unknown(`Nothing is known of ${missing.join(', ')}, on which it depends.`, `Assess ${missing.join(', ')}.`);
  }
  const states = waiting.map(({ deployUntil, release, state }) => {
    const until = deployUntil === null ? 'without a date' : `deployed until ${sayInstant(deployUntil)}`;
    const late = plan !== null && deployUntil !== null && deployUntil > plan.deployAt ? ', after this one' : '';
    return `${release} is ${state}, ${until}${late}`;
  });
  return closed(`${states.join('; ')}.`, `First finish ${waiting.map((one) => one.release).join(', ')}.`);
}
