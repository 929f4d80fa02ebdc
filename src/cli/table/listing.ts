import type { CommandHelp, Flags } from './flag.ts';
import { adviceFlags, descriptionFlags, drawingFlags, fleetFlags, json, viewFlags } from './sharedFlags.ts';

/** The flags of `plateau` without a command. */
export const listFlags = {
  ...drawingFlags,
  ...fleetFlags,
  readonly: viewFlags.readonly,
  'map-unit': adviceFlags['map-unit'],
  config: adviceFlags.config,
} as const satisfies Flags;

/** The flags of `plateau runs`. */
export const runsFlags = {
  json,
  ...fleetFlags,
  all: {
    type: 'boolean',
    help: 'each run by itself, also the earlier ones of a training that was gone on with or started again',
  },
  state: {
    type: 'string',
    multiple: true,
    value: 'running|starting|waiting|ended|stopped|failed|diverged|cancelled|failed-to-start|unknown',
    help: 'only runs in this state: ended by itself, stopped by a signal, cancelled before its turn, unknown on another machine; several with commas',
  },
  trainer: { type: 'string', value: 'NAME', completion: 'trainer', help: 'only runs of this trainer' },
  name: { type: 'string', value: 'TEXT', completion: 'none', help: 'only runs with this in their name or id' },
  since: { type: 'string', value: '7d', completion: 'none', help: 'only runs started since then' },
  sort: {
    type: 'string',
    value: 'started|best|name',
    help: 'newest first (default), best mAP first, or by name',
  },
  limit: { type: 'string', short: 'l', value: 'N', completion: 'none', help: 'at most N' },
} as const satisfies Flags;

export const runs: CommandHelp = {
  name: 'runs',
  summary: 'list the trainings started here and on other machines',
  usage: ['plateau runs [--json] [filters]', 'plateau runs rm RUN ...'],
  about: [
    'Lists state, progress, best mAP and, if the terminal is wide enough, the course of the mAP.',
    'A training that took several runs, as with `plateau continue` or --retries, is listed once, as its newest run.',
    '`plateau runs rm` removes the logs and records of runs that have ended, and with the newest run of a training those of its earlier ones. Weights are kept.',
  ],
  flags: [{ title: 'Filters', flags: runsFlags }],
  argument: 'run',
  examples: [
    ['plateau runs --sort best --limit 5', 'lists the five best'],
    ['plateau runs rm 20260102-0304', 'removes the log and the record of one'],
  ],
};

/** The flags of `plateau edit`. */
export const editFlags = {
  json,
  name: { type: 'string', short: 'n', value: 'NAME', completion: 'none', help: 'its new name' },
  group: { ...descriptionFlags.group, help: 'the group that it belongs to from now on; empty for none' },
  tag: { ...descriptionFlags.tag, help: 'a tag to add; can be repeated' },
  untag: { ...descriptionFlags.tag, help: 'a tag to take away; can be repeated' },
  note: { ...descriptionFlags.note, help: 'its new note, of one line; empty for none' },
} as const satisfies Flags;

export const edit: CommandHelp = {
  name: 'edit',
  summary: 'change the name, group, tags or note of a run',
  usage: ['plateau edit [RUN] [--name NAME] [--group NAME] [--tag TAG ...] [--untag TAG ...] [--note TEXT]'],
  about: ['RUN defaults to the newest. It may run or be over: nothing of the training is touched.'],
  flags: [{ title: 'Options', flags: editFlags }],
  argument: 'run',
  examples: [
    ['plateau edit night --name fold-3 --group folds', 'renames a run and puts it into a group'],
    ["plateau edit --tag baseline --note 'before the new anchors'", 'marks the newest run'],
  ],
};

export const rebuild: CommandHelp = {
  name: 'rebuild',
  summary: 'rebuild the history from the logs',
  usage: ['plateau rebuild'],
  about: ['The history (history.db) is a cache of what the logs hold; this restores it when it was lost or is wrong.'],
  flags: [],
  argument: 'none',
  examples: [
    ['plateau rebuild', 'reads all logs again'],
    ['rm ~/.local/state/plateau/history.db; plateau rebuild', 'begins with an empty database'],
  ],
};
