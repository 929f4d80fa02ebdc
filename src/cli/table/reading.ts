import type { CommandHelp, Flags } from './flag.ts';
import { adviceFlags, adviceGroup, json } from './sharedFlags.ts';

/** The flags of `plateau inspect`. */
export const inspectFlags = {
  json,
  trainer: adviceFlags.trainer,
  metric: adviceFlags.metric,
  config: adviceFlags.config,
} as const satisfies Flags;

export const inspect: CommandHelp = {
  name: 'inspect',
  summary: 'show what is read from a log',
  usage: ['plateau inspect FILE [--json] [--trainer NAME] [--metric NAME=REGEX]'],
  about: ['Reads the log once and prints what it holds. Exit status 1 if no trainer is recognised.'],
  flags: [{ title: 'Options', flags: inspectFlags }],
  argument: 'file',
  examples: [
    ['plateau inspect train.log', 'tells the trainer, the plan, and the last figures'],
    ["plateau inspect --metric 'loss=total loss (\\S+)' train.log", 'tries how an unknown trainer can be read'],
  ],
};

const budget = {
  type: 'string',
  value: 'N',
  completion: 'none',
  help: 'the planned length (iterations or epochs), if the log does not tell it',
} as const;

/** The flags of `plateau advise`. */
export const adviseFlags = { json, budget } as const satisfies Flags;

export const advise: CommandHelp = {
  name: 'advise',
  summary: 'print the advice for a training once, for scripts and cron',
  usage: ['plateau advise FILE|RUN [--json] [--budget N] [options]'],
  about: [
    'Exit status: 0 go on, 10 may stop, 11 stop, 20 stalled, 30 diverged, failed or never started, 2 cannot tell.',
  ],
  flags: [{ title: 'Options', flags: adviseFlags }, adviceGroup],
  argument: 'fileOrRun',
  examples: [
    ['plateau advise results.csv', 'prints the verdict with its reasons'],
    ['plateau advise night; [ $? -lt 10 ] || plateau stop --after-checkpoint night', 'acts on it in a script'],
  ],
};

/** The flags of `plateau replay`. */
export const replayFlags = {
  json,
  speed: {
    type: 'string',
    value: 'N',
    completion: 'none',
    help: 'N times as fast as the training (default: as fast as possible)',
  },
  budget,
} as const satisfies Flags;

export const replay: CommandHelp = {
  name: 'replay',
  summary: 'replay a training and show what would have been advised',
  usage: ['plateau replay LOG|CSV|RUN [--json] [--speed N] [--budget N] [options]'],
  about: ['Prints the advice at each evaluation, and what following it would have saved.'],
  flags: [{ title: 'Options', flags: replayFlags }, adviceGroup],
  argument: 'fileOrRun',
  examples: [
    ['plateau replay results.csv', 'tells when it could have been stopped'],
    ['plateau replay --advice saver night', 'tells the same of a run, with other advice'],
  ],
};

/** The flags of `plateau compare`. */
export const compareFlags = {
  json,
  chars: { type: 'string', value: 'box|ascii', help: 'characters of the plot' },
} as const satisfies Flags;

export const compare: CommandHelp = {
  name: 'compare',
  summary: 'compare trainings',
  usage: ['plateau compare RUN|FILE RUN|FILE ... [--json] [--chars box|ascii]'],
  about: ['Length, best mAP and when it came, time, loss and verdict of each, and their mAP in one plot.'],
  flags: [{ title: 'Options', flags: compareFlags }],
  argument: 'fileOrRun',
  examples: [
    ['plateau compare night day', 'compares two runs'],
    ['plateau compare runs/*/results.csv', 'compares logs that somebody else wrote'],
  ],
};
