import { sayInstant } from '../base/index.ts';
import type { DatedStep } from '../bot/index.ts';
import type { Plan } from '../plan/index.ts';
import type { Stream } from './shell.ts';
import { showLocal, showSpan } from './show-time.ts';
import { hangColumns } from './terminal/hang-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';

/** The date, why it is not earlier, and what happens when. */
export function printPlan(
  plan: Plan,
  { stream, zone, steps }: { stream: Pick<Stream, 'colour' | 'columns'>; zone: string; steps: readonly DatedStep[] },
): string[] {
  const { bold, dim } = paint(stream);
  const local = showLocal(plan.deployAt, zone);
  const lines = [
    `${bold('Deploy')}    ${showSpan(plan.deployAt, plan.deployUntil)}${local === '' ? '' : `  (${local})`}`,
    dim(`          date -d '${plan.deployAt.slice(0, 16).replace('T', ' ')} UTC'`),
  ];
  if (plan.exemption) lines.push(`${bold('Exempt')}    ${plan.exemption.id}: ${plan.exemption.reason}`);
  lines.push(`${bold('Earliest')}  ${sayInstant(plan.earliest.at)}, because`);
  const width = Math.min(stream.columns, 110);
  const { reasons } = plan.earliest;
  lines.push(
    ...hangColumns(
      reasons.map(({ constraint, notBefore, because }) => [constraint, sayInstant(notBefore), because]),
      { indent: 10, width },
    ),
  );
  for (const { because } of plan.against) lines.push(...beside('Against   ', because, width, bold));
  for (const remark of plan.remarks) lines.push(...beside('Mind      ', remark, width, bold));
  if (plan.meeting) lines.push(`${bold('Meeting')}   ${plan.meeting.name}, ${sayInstant(plan.meeting.at)}`);
  lines.push(bold('Steps'));
  lines.push(
    ...hangColumns(
      steps.map(({ at, kind, because }) => [sayInstant(at), kind, because]),
      { indent: 2, width, shade: dim },
    ),
  );
  return lines;
}

/** A text beside its heading, and below itself where it is long. */
function beside(head: string, text: string, width: number, shade = (words: string) => words): string[] {
  const [first = '', ...others] = wrapText(text, { width: width - head.length });
  return [`${shade(head)}${first}`, ...others.map((line) => ' '.repeat(head.length) + line)];
}
