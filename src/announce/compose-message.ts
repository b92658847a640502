// One step of a plan, worded for one recipient. What a template may use is a view: plain values, counted and grouped, so
// that a template decides words and order and computes nothing. A message that would grow past what lists let through
// names fewer changes and says how many it left to the board.

import { TocsinError } from '../base/index.ts';
import { owningTeam } from '../catalog/index.ts';
import { eventOf } from './calendar-event.ts';
import { writeSubject, writeSummary } from './headline.ts';
import { findHurt, surveyHurt } from './hurt.ts';
import { lintMessage, longestMarkdown } from './lint-message.ts';
import { cleanText } from './markdown-text.ts';
import { type Message, recipientKey } from './message.ts';
import type { MessageInput } from './message-input.ts';
import { remembered } from './message-memory.ts';
import { asksWord, details, messageView } from './message-view.ts';
import { renderTemplate } from './template.ts';
import { sayWhen } from './when.ts';

/** What a template prints of values, in characters, from which on it is too long even if it prints most of it twice. */
const enough = 4 * longestMarkdown;

/**
 * @throws TocsinError `message-refused` where the template leaves out what every message must say, `config-invalid`
 * where it cannot be rendered.
 */
export function composeMessage(input: MessageInput): Message {
  const { kind, release, recipient, plan } = input;
  const verdict = input.comparison.verdict;
  const service = input.catalog.services.find(({ name }) => name === release.service);
  const owner = owningTeam(input.catalog, release.service);
  const name = `${cleanText(release.service, 60)} ${cleanText(release.version, 40)}`;
  const window = plan === null ? null : { start: plan.deployAt, end: plan.deployUntil };
  const when = window === null ? null : sayWhen(window, recipient.zone);
  const survey = remembered(input, 'hurt', () => surveyHurt(input.impact, input.catalog, input.comparison));
  const { team } = recipient;
  const hurt = remembered(input, `hurt ${team}`, () => findHurt(input.impact, input.catalog, survey, team));
  const subject = writeSubject(input, name, when);
  // A meeting is asked to decide on the new date, and not told what all who are hit are told.
  const template = kind === 'moved' && recipient.audience === 'meeting' ? 'agenda' : kind;

  let draft = null;
  const viewAt = messageView(input, { name, title: service?.title ?? release.service, when, hurt });
  for (const detail of details) {
    const most = detail === details.at(-1) ? Infinity : enough;
    const markdown = renderTemplate(input.templates, template, viewAt(detail), most);
    if (markdown === null) continue;
    draft = { kind, verdict, subject, window, markdown };
    if (new TextEncoder().encode(markdown).length <= longestMarkdown) break;
  }
  const names = [
    release.service,
    release.version,
    name,
    service?.title ?? '',
    input.why ?? '',
    input.porting?.consumer ?? '',
    input.handedOver?.why ?? '',
    input.handedOver?.other ?? '',
    input.caller?.name ?? '',
    input.caller?.why ?? '',
    input.caller?.guess ?? '',
  ];
  const [problem] = lintMessage(
    draft!,
    names.map((text) => cleanText(text)),
  );
  if (problem !== undefined) throw new TocsinError('message-refused', problem.message, { hint: problem.hint });

  return {
    key: [release.id, input.step, `r${release.revision}`, recipientKey(recipient)].join('/'),
    kind,
    release: release.id,
    revision: release.revision,
    verdict,
    asksWord: asksWord(input),
    recipient,
    thread: [
      release.id,
      ...(input.porting ? [input.porting.consumer] : []),
      ...(input.caller ? [`caller/${input.caller.key}/${input.caller.askedAt}`] : []),
      recipientKey(recipient),
    ].join('/'),
    window,
    subject,
    summary: writeSummary(input, name, when, hurt),
    markdown: draft!.markdown,
    links: input.links,
    ...(owner === undefined ? {} : { answersTo: owner.email }),
    event: eventOf(input, name, when, hurt),
    ...(input.porting === undefined ? {} : { porting: input.porting }),
    ...(input.caller === undefined ? {} : { caller: input.caller }),
    writtenAt: input.now,
  };
}
