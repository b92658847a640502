// Changes of state that need nothing but the release and a reason.

import { Option } from 'commander';
import { type Instant, sayInstant } from '../../base/index.ts';
import type { Change, ReleaseView, Tocsin } from '../../bot/index.ts';
import type { CommandModule } from '../command-module.ts';
import { parseInstant } from '../parse-instant.ts';
import { printNotDone } from '../print-ladder.ts';
import { changeRelease } from './change-release.ts';

interface Transition {
  readonly name: string;
  readonly description: string;
  /** Telling people is the point of it. */
  readonly sends?: boolean;
  /** What is said first of what it leaves behind. */
  say?(view: ReleaseView): readonly string[];
  /** Asks when it was; now, where nobody says. */
  readonly at?: string;
  change(tocsin: Tocsin, release: string, change: Change, at: Instant | undefined): Promise<ReleaseView>;
}

const transitions: readonly Transition[] = [
  {
    name: 'approve',
    description: 'Approve the plan as it stands; not by its author where the policy says so.',
    say: sayApproval,
    change: (tocsin, release, change) => tocsin.approve(release, change),
  },
  {
    name: 'announce',
    description: 'Send what is due now, and let the clock send the rest.',
    sends: true,
    change: (tocsin, release, change) => tocsin.announce(release, change),
  },
  {
    name: 'deploy',
    description: 'Begin the deploy; refused while a gate that the policy enforces is not open.',
    say: sayUnsent,
    change: (tocsin, release, change) => tocsin.startDeploy(release, change),
  },
  {
    name: 'verify',
    description: 'The new version is out: begin to check that it works.',
    at: 'when it was out and the old version gone (default: now)',
    change: (tocsin, release, change, at) => tocsin.startVerifying(release, at === undefined ? {} : { at }, change),
  },
  {
    name: 'done',
    description:
      'Close the release and tell everyone; needs --why while a consumer is seen not to be right in production.',
    say: ({ ladder }) => printNotDone(ladder.consumers),
    change: (tocsin, release, change) => tocsin.complete(release, change),
  },
  {
    name: 'roll-back',
    description: 'It was taken back: tell everyone that the API is as it was before.',
    change: (tocsin, release, change) => tocsin.rollBack(release, change),
  },
  {
    name: 'cancel',
    description:
      'It will not happen: withdraw what waits, and tell those who were told; needs --why where anybody was.',
    change: (tocsin, release, change) => tocsin.cancel(release, change),
  },
];

/** On a release that was announced already nothing else shows that it was recorded. */
function sayApproval({ history, plan, release }: ReleaseView): readonly string[] {
  const by = history.findLast(({ type }) => type === 'release.approved')?.actor.name;
  if (by === undefined) return [];
  const date = plan === null ? '' : `, and of its deploy on ${sayInstant(plan.deployAt)}`;
  return [`On record: ${by}'s approval of the findings of ${release.id}${date}.`];
}

/** What was due before the deploy and nobody was sent. */
function sayUnsent({ history }: ReleaseView): readonly string[] {
  const unsent = history.findLast(({ type }) => type === 'release.deploying')?.data.unsent;
  if (!Array.isArray(unsent) || unsent.length === 0) return [];
  return [
    `The deploy has begun before all were told: ${unsent.join(', ')} had fallen due and had not gone out, and will not any more. \`tocsin tick\` from cron, or \`tocsin serve\`, sends what falls due.`,
  ];
}

export const transitionCommands: CommandModule = (parent, shellOf) => {
  for (const transition of transitions) {
    const command = parent
      .command(transition.name)
      .argument('<release>', 'its id, as pkgdb-2.0')
      .description(transition.description)
      .option('--why <reason>', 'for the record')
      .option('--dry-run', 'show where it would stand, and record nothing')
      .action(async (id: string, options: { why?: string; at?: Instant; dryRun?: boolean }) => {
        const shell = shellOf();
        await changeRelease(
          shell,
          { ...options, sends: transition.sends ?? false },
          ({ tocsin, change }) => transition.change(tocsin, id, change(options.why), options.at),
          transition.say,
        );
      });
    if (transition.at !== undefined) {
      command.addOption(new Option('--at <instant>', transition.at).argParser(parseInstant));
    }
  }
};
