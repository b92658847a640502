// Who is told what. Every announcement goes to the organisation's own lists and to the service's; besides, each
// affected team is told at its own address, in its own zone and of its own consumers, whether it belongs to the
// infrastructure or not (A4, A20). A list that two reasons lead to is written to once, as the public list.

import { isForOneTeam, type MessageKind, type Recipient } from '../announce/index.ts';
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

/** A team itself: its address, and its own rooms. */
export function recipientsOfTeam(team: Team, catalog: Catalog): readonly [Recipient, ...Recipient[]] {
  const own: Recipient = {
    channel: 'mail',
    address: team.email,
    name: team.title,
    audience: 'team',
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

function teamRecipients(input: RecipientsInput): readonly Recipient[] {
  const told = new Set(publicRecipients(input).map(({ channel, address }) => `${channel}:${address}`));
  return affectedTeams(input.impact).flatMap((affected) => {
    const team = input.catalog.teams.find(({ name }) => name === affected);
    if (team === undefined) return [];
    const [own, ...rooms] = recipientsOfTeam(team, input.catalog);
    const lists = input.catalog.lists.filter(({ name }) => team.lists.includes(name));
    return [
      own,
      ...lists.map(({ name, address }): Recipient => ({ ...own, address, name, audience: 'list' })),
      ...rooms,
    ].filter(({ channel, address }) => {
      const key = `${channel}:${address}`;
      if (told.has(key)) return false;
      told.add(key);
      return true;
    });
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
