import type { CommandHelp, Flags } from './flag.ts';
import { adviceFlags, adviceGroup, json, formFlags } from './sharedFlags.ts';

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
export const adviseFlags = {
  json,
  budget,
  group: {
    type: 'string',
    value: 'NAME|DIR',
    completion: 'run',
    help: 'as one of a group: its name, the number of a Slurm array, one of its runs, or the directory with the logs or tables of all',
  },
  keep: {
    type: 'string',
    value: 'N',
    completion: 'none',
    help: 'with --group: N runs go on whatever is outrun (default 2)',
  },
} as const satisfies Flags;

export const advise: CommandHelp = {
  name: 'advise',
  summary: 'print the advice for a training once, for scripts and cron',
  usage: [
    'plateau advise FILE|RUN [--json] [--budget N] [options]',
    'plateau advise --group NAME|DIR [FILE|RUN] [--json] [--keep N]',
  ],
  about: [
    'With --group it says whether another run of the group makes this one needless: for pruners of a sweep. Within a training that `plateau run` started, RUN defaults to that one; else all runs are told.',
    'Exit status: 0 go on, 10 may stop, 11 stop, 20 stalled, 30 diverged, failed or never started, 2 cannot tell.',
  ],
  flags: [{ title: 'Options', flags: adviseFlags }, adviceGroup],
  argument: 'fileOrRun',
  examples: [
    ['plateau advise results.csv', 'prints the verdict with its reasons'],
    ['plateau advise night; [ $? -lt 10 ] || plateau stop --after-checkpoint night', 'acts on it in a script'],
    ['plateau advise --group runs/detect runs/detect/train7/results.csv', 'tells whether the others outrun this one'],
  ],
};

/** The flags of `plateau replay`. */
export const replayFlags = {
  json,
  family: { type: 'boolean', help: 'tell which measured trainings the odds come from' },
  speed: {
    type: 'string',
    value: 'N',
    completion: 'none',
    help: 'N times as fast as the training (default: as fast as possible)',
  },
  budget: { ...budget, help: `${budget.help}; with --group also one for each: N,N,...` },
  group: { type: 'boolean', help: 'side by side, as runs of a group: which would have been outrun' },
  keep: {
    type: 'string',
    value: 'N',
    completion: 'none',
    help: 'with --group: go on with N runs at least (default 1, the leader)',
  },
} as const satisfies Flags;

export const replay: CommandHelp = {
  name: 'replay',
  summary: 'replay a training and show what would have been advised',
  usage: [
    'plateau replay LOG|CSV|RUN [--json] [--speed N] [--budget N] [--family] [options]',
    'plateau replay --group LOG|CSV|RUN LOG|CSV|RUN ... [--json] [--budget N] [--keep N]',
  ],
  about: [
    'Prints the advice at each evaluation, and what following it would have saved.',
    'With --group it goes through several trainings side by side, all at the same share of their plans.',
  ],
  flags: [{ title: 'Options', flags: replayFlags }, adviceGroup],
  argument: 'fileOrRun',
  examples: [
    ['plateau replay results.csv', 'tells when it could have been stopped'],
    ['plateau replay --advice saver night', 'tells the same of a run, with other advice'],
    ['plateau replay --group sweep/*/results.csv', 'tells which runs of a sweep need not have gone on'],
  ],
};

/** The flags of `plateau compare`. */
export const compareFlags = {
  json,
  group: {
    type: 'string',
    value: 'NAME',
    completion: 'run',
    help: 'all runs of a group: its name, the number of a Slurm array, or one of its runs',
  },
  chars: { type: 'string', value: 'box|ascii', help: 'characters of the plot' },
  ...formFlags,
} as const satisfies Flags;

export const compare: CommandHelp = {
  name: 'compare',
  summary: 'compare trainings',
  usage: [
    'plateau compare RUN|FILE RUN|FILE ... [--json] [--chars box|ascii] [-o FILE] [--csv | --markdown]',
    'plateau compare --group NAME [--json] [--chars box|ascii]',
  ],
  about: [
    'Length, best mAP and when it came, time, loss and verdict of each, and their mAP in one plot.',
    'With --group also the mean and the settings in which the runs differ. With -o, --csv or --markdown it writes what plateau report does.',
  ],
  flags: [{ title: 'Options', flags: compareFlags }],
  argument: 'fileOrRun',
  examples: [
    ['plateau compare night day', 'compares two runs'],
    ['plateau compare runs/*/results.csv', 'compares logs that somebody else wrote'],
  ],
};
