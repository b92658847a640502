import { sayInstant } from '../base/index.ts';
import type { DatedStep } from '../bot/index.ts';
import type { Plan } from '../plan/index.ts';
import type { Stream } from './shell.ts';
import { showLocal, showSpan } from './show-time.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';

/** The date, why it is not earlier, and what happens when. */
export function printPlan(
  plan: Plan,
  { stream, zone, steps }: { stream: Pick<Stream, 'colour'>; zone: string; steps: readonly DatedStep[] },
): string[] {
  const { bold, dim } = paint(stream);
  const local = showLocal(plan.deployAt, zone);
  const lines = [
    `${bold('Deploy')}    ${showSpan(plan.deployAt, plan.deployUntil)}${local === '' ? '' : `  (${local})`}`,
    dim(`          date -d '${plan.deployAt.slice(0, 16).replace('T', ' ')} UTC'`),
  ];
  if (plan.exemption) lines.push(`${bold('Exempt')}    ${plan.exemption.id}: ${plan.exemption.reason}`);
  lines.push(`${bold('Earliest')}  ${sayInstant(plan.earliest.at)}, because`);
  lines.push(
    ...alignColumns(
      plan.earliest.reasons.map(({ constraint, notBefore, because }) => [constraint, sayInstant(notBefore), because]),
      { indent: 10 },
    ),
  );
  for (const { because } of plan.against) lines.push(`${bold('Against')}   ${because}`);
  for (const remark of plan.remarks) lines.push(`${bold('Mind')}      ${remark}`);
  if (plan.meeting) lines.push(`${bold('Meeting')}   ${plan.meeting.name}, ${sayInstant(plan.meeting.at)}`);
  lines.push(bold('Steps'));
  lines.push(
    ...alignColumns(
      steps.map(({ at, kind, because }) => [sayInstant(at), kind, dim(because)]),
      { indent: 2 },
    ),
  );
  return lines;
}
