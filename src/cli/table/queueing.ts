import type { CommandHelp, Flags } from './flag.ts';
import { json } from './sharedFlags.ts';

const run = { type: 'string', value: 'RUN', completion: 'run' } as const;

/** The flags of `plateau queue`. */
export const queueFlags = {
  json,
  after: { ...run, help: 'move: start it once this run has ended, however it ended' },
  'after-ok': { ...run, help: 'move: start it once this run has ended without failing' },
  before: { ...run, help: 'move: start it before this run, which waits for it then' },
} as const satisfies Flags;

export const queue: CommandHelp = {
  name: 'queue',
  summary: 'list the runs that wait for another one, and move them',
  usage: ['plateau queue [--json]', 'plateau queue move RUN --after RUN | --after-ok RUN | --before RUN'],
  about: [
    '`plateau run --after RUN -- COMMAND ...` puts a training behind another one. Whoever waited for a run that is moved or cancelled takes its place.',
    '`plateau stop RUN` cancels one that waits: it never starts.',
  ],
  flags: [{ title: 'Options', flags: queueFlags }],
  argument: 'run',
  examples: [
    ['plateau queue', 'lists what will start by itself, and after what'],
    ['plateau queue move fold3 --before fold2', 'lets the run named fold3 go first'],
  ],
};
