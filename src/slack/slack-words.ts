// What the Slack app says, as mrkdwn. A date is given in UTC with the reader's own time beside it, which Slack fills in
// (`<!date^…>`); a state is a word, never an emoji or a colour alone.

import { type Instant, sayInstant } from '../base/index.ts';
import type { ReleaseSummary, ReleaseView } from '../bot/index.ts';
import { type CallerReport, type Catalog, sayClaim, saySightings, type Team } from '../catalog/index.ts';
import { acknowledgeShiftAction, claimCallerAction, claimValue, escapeMrkdwn } from '../channels/index.ts';
import type { Shift } from '../roster/index.ts';

export interface TextBlock {
  readonly type: 'section' | 'context';
  readonly block_id?: string;
  readonly text?: { readonly type: 'mrkdwn'; readonly text: string };
  readonly elements?: readonly { readonly type: 'mrkdwn'; readonly text: string }[];
  readonly accessory?: {
    readonly type: 'button';
    readonly action_id: string;
    readonly value: string;
    readonly text: { readonly type: 'plain_text'; readonly text: string };
  };
}

/** `Thu 12 Mar 2026 14:00 UTC (Thu, 3:00 PM for you)`; the bracket is filled in by each reader's Slack. */
export function slackMoment(at: Instant): string {
  const seconds = Math.floor(Date.parse(at) / 1000);
  return `${sayInstant(at)} (<!date^${seconds}^{date_short_pretty} {time}|your time is shown in Slack> for you)`;
}

const verdictWords: Readonly<Record<ReleaseSummary['verdict'], string>> = {
  breaking: '*breaks the API*',
  unknown: '*cannot tell whether it breaks*',
  risky: 'risky, no certain break',
  compatible: 'does not break',
  identical: 'same as before',
};

/** One line for a release: does it break, when, what stands against it, who has understood. */
export function statusLine(summary: ReleaseSummary, publicUrl: string): string {
  const { release, verdict, deployAt, gatesClosed, affectedTeams, understood, failing } = summary;
  const link = `<${publicUrl}/releases/${encodeURIComponent(release.id)}|${escapeMrkdwn(`${release.service} ${release.version}`)}>`;
  const parts = [
    `${verdictWords[verdict]}, ${release.state.replace('-', ' ')}`,
    deployAt === null ? 'no date yet' : slackMoment(deployAt),
  ];
  if (gatesClosed !== null) {
    parts.push(
      gatesClosed === 0 ? 'all gates open' : `${gatesClosed} ${gatesClosed === 1 ? 'gate is' : 'gates are'} not open`,
    );
  }
  if (understood !== null) {
    parts.push(affectedTeams === 0 ? 'no team is hit' : `understood by ${understood} of ${affectedTeams} teams`);
  }
  if (failing !== null && failing.length > 0) {
    parts.push(`*${escapeMrkdwn(failing.join(', '))} ${failing.length === 1 ? 'fails' : 'fail'} in production*`);
  }
  return `${link}: ${parts.join(' · ')}`;
}

/** Who is on, one line a person. */
export function rosterLine(shift: Shift, catalog: Catalog, when: 'on' | 'to come' = 'on'): string {
  const team = catalog.teams.find(({ name }) => name === shift.team)?.title ?? shift.team;
  const who = shift.person.slack === null ? escapeMrkdwn(shift.person.name) : `<@${shift.person.slack}>`;
  const word = shift.acknowledged === null ? 'not yet acknowledged' : 'acknowledged';
  const from = when === 'on' ? '' : ` from ${slackMoment(shift.start)}`;
  return `${who}, ${escapeMrkdwn(team)}, for ${escapeMrkdwn(shift.release)}${from} until ${slackMoment(shift.end)}: ${word}`;
}

/** The same with the button by which it is acknowledged, where whoever reads it may. */
export function shiftBlock(shift: Shift, line: string, mayAcknowledge: boolean): TextBlock {
  const asks = mayAcknowledge && shift.acknowledged === null;
  return section(line, asks ? button(acknowledgeShiftAction, 'I keep these hours free', shift.id) : undefined);
}

/** Who has understood and who has not, for the foot of an announcement. */
export function understoodLine(view: ReleaseView, catalog: Catalog): string {
  const title = (name: string) => escapeMrkdwn(catalog.teams.find((team) => team.name === name)?.title ?? name);
  const said = view.affectedTeams.flatMap((team) => {
    const word = view.understandings.findLast((understanding) => understanding.team === team);
    return word === undefined ? [] : [`${title(team)} (${escapeMrkdwn(word.by)}, ${slackMoment(word.at)})`];
  });
  const silent = view.affectedTeams.filter((team) => !view.understandings.some((word) => word.team === team));
  const count = `Understood by ${said.length} of ${view.affectedTeams.length} teams`;
  const who = said.length === 0 ? '' : `: ${said.join('; ')}`;
  return `${count}${who}.${silent.length === 0 ? '' : ` Not yet: ${silent.map(title).join(', ')}.`}`;
}

/** To whoever says for their teams what a colleague has said: whose word it is that counts. */
export function saidBefore(view: ReleaseView, teams: readonly string[], catalog: Catalog): string {
  const words = view.understandings.filter(({ team }) => teams.includes(team));
  const said = words.map(({ team, by, at }) => {
    const title = catalog.teams.find(({ name }) => name === team)?.title ?? team;
    return `for ${escapeMrkdwn(title)} ${escapeMrkdwn(by)} said so, ${slackMoment(at)}`;
  });
  return `It was on record already: ${said.join('; ')}.`;
}

export const helpText = [
  '*/tocsin status* [service]: which releases break what, when, and what stands against them',
  '*/tocsin who*: who keeps the day free right now, and who is next',
  '*/tocsin callers*: who calls that nobody knows; */tocsin claim* KEY [consumer or team], */tocsin forward* KEY TEAM and */tocsin noise* KEY REASON answer for one',
  '*/tocsin help*: this',
  'Announcements carry a button by which your team says that it has understood, and */tocsin who* one by which it acknowledges its hours.',
].join('\n');

/** A caller that nobody knows: what it calls, whose it may be, and the button by which it is claimed. */
export function callerBlock(caller: CallerReport): TextBlock {
  const { key, name, service, environments, breaking, guess, forwarded } = caller;
  const where = escapeMrkdwn(saySightings(environments));
  const what =
    breaking.length === 0
      ? 'calls nothing that breaks'
      : `*calls what breaks:* ${escapeMrkdwn(breaking.slice(0, 5).join(', '))}`;
  const whose =
    forwarded !== null || caller.lapsed !== null
      ? ` (${escapeMrkdwn(sayClaim(caller))})`
      : guess === null
        ? ''
        : ` Perhaps ${escapeMrkdwn(guess.consumer ?? guess.team)}: ${escapeMrkdwn(guess.because)}`;
  const text = `*${escapeMrkdwn(name ?? key)}* (\`${escapeMrkdwn(key)}\`), ${escapeMrkdwn(service)}: ${where}; ${what}.${whose}`;
  return section(text, button(claimCallerAction, 'It is ours', claimValue(key, forwarded?.team ?? null)));
}

/** To somebody of several teams: for which of them the caller is claimed, one button each. */
export function whichTeam(
  { key, name }: Pick<CallerReport, 'key' | 'name'>,
  teams: readonly Pick<Team, 'name' | 'title'>[],
): { readonly text: string; readonly blocks: readonly TextBlock[] } {
  const titles = teams.map(({ title }) => escapeMrkdwn(title));
  const text = `You are of ${titles.join(' and ')}: which of them has ${escapeMrkdwn(name ?? key)}?`;
  const buttons = teams.map((team, at) =>
    section(`*${titles[at]}*`, button(claimCallerAction, 'It is theirs', claimValue(key, team.name))),
  );
  return { text, blocks: [section(text), ...buttons] };
}

function section(text: string, accessory?: TextBlock['accessory']): TextBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cutMrkdwn(text) },
    ...(accessory === undefined ? {} : { accessory }),
  };
}

function button(action_id: string, text: string, value: string): TextBlock['accessory'] {
  return { type: 'button', action_id, value: value.slice(0, 2000), text: { type: 'plain_text', text } };
}

/** What was decided of a caller, in a sentence. */
export function decidedLine({ name, key, decision }: CallerReport): string {
  const caller = escapeMrkdwn(name ?? key);
  if (decision === null) return `Nothing is decided of ${caller}.`;
  const whose = escapeMrkdwn(decision.consumer ?? decision.team ?? '');
  const by = escapeMrkdwn(decision.by);
  if (decision.decision === 'noise') return `${caller} is noise, said ${by}: ${escapeMrkdwn(decision.reason ?? '')}`;
  return decision.decision === 'claimed'
    ? `${caller} belongs to ${whose} from now on, said ${by}.`
    : `${caller} was forwarded to ${whose} by ${by}; it counts as unknown until somebody claims it.`;
}

/** What Slack takes of one text, cut off neither in the middle of `&amp;`, nor of a link, nor of a character. */
export function cutMrkdwn(text: string, mostCharacters = 3000): string {
  if (text.length <= mostCharacters) return text;
  return `${text.slice(0, mostCharacters - 1).replace(/(?:&[a-z]*|<[^>]*|[\uD800-\uDBFF])$/, '')}…`;
}

/** Slack shows at most 50 blocks and 3000 characters in each; long lists end with how many were left out. */
export function listBlocks(lines: readonly string[], board: string): TextBlock[] {
  const shownAtMost = 20;
  const blocks = lines.slice(0, shownAtMost).map((line) => section(line));
  return [...blocks, ...moreOnTheBoard(lines.length - shownAtMost, board)];
}

/** The foot of a list that was cut; nothing where nothing was left out. */
export function moreOnTheBoard(leftOut: number, address: string): TextBlock[] {
  if (leftOut <= 0) return [];
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: `And ${leftOut} more on <${address}|the board>.` }] }];
}
