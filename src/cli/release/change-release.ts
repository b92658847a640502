// How every command that changes a release goes: the change, then what it made due, then where the release stands.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { counted, exitStatus, type Instant, sayInstant } from '../../base/index.ts';
import type { ReleaseView, TickReport } from '../../bot/index.ts';
import { printStanding } from '../print-release.ts';
import { printResult, tell } from '../print-result.ts';
import type { Shell } from '../shell.ts';
import { readersZone } from '../show-time.ts';
import { type Session, withTocsin } from '../with-tocsin.ts';

/**
 * Messages that fell due are sent at once, so that nothing waits for a server that may not be running. What could not
 * be delivered stays in the outbox; the exit status says so where `sends`, that is, where sending was the point.
 */
export async function changeRelease(
  shell: Shell,
  {
    dryRun,
    sends = false,
    standing = true,
  }: { readonly dryRun?: boolean | undefined; readonly sends?: boolean; readonly standing?: boolean },
  work: (session: Session) => Promise<ReleaseView>,
  /** What is said before the standing, or instead of it. */
  printChange: (view: ReleaseView) => readonly string[] = () => [],
): Promise<void> {
  await withTocsin(shell, { dryRun }, async (session) => {
    let view = await work(session);
    if (dryRun) {
      // Nothing of it was kept, so this is how it stands; what was only begun is not there to be read.
      const lines = view.deliveries.length === 0 ? [] : sayWouldGo(await session.tocsin.release(view.release.id), view);
      for (const line of lines) tell(shell, line);
    } else {
      const report = await session.tocsin.tick({ asksOthers: false });
      const { written, delivered, deferred, refused, refusals } = report;
      const before = view;
      view = await session.tocsin.release(before.release.id);
      for (const line of sayGone(report, before, view)) tell(shell, line);
      if (sends && written + delivered + deferred + refused + refusals.length === 0)
        tell(shell, sayNothingSent(report.nextAt));
      if (deferred + refused > 0) {
        tell(shell, `${deferred} put off, ${refused} refused: \`tocsin release show ${view.release.id}\` says why.`);
      }
      for (const { release, because } of refusals) tell(shell, `${release}: ${because}`);
      if (sends && deferred + refused + refusals.length > 0) shell.exit(exitStatus.cannotTell);
    }
    printResult(shell, { schemaVersion: 1, ...view }, () => [
      ...printChange(view),
      ...(standing ? printStanding(view, { stream: shell.out, zone: readersZone(shell.env) }) : []),
    ]);
  });
}

function sayNothingSent(nextAt: Instant | null): string {
  const next = nextAt === null ? 'nothing waits' : `what comes next is due on ${sayInstant(nextAt)}`;
  return `Nothing was sent: nothing is due now; ${next}.`;
}

/**
 * `3 messages delivered: break-notice to infra and devel; reminder to docs.` Those that only became files, for want of
 * a channel, are not told as delivered.
 */
function sayGone(
  report: Pick<TickReport, 'written' | 'delivered'>,
  before: ReleaseView,
  after: ReleaseView,
): readonly string[] {
  const known = new Set(before.deliveries.filter(({ receipt }) => receipt !== null).map(({ message }) => message.key));
  const fresh = after.deliveries.filter(({ message }) => !known.has(message.key));
  const files = fresh.filter(({ state }) => state === 'written');
  const sent = fresh.filter(({ state }) => state === 'delivered');
  const lines: string[] = [];
  if (report.written > 0) {
    const words = phrases(files, report.written - files.length);
    const channels = [...new Set(files.map(({ message }) => message.recipient.channel))].join(', ');
    const folder = files.length === 0 ? 'the outbox' : dirname(fileURLToPath(files[0]!.receipt!.url!));
    lines.push(
      `${counted(report.written, 'message')} written to ${folder}: ${words}. No channel is set${channels === '' ? '' : ` for ${channels}`}, so nobody was told by ${report.written === 1 ? 'it' : 'them'}: \`tocsin doctor\` says what to set.`,
    );
  }
  if (report.delivered > 0) {
    lines.push(`${counted(report.delivered, 'message')} delivered: ${phrases(sent, report.delivered - sent.length)}.`);
  }
  return lines;
}

/** What a rehearsal would have put on its way, and what it would have held back. */
function sayWouldGo(before: ReleaseView, after: ReleaseView): readonly string[] {
  const known = new Map(before.deliveries.map(({ message, state }) => [message.key, state]));
  const fresh = after.deliveries.filter(({ message, state }) => state !== 'withdrawn' && !known.has(message.key));
  const withdrawn = after.deliveries.filter(
    ({ message, state }) => state === 'withdrawn' && known.get(message.key) !== 'withdrawn',
  );
  const ended = fresh.filter(({ message }) => message.event?.cancelled === true).length;
  return [
    ...(withdrawn.length === 0
      ? []
      : [`${counted(withdrawn.length, 'message')} that wait would not go: ${toWhom(withdrawn)}.`]),
    ...(fresh.length === 0
      ? []
      : [
          `${counted(fresh.length, 'message')} would go: ${toWhom(fresh)}.${ended === 0 ? '' : ` With ${ended} of them a calendar entry is taken back.`}${sayHowToRead(after.release.id, fresh)}`,
        ]),
  ];
}

/** A move says where to, and a handing over between whom: these are not to be read without doing them. */
function sayHowToRead(id: string, deliveries: ReleaseView['deliveries']): string {
  const kinds = [...new Set(deliveries.map(({ message }) => message.kind))];
  const readable = kinds.filter((kind) => kind !== 'moved' && kind !== 'handed-over');
  if (readable.length === 0) return '';
  return ` ${readable.map((kind) => `\`tocsin announce ${id} --dry-run --kind ${kind}\``).join(', ')} shows the words.`;
}

/** Those of other releases are only counted. */
function phrases(deliveries: ReleaseView['deliveries'], others: number): string {
  return [
    ...(deliveries.length > 0 ? [toWhom(deliveries)] : []),
    ...(others > 0 ? [`${others} of other releases`] : []),
  ].join('; ');
}

function toWhom(deliveries: ReleaseView['deliveries']): string {
  return [...Map.groupBy(deliveries, ({ message }) => message.kind)]
    .map(([kind, own]) => `${kind} to ${[...new Set(own.map(({ message }) => message.recipient.name))].join(', ')}`)
    .join('; ');
}
