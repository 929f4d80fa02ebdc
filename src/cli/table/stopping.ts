import type { CommandHelp, Flags } from './flag.ts';
import { json } from './sharedFlags.ts';

/** The flags of `plateau stop`. */
export const stopFlags = {
  now: { type: 'boolean', help: 'at once (default)' },
  'after-checkpoint': {
    type: 'boolean',
    short: 'c',
    help: 'once the trainer has saved the next time, when no file can be half written',
  },
  within: {
    type: 'string',
    value: '30m',
    completion: 'none',
    help: 'with --after-checkpoint: but no later than that, saved or not',
  },
  checkpoint: {
    type: 'string',
    value: 'FILE',
    completion: 'file',
    help: 'with --after-checkpoint: the file whose saving is waited for, where the trainer announces none',
  },
  cancel: { type: 'boolean', help: 'cancel a stop, planned or under way, auto-stop included' },
  signal: {
    type: 'string',
    value: 'INT|TERM|KILL',
    help: 'the strongest signal that may be sent (default TERM): KILL lets no trainer save',
  },
  wait: { type: 'string', value: '10s', completion: 'none', help: 'how long each signal is given' },
  'save-wait': {
    type: 'string',
    value: '2m',
    completion: 'none',
    help: 'how long a signal waits for a checkpoint that is being written, before you are asked; with --within it is sent then',
  },
  'even-if-saving': { type: 'boolean', help: 'do not wait for a checkpoint that is being written: it is spoilt' },
  yes: { type: 'boolean', short: 'y', help: 'do not ask (without a terminal nobody is asked)' },
  json: { ...json, help: 'print JSON lines, one for each step, and do not ask' },
  escaped: {
    type: 'boolean',
    help: 'also what the training started and what got away from it, which is named and asked about otherwise',
  },
} as const satisfies Flags;

export const stop: CommandHelp = {
  name: 'stop',
  summary: 'stop a training',
  usage: [
    'plateau stop [RUN] [--now | --after-checkpoint | --cancel] [--signal INT|TERM|KILL] [--wait 10s] [--escaped] [--json]',
  ],
  about: [
    'Says first what it costs and whom it reaches, and asks; then sends SIGINT and waits, then SIGTERM and waits. The keeper does it: it goes on when this command is interrupted. No signal goes out while a checkpoint is being written.',
  ],
  flags: [{ title: 'Options', flags: stopFlags }],
  argument: 'run',
  examples: [
    ['plateau stop --after-checkpoint', 'stops the newest run once its next checkpoint is on the disk'],
    ['plateau stop night --after-checkpoint --within 30m', 'stops the run named night, in half an hour at the latest'],
    ['plateau stop --cancel', 'calls a planned stop off'],
  ],
};

/** The flags of `plateau pause` and `plateau resume`. */
export const pauseFlags = { json } as const satisfies Flags;

export const pause: CommandHelp = {
  name: 'pause',
  summary: 'pause a run',
  usage: ['plateau pause [RUN] [--json]'],
  about: ['Sends SIGSTOP to the process group. GPU memory stays allocated. The pause does not count as training time.'],
  flags: [{ title: 'Options', flags: pauseFlags }],
  argument: 'run',
  examples: [
    ['plateau pause', 'pauses the newest run'],
    ['plateau pause night', 'pauses the run named night'],
  ],
};

export const resume: CommandHelp = {
  name: 'resume',
  summary: 'resume a paused run',
  usage: ['plateau resume [RUN] [--json]'],
  about: ['Sends SIGCONT to the process group.'],
  flags: [{ title: 'Options', flags: pauseFlags }],
  argument: 'run',
  examples: [
    ['plateau resume', 'lets the newest run go on'],
    ['plateau resume night', 'lets the run named night go on'],
  ],
};
