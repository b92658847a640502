import { Option } from 'commander';
import { type MessageKind, messageKinds, type Recipient } from '../announce/index.ts';
import { type Instant, nearest, sayInstant, TocsinError } from '../base/index.ts';
import { type AnnouncementPreview, type Outlook, withoutSignedLinks } from '../bot/index.ts';
import { type Catalog, peopleOf } from '../catalog/index.ts';
import type { CommandModule } from './command-module.ts';
import { parseInstant } from './parse-instant.ts';
import { printResult, tell } from './print-result.ts';
import { changeRelease } from './release/change-release.ts';
import type { Shell } from './shell.ts';
import { alignColumns } from './terminal/align-columns.ts';
import { paint } from './terminal/paint.ts';
import { wrapText } from './terminal/wrap-text.ts';
import { withTocsin } from './with-tocsin.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly kind?: MessageKind;
  readonly to?: string;
  readonly all?: boolean;
  readonly raw?: boolean;
  readonly deployAt?: Instant;
  readonly why?: string;
}

/** `tocsin announce RELEASE`: sends what is due; with --dry-run shows who would get what instead. */
export const announceCommand: CommandModule = (command, shellOf) => {
  command
    .argument('<release>', 'its id, as pkgdb-2.0')
    .option('--dry-run', 'show who gets what, and the words of one message that is due now; send nothing')
    .addOption(new Option('--kind <kind>', 'with --dry-run: the messages of this kind').choices(messageKinds))
    .option('--to <recipient>', 'with --dry-run: the messages to this list, room, team, person or address')
    .option('--all', 'with --dry-run: the words of each, also of what comes later')
    .option('--raw', 'with --dry-run: each message as its medium is given it, as MIME for mail')
    .addOption(
      new Option('--deploy-at <instant>', 'with --dry-run: as if it were moved to this date').argParser(parseInstant),
    )
    .option('--why <reason>', 'for the record')
    .addHelpText(
      'before',
      'Examples:\n  tocsin announce pkgdb-2.0 --dry-run\n  tocsin announce pkgdb-2.0 --dry-run --kind reminder --to docs\n  tocsin announce pkgdb-2.0 --why "Approved on Monday"\n',
    )
    .action(async (id: string, options: Options) => {
      const shell = shellOf();
      if (!options.dryRun) {
        refuseChoices(options);
        await changeRelease(shell, { sends: true }, ({ tocsin, change }) => tocsin.announce(id, change(options.why)));
        return;
      }
      await withTocsin(shell, {}, async ({ tocsin }) => {
        const wish = options.deployAt === undefined ? {} : { deployAt: options.deployAt };
        const { messages: all, notes } = await tocsin.preview(id, options.kind ?? null, wish);
        const { to } = options;
        const messages = to === undefined ? all : all.filter(({ message }) => isFor(message.recipient, to));
        if (to !== undefined && messages.length === 0) demandKnown(to, tocsin.catalog, all);
        printResult(shell, { schemaVersion: 1, messages, notes }, () => printMessages(messages, options, shell.out));
        for (const note of notes) tell(shell, note);
        if (to !== undefined && messages.length === 0 && all.length > 0) {
          const names = [...new Set(all.map(({ message }) => message.recipient.name))];
          tell(shell, `None of them is for ${to}. They are for ${names.join(', ')}.`);
        }
        const states = Map.groupBy(messages, ({ outlook }) => shortly[outlook.state]);
        const counts = [...states].map(([word, own]) => `${own.length} ${word}`).join(', ');
        tell(
          shell,
          `${messages.length} ${messages.length === 1 ? 'message' : 'messages'}${counts === '' ? '' : `: ${counts}`}; nothing was sent.`,
        );
      });
    });
};

/** What only chooses what a dry run shows must not be taken for a choice of what is sent. */
function refuseChoices({ kind, to, deployAt, all, raw }: Options): void {
  const given = Object.entries({ '--kind': kind, '--to': to, '--deploy-at': deployAt, '--all': all, '--raw': raw })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (given.length === 0) return;
  throw new TocsinError(
    'usage',
    `${given.join(' and ')} ${given.length === 1 ? 'chooses' : 'choose'} what --dry-run shows; announcing tells everyone, for the date that is planned.`,
    { hint: 'Add --dry-run to see it, or leave that out to announce. A date is moved by `tocsin release move`.' },
  );
}

type Shown = AnnouncementPreview['messages'][number];

function isFor({ name, address, team }: Pick<Recipient, 'name' | 'address' | 'team'>, wanted: string): boolean {
  const asked = wanted.toLowerCase();
  return [name, address, address.replace(/@.*$/, ''), team ?? ''].some((each) => each.toLowerCase() === asked);
}

/** @throws TocsinError `not-found` where neither the catalogue nor any message knows it; whom nothing is for is told otherwise */
function demandKnown(to: string, catalog: Catalog, all: readonly Shown[]): void {
  const { lists, teams, chat, meetings } = catalog;
  const known = [
    ...all.map(({ message: { recipient } }) => recipient),
    ...lists.map((list) => ({ ...list, team: null })),
    ...teams.map(({ title, email, name }) => ({ name: title, address: email, team: name })),
    ...chat.map(({ name, slack }) => ({ name, address: slack, team: null })),
    ...peopleOf(teams).map(({ name, email }) => ({ name, address: email, team: null })),
    ...meetings.map(({ title, name }) => ({ name: title, address: name, team: null })),
  ];
  if (known.some((one) => isFor(one, to))) return;
  const names = [...new Set([...all.map(({ message }) => message.recipient.name), ...teams.map(({ name }) => name)])];
  const near = nearest(to, names);
  throw new TocsinError('not-found', `There is no list, room, team or person called ${to}.`, {
    hint:
      near === null
        ? `The messages are for ${[...new Set(all.map(({ message }) => message.recipient.name))].join(', ')}.`
        : `Did you mean ${near}?`,
  });
}

/** First who gets what and when; then the words of one, or of those that are asked for, of what reads alike once. */
function printMessages(
  messages: readonly Shown[],
  { kind, to, all = false, raw = false }: Options,
  stream: Shell['out'],
): string[] {
  const { bold, dim } = paint(stream);
  const width = Math.min(stream.columns, 110);
  const isAsked = all || kind !== undefined || to !== undefined;
  const alikeOf = (several: readonly Shown[]) =>
    groupsOf(several, (each) => [each.message.subject, each.message.event, each.outlook, bodyOf(each, raw)]);
  // Those that are due say nearly the same to each: one is enough to know the words, where nobody asks for more.
  const groups = isAsked
    ? alikeOf(messages)
    : alikeOf(messages.filter(({ outlook }) => outlook.state === 'due')).slice(0, 1);
  const lines: string[] = [];
  for (const step of groupsOf(messages, ({ message, outlook }) => [message.kind, outlook])) {
    const [{ message, outlook }] = step;
    lines.push(...wrapText(`${message.kind}, ${sayOutlook(outlook)}`, { width, indent: 2 }).map(bold));
    for (const alike of groupsOf(step, (each) => [each.message.subject])) {
      lines.push(...wrapText(alike[0].message.subject, { width: width - 2 }).map((line) => `  ${line}`));
      const rows = alike.map(({ message: { recipient, event } }) => [
        recipient.channel,
        recipient.address,
        dim(`${recipient.name}${event?.attendee ? ', with an invitation' : ''}`),
      ]);
      lines.push(...alignColumns(rows, { indent: 4 }));
    }
    lines.push('');
  }
  for (const alike of groups) {
    const [first] = alike;
    const { kind, subject, event } = first.message;
    const names = alike.map(
      ({ message: { recipient } }) => `${recipient.name} (${recipient.channel} ${recipient.address})`,
    );
    lines.push(...names.map((name, at) => bold(at === 0 ? `── ${kind} to ${name}` : `   and ${name}`)));
    lines.push(
      ...wrapText(`   ${sayOutlook(first.outlook)}`, { width: width - 3 }).map((line) => dim(`   ${line}`)),
      '',
    );
    if (raw) lines.push(bodyOf(first, raw), '');
    else {
      lines.push(`Subject: ${subject}`);
      if (event?.attendee) {
        const { title, start, end, cancelled } = event;
        const word = cancelled ? 'Takes the invitation back' : 'Invitation';
        lines.push(`${word}: ${title}, ${sayInstant(start)} to ${sayInstant(end)}`);
      }
      lines.push('', bodyOf(first, raw), '');
    }
  }
  const unread = messages.filter((each) => !groups.some((alike) => alike.includes(each)));
  const left = unread.length;
  if (left > 0) {
    const { recipient } = (unread.find(({ message: { recipient } }) => recipient.team !== null) ?? unread[0]!).message;
    const name = JSON.stringify(recipient.team ?? recipient.name).replace(/^"([\w.-]+)"$/, '$1');
    lines.push(
      ...wrapText(
        `The words of ${left === messages.length ? 'these' : `the other ${left}`} are not shown: --kind KIND or --to NAME (as --to ${name}) shows some, --all each.`,
        { width },
      ).map(dim),
    );
  }
  return lines;
}

function bodyOf({ artefact, text }: Shown, raw: boolean): string {
  return raw ? artefact.content.trimEnd() : withoutSignedLinks(text).trimEnd();
}

function groupsOf(messages: readonly Shown[], keyOf: (shown: Shown) => readonly unknown[]): [Shown, ...Shown[]][] {
  return [...Map.groupBy(messages, (shown) => JSON.stringify(keyOf(shown))).values()] as [Shown, ...Shown[]][];
}

const shortly: Readonly<Record<Outlook['state'], string>> = {
  written: 'written to the outbox before',
  delivered: 'delivered before',
  queued: 'on the way',
  deferred: 'delayed',
  refused: 'refused',
  withdrawn: 'withdrawn',
  due: 'due now',
  planned: 'due later',
  'left-out': 'left out',
};

/** What has become of a message, or when it goes. */
function sayOutlook({ state, at, because }: Outlook): string {
  const said: Readonly<Record<Outlook['state'], string>> = {
    written: `only written to the outbox, ${sayInstant(at)}`,
    delivered: `delivered ${sayInstant(at)}`,
    queued: `on the way since ${sayInstant(at)}`,
    deferred: `delayed, will be tried again at ${sayInstant(at)}`,
    refused: `refused ${sayInstant(at)}`,
    withdrawn: 'withdrawn before it went',
    due: 'due now',
    planned: `will be due at ${sayInstant(at)}`,
    'left-out': 'will not be sent',
  };
  return because === null ? said[state] : `${said[state]}: ${because}`;
}
