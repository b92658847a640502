// The Slack app: Bolt over the same use cases as the board. Over HTTP it is a request listener that the web server
// mounts on its own port (Bolt reads the raw body, which its signature check needs); in Socket Mode it dials out
// instead. What a person asks for is answered in the acknowledgement itself, so a command makes no call to Slack.

import type { RequestListener } from 'node:http';
import {
  App,
  type BlockAction,
  type ButtonAction,
  HTTPReceiver,
  LogLevel,
  type RespondFn,
  type SlackActionMiddlewareArgs,
} from '@slack/bolt';
import { type Clock, TocsinError } from '../base/index.ts';
import { type Change, demandStillComing, type ReleaseSummary, type Tocsin } from '../bot/index.ts';
import { livingCatalog } from '../catalog/index.ts';
import {
  acknowledgeShiftAction,
  claimCallerAction,
  escapeMrkdwn,
  readClaim,
  understoodAction,
} from '../channels/index.ts';
import { isEnded } from '../plan/index.ts';
import type { Shift } from '../roster/index.ts';
import {
  callerBlock,
  cutMrkdwn,
  decidedLine,
  helpText,
  listBlocks,
  moreOnTheBoard,
  rosterLine,
  saidBefore,
  shiftBlock,
  slackMoment,
  statusLine,
  type TextBlock,
  understoodLine,
  whichTeam,
} from './slack-words.ts';

export interface SlackOptions {
  readonly tocsin: Tocsin;
  readonly clock: Clock;
  /** Where the board is, without a slash at the end. */
  readonly publicUrl: string;
  /** `xoxb-…`, for what the app sends by itself. */
  readonly botToken: string;
  /** How Slack reaches us: signed requests over HTTP, or a socket that we open (for machines behind a firewall). */
  readonly reach:
    | { readonly by: 'http'; readonly signingSecret: string }
    | { readonly by: 'socket'; readonly appToken: string };
  /** Other than Slack's own only in tests. */
  readonly apiUrl?: string;
  readonly onFault?: (error: unknown) => void;
}

export interface SlackApp {
  /** For the web server to mount at `path`; null in Socket Mode. */
  readonly mount: { readonly path: string; readonly listener: RequestListener } | null;
  /** Opens the socket; does nothing over HTTP. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Slack sends a request again after three seconds; what is older than this many others is long answered. */
const rememberedRequests = 1000;
/** Slack takes at most 50 blocks in a message. */
const callersShown = 20;
const shiftsShown = 40;
const understoodBlock = 'tocsin_understood_by';

interface Answer {
  readonly text: string;
  readonly blocks?: readonly TextBlock[];
}

/** What we look at in the blocks of a message that comes back with a click. */
interface MessageBlock {
  readonly type: string;
  readonly block_id?: string;
  readonly elements?: readonly { readonly action_id?: string }[];
}

export function openSlackApp(options: SlackOptions): SlackApp {
  const { tocsin, clock, publicUrl, reach } = options;
  const path = '/slack/events';
  const receiver =
    reach.by === 'http'
      ? new HTTPReceiver({ signingSecret: reach.signingSecret, endpoints: path, logLevel: LogLevel.ERROR })
      : undefined;
  const app = new App({
    ...(receiver === undefined
      ? { socketMode: true, appToken: reach.by === 'socket' ? reach.appToken : '' }
      : { receiver }),
    authorize: async () => ({ botToken: options.botToken }),
    clientOptions: options.apiUrl === undefined ? {} : { slackApiUrl: options.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  app.error(async (error) => options.onFault?.(error));

  const seen = new Set<string>();
  app.use(async ({ body, ack, next }) => {
    const id = (body as { trigger_id?: unknown }).trigger_id;
    if (typeof id === 'string') {
      if (seen.has(id)) {
        await (ack as undefined | (() => Promise<void>))?.();
        return;
      }
      seen.add(id);
      if (seen.size > rememberedRequests) seen.delete(seen.values().next().value!);
    }
    await next();
  });

  app.command('/tocsin', async ({ command, ack }) => {
    const [verb = 'help', ...rest] = command.text.trim().split(/\s+/);
    const answer = await answerCommand(verb.toLowerCase(), rest.join(' '), command.user_id).catch(
      (error: unknown): Answer => ({ text: faultWords(error, options.onFault) }),
    );
    await ack(onlyToReader(answer));
  });

  async function answerCommand(verb: string, rest: string, user: string): Promise<Answer> {
    switch (verb) {
      case 'status': {
        const service = rest.trim();
        if (service !== '' && !tocsin.catalog.services.some(({ name }) => name === service)) {
          const known = tocsin.catalog.services.map(({ name }) => name).join(', ');
          return {
            text: `The catalogue knows no service “${escapeMrkdwn(service)}”. It knows ${escapeMrkdwn(known)}.`,
          };
        }
        const open = (await tocsin.releases())
          .filter(({ release }) => !isEnded(release.state))
          .filter(({ release }) => service === '' || release.service === service)
          .toSorted((a, b) => (a.deployAt ?? '9').localeCompare(b.deployAt ?? '9'));
        if (open.length === 0) {
          return {
            text: `No release ${service === '' ? '' : `of ${escapeMrkdwn(service)} `}is on its way. ${publicUrl}`,
          };
        }
        const mine = teamsOf(user);
        const lines = open.map((summary) => `${statusLine(summary, publicUrl)}${whatIsYours(summary, mine)}`);
        return { text: lines.join('\n'), blocks: listBlocks(lines, publicUrl) };
      }
      case 'who': {
        const on = await tocsin.roster({ at: clock.now() });
        const mine = teamsOf(user);
        const blockOf = (shift: Shift, line: string) => shiftBlock(shift, line, mine.includes(shift.team));
        if (on.length > 0) {
          const lines = on.map((shift) => rosterLine(shift, tocsin.catalog));
          return {
            text: lines.join('\n'),
            blocks: [
              ...on.slice(0, shiftsShown).map((one, at) => blockOf(one, lines[at]!)),
              ...moreOnTheBoard(on.length - shiftsShown, `${publicUrl}/roster`),
            ],
          };
        }
        const next = (await tocsin.releases())
          .filter(({ release, deployAt }) => deployAt !== null && !isEnded(release.state))
          .toSorted((a, b) => a.deployAt!.localeCompare(b.deployAt!))[0];
        if (next === undefined) return { text: 'Nobody is held: no release has a date.' };
        const coming = (await tocsin.release(next.release.id)).shifts
          .filter(({ end, releasedAt }) => releasedAt === null && end > clock.now())
          .map((shift) => ({ shift, line: rosterLine(shift, tocsin.catalog, 'to come') }));
        const first = `Nobody is on now. The next day is that of ${statusLine(next, publicUrl)}`;
        return {
          text: [first, ...coming.map(({ line }) => line)].join('\n'),
          blocks: [
            ...listBlocks([first], publicUrl),
            ...coming.slice(0, shiftsShown).map(({ shift, line }) => blockOf(shift, line)),
            ...moreOnTheBoard(coming.length - shiftsShown, rosterOf(next.release.id)),
          ],
        };
      }
      case 'callers': {
        const open = (await tocsin.callers()).filter((caller) => caller.open);
        if (open.length === 0) return { text: `No caller waits for an answer. ${publicUrl}/callers` };
        const shown = open.slice(0, callersShown).map(callerBlock);
        const more = open.length > callersShown ? `, ${open.length - callersShown} more on the board` : '';
        const text = `${open.length} ${open.length === 1 ? 'caller waits' : 'callers wait'} for an answer${more}: ${publicUrl}/callers`;
        return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }, ...shown] };
      }
      case 'claim':
      case 'forward':
      case 'noise': {
        const [, key = '', word = ''] = /^(\S*)\s*(.*)$/s.exec(rest.trim()) ?? [];
        if (key === '') return { text: `Say which caller: its key is in */tocsin callers*.` };
        return { text: decidedLine(await decideCaller(verb, key, word.trim(), user)) };
      }
      case 'help':
      case '':
        return { text: helpText };
      default:
        return { text: `“${escapeMrkdwn(verb)}” is none of my words.\n${helpText}` };
    }
  }

  /** What waits for the reader's own teams. */
  function whatIsYours({ silentTeams }: ReleaseSummary, mine: readonly string[]): string {
    const silent = (silentTeams ?? []).filter((team) => mine.includes(team)).map(titleOf);
    if (silent.length === 0) return '';
    return ` · *${escapeMrkdwn(silent.join(', '))} ${silent.length === 1 ? 'has' : 'have'} not said so yet*`;
  }

  function titleOf(name: string): string {
    return tocsin.catalog.teams.find((team) => team.name === name)?.title ?? name;
  }

  async function decideCaller(verb: 'claim' | 'forward' | 'noise', key: string, word: string, user: string) {
    const mine = teamsOf(user);
    if (mine.length === 0) throw stranger(user);
    if (verb === 'forward') return tocsin.forwardCaller(key, { team: word }, changeBy(user));
    if (verb === 'noise') return tocsin.callNoise(key, { ...changeBy(user), why: word });
    const isConsumer = tocsin.catalog.consumers.some(({ name }) => name === word);
    if (word !== '' && (isConsumer || !mine.includes(word))) {
      return tocsin.claimCaller(key, { consumer: word }, changeBy(user));
    }
    const [team, ...others] = word === '' ? mine : [word];
    if (team === undefined || others.length > 0) {
      throw new TocsinError('usage', `You are of ${mine.join(' and ')}: which of them has it?`, {
        hint: 'Name the team, or the consumer that it is: /tocsin claim KEY TEAM.',
      });
    }
    return tocsin.claimCaller(key, { team }, changeBy(user));
  }

  app.action<BlockAction<ButtonAction>>(claimCallerAction, async (args) => {
    await args.ack();
    await orSayWhy(args.respond, async () => {
      const { key, team } = readClaim(args.action.value ?? '');
      const user = args.body.user.id;
      const mine = teamsOf(user);
      const asked = mine.find((one) => one === team);
      if (mine.length > 1 && asked === undefined) {
        const caller = (await tocsin.callers()).find((one) => one.key === key) ?? { key, name: null };
        const teams = mine.map((name) => ({ name, title: titleOf(name) }));
        return sayOnlyTo(args.respond, whichTeam(caller, teams));
      }
      const report =
        asked === undefined
          ? await decideCaller('claim', key, '', user)
          : await tocsin.claimCaller(key, { team: asked }, changeBy(user));
      const decided = decidedLine(report);
      // Asked in a channel, all who read the question read its answer; a list that one person asked for stays.
      if (holdsButton(args.body.message, claimCallerAction)) {
        await showUnder(args, { block: 'tocsin_claimed', text: decided, keepButtons: false });
      } else await sayOnlyTo(args.respond, decided);
    });
  });

  app.action<BlockAction<ButtonAction>>(understoodAction, async (args) => {
    await args.ack();
    await orSayWhy(args.respond, async () => {
      const id = args.action.value ?? '';
      const view = await tocsin.release(id);
      const mine = teamsOf(args.body.user.id);
      if (mine.length === 0) throw stranger(args.body.user.id);
      demandStillComing(view.release);
      const teams = mine.filter((team) => view.affectedTeams.includes(team));
      if (teams.length === 0) {
        return sayOnlyTo(
          args.respond,
          `Thank you. Nothing that ${mine.join(', ')} runs is known to be hit by ${escapeMrkdwn(id)}, so nothing is to be recorded.`,
        );
      }
      const silent = teams.filter((team) => !view.understandings.some((word) => word.team === team));
      let after = view;
      for (const team of silent) after = await tocsin.understand(id, { team }, changeBy(args.body.user.id));
      if (silent.length === 0) {
        await sayOnlyTo(args.respond, saidBefore(view, teams, tocsin.catalog));
      }
      await showUnder(args, { block: understoodBlock, text: understoodLine(after, tocsin.catalog), keepButtons: true });
    });
  });

  app.action<BlockAction<ButtonAction>>(acknowledgeShiftAction, async (args) => {
    await args.ack();
    await orSayWhy(args.respond, async () => {
      const id = args.action.value ?? '';
      const [release = '', team = ''] = id.split('/');
      const mine = teamsOf(args.body.user.id);
      if (mine.length === 0) throw stranger(args.body.user.id);
      const view = await tocsin.release(release);
      const shift = view.shifts.find((candidate) => candidate.id === id);
      if (shift === undefined) {
        demandStillComing(view.release);
        throw new TocsinError('not-found', 'That shift is no longer planned: the roster was made anew.', {
          hint: `See ${rosterOf(release)}.`,
        });
      }
      if (!mine.includes(team)) {
        throw new TocsinError('not-allowed', `That shift is ${shift.person.name}’s, of ${team}.`, {
          hint: `Someone of ${team} acknowledges it.`,
        });
      }
      const after =
        shift.acknowledged !== null
          ? shift
          : (await tocsin.acknowledgeShift(id, changeBy(args.body.user.id))).shifts.find((own) => own.id === id);
      const word = after?.acknowledged ?? null;
      if (word === null) return;
      const whose = word.by === shift.person.name ? '' : ` for ${escapeMrkdwn(shift.person.name)}`;
      const text = `Acknowledged by ${escapeMrkdwn(word.by)}${whose}, ${slackMoment(word.at)}.`;
      if (holdsButton(args.body.message, acknowledgeShiftAction)) {
        await showUnder(args, { block: `tocsin_ack_${team}`, text, keepButtons: false });
      } else await sayOnlyTo(args.respond, text);
    });
  });

  // A button that only opens an address is reported as well, and Slack shows a warning where nobody takes note.
  app.action('tocsin_open', async ({ ack }) => ack());

  function rosterOf(release: string): string {
    return `${publicUrl}/roster?release=${encodeURIComponent(release)}`;
  }

  function personOf(user: string) {
    for (const team of livingCatalog(tocsin.catalog).teams) {
      const person = team.members.find(({ slack }) => slack === user);
      if (person !== undefined) return person;
    }
    return null;
  }

  function teamsOf(user: string): readonly string[] {
    return livingCatalog(tocsin.catalog)
      .teams.filter(({ members }) => members.some(({ slack }) => slack === user))
      .map(({ name }) => name);
  }

  function changeBy(user: string): Change {
    return { actor: { name: personOf(user)?.name ?? user, via: 'slack' }, why: undefined };
  }

  /** What Slack shows after the click: who and when, in the message itself, for all who see it. */
  async function showUnder(
    { body, action, respond }: SlackActionMiddlewareArgs<BlockAction<ButtonAction>>,
    note: { readonly block: string; readonly text: string; readonly keepButtons: boolean },
  ): Promise<void> {
    const blocks = ((body.message?.blocks ?? []) as MessageBlock[])
      .filter(({ block_id }) => block_id !== note.block)
      .map((block) =>
        note.keepButtons || block.elements === undefined || block.type !== 'actions'
          ? block
          : { ...block, elements: block.elements.filter(({ action_id }) => action_id !== action.action_id) },
      )
      .filter(({ type, elements }) => type !== 'actions' || elements === undefined || elements.length > 0);
    const text = String(body.message?.text ?? '');
    await respond({
      replace_original: true,
      text,
      blocks: [
        ...blocks,
        { type: 'context', block_id: note.block, elements: [{ type: 'mrkdwn', text: cutMrkdwn(note.text) }] },
      ] as never,
    });
  }

  async function orSayWhy(respond: RespondFn, act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      await sayOnlyTo(respond, faultWords(error, options.onFault));
    }
  }

  return {
    mount: receiver === undefined ? null : { path, listener: receiver.requestListener },
    async start() {
      if (receiver === undefined) await app.start();
    },
    async stop() {
      if (receiver === undefined) await app.stop();
    },
  };
}

function stranger(user: string): TocsinError {
  return new TocsinError('not-allowed', `The catalogue does not say whose Slack account ${user} is.`, {
    hint: `Add \`slack: ${user}\` to yourself under your team in tocsin.yaml, or use the link in your team’s mail.`,
  });
}

/** Whether the button stands in a row of its own under the message, and not beside one of a list. */
function holdsButton(message: unknown, action: string): boolean {
  const { blocks = [] } = (message ?? {}) as { blocks?: readonly MessageBlock[] };
  return blocks.some(({ elements }) => elements?.some(({ action_id }) => action_id === action));
}

function sayOnlyTo(respond: RespondFn, said: string | Answer): Promise<unknown> {
  return respond({ ...onlyToReader(typeof said === 'string' ? { text: said } : said), replace_original: false });
}

function onlyToReader({ text, blocks }: Answer) {
  return { response_type: 'ephemeral' as const, text, ...(blocks === undefined ? {} : { blocks: blocks as never }) };
}

/** A TocsinError's own sentence and hint; our bugs say no more than that they are ours. */
function faultWords(error: unknown, onFault: ((error: unknown) => void) | undefined): string {
  if (error instanceof TocsinError) return `${escapeMrkdwn(error.message)}\n${escapeMrkdwn(error.hint)}`;
  onFault?.(error);
  return 'Something went wrong inside Tocsin; nothing was changed half-way. The server’s log says what happened.';
}
