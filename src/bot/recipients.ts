// Who is told what. Every announcement goes to the organisation's own lists and to the service's; besides, each
// affected team is told at its own address, in its own zone and of its own consumers, whether it belongs to the
// infrastructure or not (A4, A20). A list that two reasons lead to is written to once, as the public list.

import { isForOneTeam, type MessageKind, type Recipient, recipientKey } from '../announce/index.ts';
import { affectedTeams, type Catalog, type Impact, livingCatalog, type Team } from '../catalog/index.ts';
import type { Plan, Release } from '../plan/index.ts';
import type { Shift } from '../roster/index.ts';

interface RecipientsInput {
  readonly release: Release;
  readonly impact: Impact;
  readonly plan: Plan | null;
  readonly catalog: Catalog;
}

/** Whom a message of this kind reaches, of those not retired; the roster's people have `rosterRecipients`, and what is for one team goes where that is known. */
export function recipientsOf(kind: MessageKind, { catalog, ...about }: RecipientsInput): readonly Recipient[] {
  if (isForOneTeam(kind)) return [];
  const input = { ...about, catalog: livingCatalog(catalog) };
  switch (kind) {
    case 'agenda':
      return agendaRecipients(input);
    case 'roster-call':
    case 'handed-over':
      return [];
    case 'moved':
    case 'cancelled':
      return [...publicRecipients(input), ...teamRecipients(input), ...agendaRecipients(input)];
    default:
      return [...publicRecipients(input), ...teamRecipients(input)];
  }
}

/** Those who hold a shift that was not given back, each by mail. */
export function rosterRecipients(shifts: readonly Shift[]): readonly { shift: Shift; recipient: Recipient }[] {
  return shifts
    .filter(({ releasedAt }) => releasedAt === null)
    .map((shift) => ({
      shift,
      recipient: {
        channel: 'mail',
        address: shift.person.email,
        name: shift.person.name,
        audience: 'person',
        team: shift.team,
        zone: shift.zone,
      },
    }));
}

function publicRecipients({ release, catalog }: RecipientsInput): readonly Recipient[] {
  const audience = catalog.services.find(({ name }) => name === release.service)?.audience;
  const zone = catalog.organisation.zone;
  return [
    ...catalog.lists
      .filter(({ name, always }) => always || audience?.lists.includes(name))
      .map(({ name, address }): Recipient => ({ channel: 'mail', address, name, audience: 'list', team: null, zone })),
    ...catalog.chat
      .filter(({ name, always }) => always || audience?.chat.includes(name))
      .map(
        ({ name, slack }): Recipient => ({
          channel: 'slack',
          address: slack,
          name,
          audience: 'room',
          team: null,
          zone,
        }),
      ),
  ];
}

/** Of which list a team's address is that, so that others may read it too; null where it is the team's own. */
export function listOfTeam({ email }: Team, { lists }: Catalog): string | null {
  return lists.find(({ address }) => address.toLowerCase() === email.toLowerCase())?.name ?? null;
}

/** What that keeps from the team, and what to do about it: sentences. */
export function sayListOfTeam(team: Team, list: string): { readonly because: string; readonly hint: string } {
  return {
    because: `The address of ${team.title}, ${team.email}, is the list ${list}, which others may read: the team gets there what all get, and no link by which it alone could answer.`,
    hint: `Give teams.${team.name}.email in tocsin.yaml an address that the team alone reads, and name the list under teams.${team.name}.lists.`,
  };
}

/** A team itself: its address, and its own rooms. On a list nobody's signed link may stand. */
export function recipientsOfTeam(team: Team, catalog: Catalog): readonly [Recipient, ...Recipient[]] {
  const list = listOfTeam(team, catalog);
  const own: Recipient = {
    channel: 'mail',
    address: team.email,
    name: list ?? team.title,
    audience: list === null ? 'team' : 'list',
    team: team.name,
    zone: team.zone,
  };
  const rooms = catalog.chat.filter(({ name }) => team.chat.includes(name));
  return [
    own,
    ...rooms.map(
      ({ name, slack }): Recipient => ({ ...own, channel: 'slack', address: slack, name, audience: 'room' }),
    ),
  ];
}

/**
 * Teams with one address between them are each written to there, of their own part. What several teams follow beside it,
 * a list or a room, hears of it once, as of nobody's in particular.
 */
function teamRecipients(input: RecipientsInput): readonly Recipient[] {
  const open = new Set(publicRecipients(input).map(recipientKey));
  const { catalog } = input;
  const affected = affectedTeams(input.impact).flatMap(
    (name) => catalog.teams.find((team) => team.name === name) ?? [],
  );
  const perTeam = affected.map((team) => {
    const [own, ...rooms] = recipientsOfTeam(team, catalog);
    const lists = catalog.lists.filter(({ name }) => team.lists.includes(name));
    const besides = lists.map(({ name, address }): Recipient => ({ ...own, address, name, audience: 'list' }));
    if (own.audience === 'list') return { own: null, besides: [own, ...besides, ...rooms] };
    return { own, besides: [...besides, ...rooms].filter((one) => recipientKey(one) !== recipientKey(own)) };
  });
  const owners = Map.groupBy(
    perTeam.flatMap(({ own }) => own ?? []),
    recipientKey,
  );
  const followers = Map.groupBy(
    perTeam.flatMap(({ besides }) => besides),
    recipientKey,
  );
  const told = new Set(open);
  return perTeam.flatMap(({ own, besides }) => {
    const shared = own !== null && (owners.get(recipientKey(own)) ?? []).length > 1;
    return [
      ...(own === null ? [] : [shared ? { ...own, shared } : own]),
      ...besides.flatMap((one): Recipient[] => {
        const key = recipientKey(one);
        if (told.has(key) || owners.has(key)) return [];
        told.add(key);
        const several = new Set((followers.get(key) ?? []).map((other) => other.team)).size > 1;
        return [several ? { ...one, team: null, zone: catalog.organisation.zone } : one];
      }),
    ];
  });
}

function agendaRecipients({ plan, catalog }: RecipientsInput): readonly Recipient[] {
  const meeting = catalog.meetings.find(({ name }) => name === plan?.meeting?.name);
  if (meeting === undefined) return [];
  const one = { name: meeting.title, audience: 'meeting', team: null, zone: meeting.zone } as const;
  return [
    { ...one, channel: 'agenda', address: meeting.name },
    ...(meeting.agendaRepository === null ? [] : [{ ...one, channel: 'github', address: meeting.agendaRepository }]),
  ];
}
