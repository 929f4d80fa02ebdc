import type { CommandHelp, Flags } from './flag.ts';
import { runFlags } from './starting.ts';
import { viewGroups } from './sharedFlags.ts';

/** The flags of `plateau continue` itself. */
export const continueFlags = {
  epochs: { type: 'string', value: '+50', completion: 'none', help: 'train for so many epochs more than planned' },
  iterations: {
    type: 'string',
    value: '+2000',
    completion: 'none',
    help: 'train for so many iterations more than planned',
  },
  restart: {
    type: 'boolean',
    help: 'start a new training from its best weights, with a lower learning rate, as where it cannot go on',
  },
  'even-if-changed': {
    type: 'boolean',
    help: 'go on although the settings or the data have changed since it was started',
  },
  yes: { type: 'boolean', short: 'y', help: 'do not ask (without a terminal nobody is asked)' },
  'dry-run': { type: 'boolean', help: 'only say what would be started' },
  detach: runFlags.detach,
  stdin: runFlags.stdin,
  env: runFlags.env,
} as const satisfies Flags;

export const continueCommand: CommandHelp = {
  name: 'continue',
  summary: 'go on with a training that has ended',
  usage: ['plateau continue [RUN] [--epochs +50 | --iterations +2000] [--dry-run] [options of attach]'],
  about: [
    "Starts the trainer's own resume command with the arguments of the run, as a run of its own that belongs to it. Looks before whether that can work: whether the last save is whole and holds the state of the optimizer, whether the data and the settings are what they were, and whether anything is left to train.",
    'Copies the best weights first where the trainer would write over them. A training that is only paused goes on with plateau resume.',
  ],
  flags: [{ title: 'Options', flags: continueFlags }, ...viewGroups],
  argument: 'run',
  examples: [
    ['plateau continue', 'goes on with the newest run'],
    ['plateau continue night --iterations +2000', 'goes on with the run named night, for longer than it was planned'],
    ['plateau continue night --dry-run', 'says what it would start'],
  ],
};

/** The flags of `plateau finish`. */
export const finishFlags = {
  yes: continueFlags.yes,
  'dry-run': continueFlags['dry-run'],
  detach: continueFlags.detach,
  env: continueFlags.env,
} as const satisfies Flags;

export const finish: CommandHelp = {
  name: 'finish',
  summary: 'do what the trainer would have done at its end',
  usage: ['plateau finish [RUN] [--dry-run] [--detach] [--yes]'],
  about: [
    'Validates the best whole weights of a run that has ended with the command of its trainer, built from the arguments of the run, and strips a copy of them before where the trainer strips its weights. Says what it will run, and asks. The weights stay as they are.',
    'It is a run of its own. Its figures are kept with the run whose weights they are of, and plateau status tells them.',
  ],
  flags: [{ title: 'Options', flags: finishFlags }],
  argument: 'run',
  examples: [
    ['plateau finish', 'finishes the newest run'],
    ['plateau finish night --dry-run', 'says what it would run'],
  ],
};
