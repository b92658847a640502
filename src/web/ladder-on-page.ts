// The ladder as the board shows it: a lamp for each consumer and rung. A word that nobody has proven has another shape
// than a proof, not only another colour.

import type { PortingIssue, ReleaseView } from '../bot/index.ts';
import type { Catalog } from '../catalog/index.ts';
import {
  type ConsumerLadder,
  drawBurnDown,
  type Rung,
  type RungStanding,
  type RungState,
  rungs,
  rungTitles,
  sayStanding,
  sayTakenBack,
} from '../ladder/index.ts';
import type { Lamp } from './lamp.ts';

export interface LadderOnPage {
  readonly titles: readonly string[];
  readonly rows: readonly {
    readonly ladder: ConsumerLadder;
    readonly title: string;
    readonly teamTitle: string;
    readonly inside: boolean;
    readonly cells: readonly { readonly standing: RungStanding; readonly title: string; readonly lamp: Lamp }[];
    /** Is it done? */
    readonly lamp: Lamp;
    /** What speaks against it, or stands between it and the next rung; null where it is done. */
    readonly missing: string | null;
    readonly issue: PortingIssue | null;
    /** Rungs on which somebody may say that it stands. */
    readonly claimable: readonly { readonly rung: Rung; readonly title: string }[];
  }[];
  /** Whom to ask, of what, and why. */
  readonly contradictions: readonly {
    readonly consumer: string;
    readonly team: string;
    readonly teamTitle: string;
    readonly because: string;
  }[];
  readonly climbed: number;
  readonly stagingGaps: readonly string[];
  /** An SVG document of our own making; null before anything was noted. */
  readonly plot: string | null;
  /** Null where nobody has to climb any more. */
  readonly forecast: string | null;
  readonly takenBack: string | null;
}

const lamps: Readonly<Record<RungState, Lamp>> = {
  proven: { shape: 'yes', word: 'proven' },
  claimed: { shape: 'waiting', word: 'only claimed' },
  stale: { shape: 'warn', word: 'seen too long ago' },
  contradicted: { shape: 'no', word: 'contradicted' },
  'out-of-reach': { shape: 'none', word: 'staging cannot show it' },
  'not-reached': { shape: 'none', word: 'not yet' },
};

const standingShapes = { done: 'yes', contradicted: 'no', 'not-yet': 'waiting' } as const;

export function ladderOnPage(view: ReleaseView, catalog: Catalog): LadderOnPage {
  const { ladder, burnDown, release } = view;
  const titleOf = (name: string) => catalog.consumers.find((one) => one.name === name)?.title ?? name;
  return {
    titles: rungs.map((rung) => rungTitles[rung]),
    rows: ladder.consumers.map((one) => {
      const team = catalog.teams.find(({ name }) => name === one.team);
      const { state, word, missing } = sayStanding(one);
      return {
        ladder: one,
        title: titleOf(one.consumer),
        teamTitle: team?.title ?? one.team,
        inside: team?.inside ?? false,
        cells: one.rungs.map((standing) => ({
          standing,
          title: rungTitles[standing.rung],
          lamp: lamps[standing.state],
        })),
        lamp: { shape: standingShapes[state], word },
        claimable: one.rungs.flatMap(({ rung, state }) =>
          rung === 'aware' || state === 'proven' || state === 'out-of-reach' ? [] : [{ rung, title: rungTitles[rung] }],
        ),
        issue: view.portingIssues.find(({ consumer }) => consumer === one.consumer) ?? null,
        missing,
      };
    }),
    contradictions: ladder.consumers.flatMap(({ consumer, team, contradictions }) =>
      contradictions.map(({ because }) => ({
        consumer,
        team,
        teamTitle: catalog.teams.find(({ name }) => name === team)?.title ?? team,
        because,
      })),
    ),
    climbed: ladder.consumers.filter(({ climbed }) => climbed).length,
    stagingGaps: ladder.stagingGaps,
    plot: burnDown.points.length === 0 ? null : drawBurnDown(release.id, burnDown),
    forecast: ladder.takenBackAt === null ? burnDown.forecast.because : null,
    takenBack: ladder.takenBackAt === null ? null : sayTakenBack(ladder.takenBackAt),
  };
}
