import type { CommandHelp, Flags } from './flag.ts';
import { fleetFlags, json, sourceFlags, viewGroups } from './sharedFlags.ts';

export const attach: CommandHelp = {
  name: 'attach',
  summary: 'open the dashboard of a run',
  usage: ['plateau attach [RUN] [options]'],
  about: ['RUN is an id, the beginning of one, or a name (default: the newest).'],
  flags: viewGroups,
  argument: 'run',
  examples: [
    ['plateau attach', 'comes back to the newest run, from anywhere on the box'],
    ['plateau attach night --readonly', 'looks at the run named night, without keys that could hurt it'],
  ],
};

/** The flags of `plateau watch` besides the sources. */
export const watchFlags = {
  json: { ...json, help: 'print JSON lines, a whole state each, instead of a screen' },
} as const satisfies Flags;

export const watch: CommandHelp = {
  name: 'watch',
  summary: 'watch the log of any training',
  usage: [
    'plateau watch FILE|DIRECTORY|GLOB|- [options]',
    "plateau watch --ssh HOST [PATH] | --docker NAME [PATH] | --k8s POD [PATH] | --slurm JOB | --follow 'COMMAND' [options]",
    'plateau watch --mlflow URI [--run RUN | --experiment NAME] [options]',
  ],
  about: [
    'Reads a log from its beginning and follows it; in a directory, its results file (results.csv, metrics.json ...). With -, reads standard input: COMMAND 2>&1 | plateau watch -',
    "The process that writes the log can be stopped too, unless it is another user's.",
  ],
  flags: [{ title: 'Sources', flags: { ...sourceFlags, ...watchFlags } }, ...viewGroups],
  argument: 'file',
  examples: [
    ['plateau watch runs/detect/train', "watches somebody else's training, by its directory"],
    ['python train.py 2>&1 | plateau watch -', 'reads through a pipe'],
    ['plateau watch --ssh gpu1 runs/night/output.log', 'watches on another machine'],
    ['plateau watch --mlflow http://tracking:5000 --experiment shapes', 'watches what a server of MLflow is told'],
    ["plateau watch --json results.csv | jq -r '.verdict'", 'tells each verdict to a program'],
  ],
};

/** The flags of `plateau status`. */
export const statusFlags = {
  tmux: { type: 'boolean', help: 'one line for status-right, within 0.1 s; empty without a run' },
  json,
  openmetrics: {
    type: 'boolean',
    help: 'the figures as metrics for Prometheus (node_exporter reads them from a file)',
  },
  all: { type: 'boolean', help: 'all trainings, who needs somebody first; with --openmetrics those of this machine' },
  ...fleetFlags,
} as const satisfies Flags;

export const status: CommandHelp = {
  name: 'status',
  summary: 'show the state of a run, for tmux and scripts',
  usage: [
    'plateau status [RUN] [--tmux | --json | --openmetrics]',
    'plateau status --all [--json | --openmetrics] [--hosts HOST,...] [--slurm] [--k8s SELECTOR]',
  ],
  about: ['RUN defaults to the newest running one, else the newest.'],
  flags: [{ title: 'Options', flags: statusFlags }],
  argument: 'run',
  examples: [
    ['plateau status', 'shows how the training does'],
    ['plateau status --openmetrics --all >plateau.prom', 'writes the figures of all runs for Prometheus'],
    ["tmux set -g status-right '#(plateau status --tmux)'", 'shows it in the status bar of tmux'],
  ],
};
