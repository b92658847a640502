// The porting issue of each consumer that a release hits: opened once the release is announced, said again when what it
// says of the consumer has changed, closed when there is nothing left to port. What stands in the outbox is what was
// said last, so a restart says nothing twice. A repository that is unknown or refuses has its team told instead, by mail and
// in its own chat.

import type { Message, PortingItem, Recipient } from '../announce/index.ts';
import { type Catalog, type Hit, livingCatalog } from '../catalog/index.ts';
import { channelOf } from '../channels/index.ts';
import type { ReleaseState } from '../plan/index.ts';
import type { Delivery } from '../store/index.ts';
import { alterByClock } from './by-clock.ts';
import type { House } from './house.ts';
import { putIntoOutbox } from './put-into-outbox.ts';
import { recipientsOfTeam } from './recipients.ts';
import type { Refusal, ReleaseView } from './tocsin.ts';
import { writeMessages } from './write-messages.ts';

/** States in which an issue is opened or follows its consumer; one that is cancelled or was taken back only closes what is open. */
const followed: readonly ReleaseState[] = ['announced', 'deploying', 'verifying', 'done', 'cancelled', 'rolled-back'];

/** Answers how many messages were queued. */
export async function putPortingIssues(house: House, refusals: Refusal[]): Promise<number> {
  if (!house.policy.portingIssues) return 0;
  let queued = 0;
  const releases = await house.store.read((records) => records.releases());
  for (const { id, state } of releases.filter((release) => followed.includes(release.state))) {
    // Of what is over, only an issue that is still open can have anything to say.
    const over = isOver(state);
    if (over && !saidLast(await house.store.read((records) => records.deliveries(id))).some(isOpen)) continue;
    queued += await alterByClock(
      house,
      id,
      refusals,
      (view) => owedIssues(house, view).length > 0,
      (work) => putIntoOutbox(house, work, owedIssues(house, work.view)),
    );
  }
  return queued;
}

const isOver = (state: ReleaseState): boolean => state === 'done' || state === 'cancelled' || state === 'rolled-back';

const isOpen = ({ message }: Delivery): boolean => message.porting?.standing === 'open';

/** The latest of each consumer's issue that went, or is on its way. */
function saidLast(deliveries: readonly Delivery[]): readonly Delivery[] {
  const last = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    if (delivery.message.porting && delivery.state !== 'withdrawn') {
      last.set(delivery.message.porting.consumer, delivery);
    }
  }
  return [...last.values()];
}

/** What has to be said now and was not said last. */
export function owedIssues(house: House, view: ReleaseView): readonly Message[] {
  return itemsOf(view, saidLast(view.deliveries)).flatMap((item) =>
    issueOf(house, view, item).filter((message) => {
      const last = view.deliveries.findLast(
        (one) =>
          one.state !== 'withdrawn' &&
          one.message.porting?.consumer === item.consumer &&
          one.message.recipient.channel === message.recipient.channel &&
          one.message.recipient.address === message.recipient.address,
      );
      return last === undefined || !saysTheSame(last.message, message);
    }),
  );
}

/** The issue of each consumer that still has to be ported, as it reads now, whether or not it was opened before. */
export function openIssues(house: House, view: ReleaseView): readonly Message[] {
  return itemsOf(view, []).flatMap((item) => issueOf(house, view, item));
}

/** One message for the repository, or one for each way to its team; none where nobody is known who could be told. */
function issueOf(house: House, view: ReleaseView, item: PortingItem): readonly Message[] {
  const own = view.deliveries.filter(({ message }) => message.porting?.consumer === item.consumer);
  const to = recipientsFor(house.catalog, view, item.consumer, own);
  const step = `porting/${item.consumer}/${own.length + 1}`;
  return to.length === 0 ? [] : writeMessages(house, view, { kind: 'porting-issue', step, porting: item, to });
}

/** What is to be said of each consumer that is hit, or that an open issue still says is hit. */
function itemsOf(view: ReleaseView, said: readonly Delivery[]): readonly PortingItem[] {
  const severities = new Map(
    view.comparison.findings.flatMap(({ fingerprint, severity, exemption }) =>
      exemption === null ? [[fingerprint, severity] as const] : [],
    ),
  );
  // What hurts only those who use it hurts for certain whoever is known to.
  const isOwed = ({ finding, certainty }: Hit) =>
    severities.get(finding) === 'breaking' || (severities.get(finding) === 'risky' && certainty === 'field');
  const hit = view.ladder.consumers.map(({ consumer, climbed }): PortingItem => {
    const hits = view.impact.consumers.find((one) => one.consumer === consumer && one.via.length === 0)?.hits ?? [];
    const findings = [...new Set(hits.filter(isOwed).map(({ finding }) => finding))].toSorted();
    return { consumer, standing: climbed ? 'climbed' : 'open', findings };
  });
  const before = new Map(said.map((delivery) => [delivery.message.porting?.consumer, delivery]));
  const followedOn = [...before.values()].flatMap(({ message: { porting } }): PortingItem[] => {
    if (porting === undefined) return [];
    const { state } = view.release;
    if (state === 'cancelled' || state === 'rolled-back') return [{ ...porting, standing: state }];
    const now = hit.find(({ consumer }) => consumer === porting.consumer);
    return [now ?? { consumer: porting.consumer, standing: 'spared', findings: [] }];
  });
  const fresh = hit.filter(
    ({ consumer, standing, findings }) => !before.has(consumer) && standing === 'open' && findings.length > 0,
  );
  return [
    // What is closed and stays so has nothing to say, whatever else of the release changes.
    ...followedOn.filter(
      ({ consumer, standing }) => standing === 'open' || before.get(consumer)?.message.porting?.standing === 'open',
    ),
    ...(isOver(view.release.state) ? [] : fresh),
  ];
}

/**
 * The consumer's repository, unless it last refused; else its team, also that of a caller which is claimed and not yet
 * a consumer of the catalogue, by mail and in its rooms. Where neither is known any more, whoever was told last.
 */
function recipientsFor(
  all: Catalog,
  { impact }: ReleaseView,
  name: string,
  own: readonly Delivery[],
): readonly Recipient[] {
  const catalog = livingCatalog(all);
  const consumer = catalog.consumers.find((one) => one.name === name);
  const answering = consumer ?? impact.consumers.find((one) => one.consumer === name && one.via.length === 0);
  const team = catalog.teams.find((one) => one.name === answering?.team);
  if (team === undefined) return own.slice(-1).map(({ message }) => message.recipient);
  const repository = consumer?.repository ?? null;
  const asked = own.findLast(
    ({ message: { recipient }, state }) => recipient.channel === 'github' && state !== 'withdrawn',
  );
  const refused = asked?.state === 'refused' && asked.message.recipient.address === repository;
  if (repository !== null && channelOf('github').address.test(repository) && !refused) {
    // Anyone may read it, as a public list: nobody's personal link stands there.
    return [{ channel: 'github', address: repository, name, audience: 'list', team: team.name, zone: team.zone }];
  }
  return recipientsOfTeam(team, catalog);
}

function saysTheSame(one: Message, other: Message): boolean {
  const gist = ({ recipient, subject, verdict, window, porting }: Message) =>
    JSON.stringify([recipient.channel, recipient.address, subject, verdict, window, porting]);
  return gist(one) === gist(other);
}
