import { scenarioDescriptions, scenarioNames } from '../../demo/scenarios.ts';
import type { CommandHelp, Flags } from './flag.ts';
import { descriptionFlags, viewGroups } from './sharedFlags.ts';

/** The flags of `plateau run` itself. */
export const runFlags = {
  detach: { type: 'boolean', short: 'd', help: 'start it, print its id, and exit' },
  name: { type: 'string', short: 'n', value: 'NAME', completion: 'none', help: 'its name (default: from the command)' },
  ...descriptionFlags,
  keep: {
    type: 'string',
    value: 'N',
    completion: 'none',
    help: 'of its group at least N runs go on, though others outrun them (default 2)',
  },
  cwd: { type: 'string', short: 'C', value: 'DIR', completion: 'directory', help: 'its working directory' },
  stdin: { type: 'string', value: 'TEXT', completion: 'none', help: 'its standard input (default: empty)' },
  env: {
    type: 'string',
    short: 'e',
    multiple: true,
    value: 'KEY=VALUE',
    completion: 'none',
    help: 'set an environment variable; can be repeated',
  },
  plan: {
    type: 'boolean',
    help: 'plan its length from the data set (see plateau plan), and stop it after the next save from then on',
  },
  'auto-stop': {
    type: 'string',
    optional: true,
    value: 'careful|balanced|saver',
    help: 'stop it after the next checkpoint once the advice is to stop, another run of its group outruns it, a budget is spent or the target is reached; needs no open dashboard',
  },
  'report-on-end': {
    type: 'string',
    value: 'DIR',
    completion: 'directory',
    help: 'write the report of the run into DIR when it ends, and send it along',
  },
  after: {
    type: 'string',
    value: 'RUN',
    completion: 'run',
    help: 'start it once this run has ended, however it ended; see plateau queue',
  },
  'after-ok': {
    type: 'string',
    value: 'RUN',
    completion: 'run',
    help: 'start it once this run has ended without failing; cancel it if that failed',
  },
  retries: {
    type: 'string',
    value: 'N',
    completion: 'none',
    help: 'after a crash that may pass (a CUDA error, a lost node, a full disk) start it again from its last save, at most N times',
  },
  'retry-pause': {
    type: 'string',
    value: '30s',
    completion: 'none',
    help: 'with --retries: the pause before that; each further one is four times as long, an hour at most',
  },
  sbatch: {
    type: 'string',
    value: 'OPTIONS',
    completion: 'none',
    help: 'run it as a job of Slurm, submitted with these options of sbatch, and follow it',
  },
  'no-requeue': {
    type: 'boolean',
    help: 'in a Slurm job: do not put it back in the queue when its time is over before the training is',
  },
  grace: {
    type: 'string',
    value: '10m',
    completion: 'none',
    help: 'countdown before the stop; cancel it with plateau stop --cancel',
  },
  checkpoint: {
    type: 'string',
    value: 'FILE',
    completion: 'file',
    help: 'wait for this file to be saved, if the trainer logs no checkpoints; a relative path begins in the directory of the training',
  },
} as const satisfies Flags;

export const run: CommandHelp = {
  name: 'run',
  summary: 'start a training and watch it',
  usage: ['plateau run [options] -- COMMAND ...'],
  about: [
    'Starts COMMAND detached from the terminal and opens its dashboard.',
    "Without a terminal, prints plain lines and exits with the trainer's exit status (125 when nobody saw it, 30 when it ended with 0 but never trained). The data set is checked in the background.",
  ],
  flags: [{ title: 'Options', flags: runFlags }, ...viewGroups],
  argument: 'command',
  examples: [
    ['plateau run -- darknet detector train obj.data net.cfg -map -dont_show', 'trains with Darknet'],
    [
      'plateau run --max-time 24h --target-map 0.9 --auto-stop -- yolo detect train data=data.yaml model=yolo11n.pt',
      'stops by itself after a day, at 90 % mAP, or once going on is not worth it',
    ],
    [
      "plateau run --sbatch '--gres=gpu:1 --time=8:00:00' -- python train.py",
      'runs it in slices of eight hours on a node of Slurm, until it is done',
    ],
    ['plateau run --retries 3 -- python train.py', 'goes on by itself after a CUDA error'],
    ['plateau run --detach --after night -- python train.py --fold 2', 'starts it when the run named night has ended'],
    ['plateau run --detach --name night -- python train.py', 'starts it, and leaves the terminal free'],
  ],
};

/** The flags of the demo's trainer that people need. */
export const demoFlags = {
  scenario: { type: 'string', value: scenarioNames.join('|'), help: 'how the training goes (default healthy)' },
  seed: { type: 'string', value: 'N', completion: 'none', help: 'another data set and another start' },
  iterations: { type: 'string', value: 'N', completion: 'none', help: 'how long to train' },
} as const satisfies Flags;

export const demo: CommandHelp = {
  name: 'demo',
  summary: 'train a small detector on this CPU, with the dashboard',
  usage: ['plateau demo [--scenario NAME] [--seed N] [--iterations N] [options of run]'],
  about: [
    'Needs no GPU, trainer or data set: it draws its own images and trains on this CPU for about a minute.',
    ...scenarioNames.map((scenario) => `${scenario}: ${scenarioDescriptions[scenario]}.`),
  ],
  flags: [{ title: 'Options', flags: demoFlags }],
  argument: 'none',
  examples: [
    ['plateau demo', 'trains, and shows the dashboard'],
    ['plateau demo --scenario overfit --auto-stop', 'over-fits, and stops by itself'],
  ],
};
