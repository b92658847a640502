import { Option } from 'commander';
import { type Instant, TocsinError } from '../base/index.ts';
import { surveyRelease } from '../bot/index.ts';
import type { RosterSurvey } from '../roster/index.ts';
import type { CommandModule } from './command-module.ts';
import { parseInstant } from './parse-instant.ts';
import { printNotDone } from './print-ladder.ts';
import { printResult, tell } from './print-result.ts';
import { printShifts, printSurvey } from './print-roster.ts';
import { changeRelease } from './release/change-release.ts';
import { withTocsin } from './with-tocsin.ts';

interface Options {
  readonly at?: Instant;
  readonly acknowledge?: string;
  readonly giveBack?: string;
  readonly substitute?: string;
  readonly to?: string;
  readonly why?: string;
  readonly dryRun?: boolean;
}

/** `tocsin roster [RELEASE]`: who keeps the deploy day free; also where a shift is acknowledged or given back. */
export const rosterCommand: CommandModule = (command, shellOf) => {
  command
    .argument('[release]', 'its id (default: whoever is on duty now)')
    .addOption(new Option('--at <instant>', 'who is on duty at this moment').argParser(parseInstant))
    .addOption(
      new Option('--acknowledge <shift>', 'say that the shift is known and kept').conflicts(['giveBack', 'substitute']),
    )
    .addOption(
      new Option(
        '--give-back <team>',
        "give the team's hours back, and tell its people; needs --why before the release is out, or while a consumer of its is not right in production",
      ).conflicts('substitute'),
    )
    .option('--substitute <shift>', 'hand the shift to another person, with --to and --why; both are told')
    .option('--to <person>', 'who takes it: somebody whom the catalogue names')
    .option('--why <reason>', 'for the record')
    .option('--dry-run', 'show where it would stand, and record nothing')
    .addHelpText(
      'before',
      'Examples:\n  tocsin roster pkgdb-2.0\n  tocsin roster --acknowledge pkgdb-2.0/qa/kavita-rao --as kavita\n  tocsin roster pkgdb-2.0 --give-back qa\n  tocsin roster --substitute pkgdb-2.0/qa/kavita-rao --to jens --why "Kavita is ill" --as kavita\n',
    )
    .action(async (release: string | undefined, options: Options) => {
      const shell = shellOf();
      const { acknowledge, giveBack, substitute, to } = options;
      if (substitute !== undefined) {
        if (to === undefined) throw new TocsinError('usage', '--substitute needs --to PERSON: who takes the shift.');
        await changeRelease(
          shell,
          { ...options, standing: false },
          ({ tocsin, change }) => tocsin.substituteShift(substitute, { person: to }, change(options.why)),
          ({ shifts }) => printShifts(shifts, shell.out),
        );
        return;
      }
      if (acknowledge !== undefined) {
        await changeRelease(
          shell,
          { ...options, standing: false },
          ({ tocsin, change }) => tocsin.acknowledgeShift(acknowledge, change(options.why)),
          ({ shifts }) =>
            printShifts(
              shifts.filter(({ id }) => id === acknowledge),
              shell.out,
            ),
        );
        return;
      }
      if (giveBack !== undefined) {
        if (release === undefined)
          throw new TocsinError('usage', '--give-back needs the release whose hours they are.');
        await changeRelease(
          shell,
          options,
          ({ tocsin, change }) => tocsin.releaseShifts(release, { team: giveBack }, change(options.why)),
          ({ ladder }) => printNotDone(ladder.consumers.filter(({ team }) => team === giveBack)),
        );
        return;
      }
      await withTocsin(shell, {}, async ({ tocsin }) => {
        const now = options.at ?? shell.clock.now();
        const shifts = await tocsin.roster({
          ...(release === undefined ? { at: now } : { release }),
          ...(options.at === undefined ? {} : { at: options.at }),
        });
        const running = await tocsin.views({ ended: 0 });
        const views = release === undefined ? running : [await tocsin.release(release)];
        const isMoment = release === undefined || options.at !== undefined;
        const surveys = views
          .filter(
            ({ plan }) => release !== undefined || (plan !== null && plan.deployAt <= now && now < plan.watchUntil),
          )
          .map((view) => {
            const others = running.filter(({ release: { id } }) => id !== view.release.id);
            const survey = surveyRelease(
              view,
              tocsin.catalog,
              now,
              others.flatMap((one) => one.shifts),
            );
            return { release: view.release, ...(isMoment ? onlyNow(survey, now) : survey) };
          });
        if (shifts.length === 0) tell(shell, 'Nobody is on the roster then.');
        printResult(
          shell,
          { schemaVersion: 1, shifts, surveys: surveys.map((one) => ({ ...one, release: one.release.id })) },
          () => [
            ...printShifts(shifts, shell.out),
            ...surveys.flatMap((survey) => printSurvey(survey.release, survey, shell.out)),
          ],
        );
      });
    });
};

/** What concerns one moment: who is there then is asked, not who is there later. */
function onlyNow(survey: RosterSurvey, now: Instant): RosterSurvey {
  const isOn = ({ start, end }: { readonly start: Instant; readonly end: Instant }) => start <= now && now < end;
  return {
    ...survey,
    teams: survey.teams.map((team) => ({ ...team, gaps: team.gaps.filter(isOn) })),
    asleep: survey.asleep.filter(({ shift }) => isOn(shift)),
    doubleBooked: survey.doubleBooked.filter(isOn),
  };
}
