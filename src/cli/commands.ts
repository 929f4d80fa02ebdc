import { scenarioDescriptions, scenarioNames } from '../demo/scenarios.ts';

/** A command: its help, and its code, which is loaded only when it is called. */
export interface CliCommand {
  readonly name: string;
  /** A few words for the list of commands. */
  readonly summary: string;
  /** The whole help. */
  readonly usage: string;
  /** Takes the arguments after the command's name and returns the exit status. Throws a usage error for wrong ones. */
  readonly load: () => Promise<(args: readonly string[]) => Promise<number>>;
}

const adviceUsage = `  --advice careful|balanced|saver   when stopping is advised (default balanced)
  --metric map50|map50-95|f1        the metric to judge (default: map50-95 where it is logged, else map50)
  --min-gain 0.005       the gain of mAP worth waiting for
  --target-map 0.9       the mAP to reach (fraction or percent)
  --max-time 24h         training time budget (s, m, h, d)
  --max-iterations N     iteration budget
  --max-epochs N         epoch budget
  --ignore-first N       evaluations at the start to leave out
  --trainer NAME         the trainer, instead of recognising it
  --metric NAME=REGEX    how an unknown trainer prints a metric (loss, map50, epoch ...); can be repeated
  --config FILE          read options from a file (default: plateau.config.json, if it exists)`;

const screenUsage = `  --notify-command CMD   run this for each notice (verdict changed, stop, end), with its text as last argument;
                         without a shell, with PLATEAU_VERDICT, _ACTION, _URGENCY ... in its environment;
                         given to \`plateau run\`, also while no dashboard is open
  --webhook URL          post each notice to ntfy, Slack or, as JSON, any other URL (ntfy+https://HOST/TOPIC forces ntfy)
  --readonly             ignore the keys that affect the training
  --chars box|braille|ascii   characters of the charts
  --theme NAME           colours: dark, light, contrast, colour-blind or none`;

export const commands: readonly CliCommand[] = [
  {
    name: 'run',
    summary: 'start a training and watch it',
    usage: `plateau run [options] -- COMMAND ...
  Starts COMMAND detached from the terminal and opens its dashboard.
  Without a terminal, prints plain lines and exits with the trainer's exit status.
  --detach               start it, print its id, and exit
  --name NAME            its name (default: from the command)
  --cwd DIR              its working directory
  --stdin TEXT           its standard input (default: empty)
  --env KEY=VALUE        set an environment variable; can be repeated
  --plan                 plan its length from the data set (see plateau plan), and stop it after the next save from then on
  --auto-stop [careful|balanced|saver]
                         stop it after the next checkpoint once the advice is to stop, a budget is spent or the
                         target is reached; needs no open dashboard
  --grace 10m            countdown before the stop; cancel it with plateau stop --cancel
  --checkpoint FILE      wait for this file to be saved, if the trainer logs no checkpoints
${adviceUsage}
${screenUsage}`,
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'attach',
    summary: 'open the dashboard of a run',
    usage: `plateau attach [RUN] [options]
  RUN is an id, the beginning of one, or a name (default: the newest).
${adviceUsage}
${screenUsage}`,
    load: async () => (await import('./attach.ts')).attach,
  },
  {
    name: 'watch',
    summary: 'watch the log of any training',
    usage: `plateau watch FILE|DIRECTORY|GLOB|- [options]
plateau watch --ssh HOST FILE | --slurm JOB | --docker NAME | --k8s POD | --follow 'COMMAND' [options]
  Reads a log from its beginning and follows it; in a directory, its results file (results.csv, metrics.json ...).
  With -, reads standard input: COMMAND 2>&1 | plateau watch -
  The process that writes the log can be stopped too, unless it is another user's.
  --ssh HOST             a file on another machine, read over ssh; reconnects where it left off
  --slurm JOB            the output of a Slurm job; stops it with scancel
  --docker NAME          the log of a container; stops it with docker kill
  --k8s POD              the log of a pod (--namespace NAME, --container NAME); stops it by a signal to its process 1
  --follow 'COMMAND'     the output of a command (run by sh -c)
  --stop-command 'COMMAND'   the command that stops it (run by sh -c)
${adviceUsage}
${screenUsage}`,
    load: async () => (await import('./watch.ts')).watch,
  },
  {
    name: 'inspect',
    summary: 'show what is read from a log',
    usage: `plateau inspect FILE [--json] [--trainer NAME] [--metric NAME=REGEX]
  Reads the log once and prints what it holds. Exit status 1 if no trainer is recognised.`,
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'runs',
    summary: 'list the trainings started here',
    usage: `plateau runs [--json] [filters]
  Lists state, progress, best mAP and, if the terminal is wide enough, the course of the mAP.
  --state STATE          running, starting, ended (by itself), stopped (by a signal), failed, diverged or
                         failed-to-start; several with commas
  --trainer NAME         only runs of this trainer
  --name TEXT            only runs with this in their name or id
  --since 7d             only runs started since then
  --sort started|best|name   newest first (default), best mAP first, or by name
  --limit N              at most N
plateau runs rm RUN ...
  Removes the logs and records of runs that have ended. Weights are kept.`,
    load: async () => (await import('./runs.ts')).runs,
  },
  {
    name: 'compare',
    summary: 'compare trainings',
    usage: `plateau compare RUN|FILE RUN|FILE ... [--json] [--chars box|ascii]
  Length, best mAP and when it came, time, loss and verdict of each, and their mAP in one plot.`,
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    name: 'status',
    summary: 'show the state of a run, for tmux and scripts',
    usage: `plateau status [RUN] [--tmux | --json]
  RUN defaults to the newest running one, else the newest.
  --tmux                 one line for status-right, within 0.1 s; empty without a run
  --json                 print JSON`,
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'rebuild',
    summary: 'rebuild the history from the logs',
    usage: `plateau rebuild
  The history (history.db) is a cache of what the logs hold; this restores it when it was lost or is wrong.`,
    load: async () => (await import('./rebuild.ts')).rebuild,
  },
  {
    name: 'stop',
    summary: 'stop a training',
    usage: `plateau stop [RUN] [--now | --after-checkpoint | --cancel] [--signal INT|TERM|KILL] [--wait 10s]
  Says first what it costs and whom it reaches, sends SIGINT and waits, then SIGTERM and waits. The keeper does it:
  it goes on when this command is interrupted.
  --now                  at once (default)
  --after-checkpoint     once the trainer has saved the next time, when no file can be half written;
  --within 30m           but no later than that, saved or not
  --checkpoint FILE      the file whose saving is waited for, where the trainer announces none
  --cancel               cancel a stop, planned or under way, auto-stop included
  --signal               the strongest signal that may be sent (default TERM): KILL lets no trainer save
  --wait 10s             how long each signal is given`,
    load: async () => (await import('./stop.ts')).stop,
  },
  {
    name: 'advise',
    summary: 'print the advice for a training once, for scripts and cron',
    usage: `plateau advise FILE|RUN [--json] [--budget N] [options]
  Exit status: 0 go on, 10 may stop, 11 stop, 20 stalled, 30 diverged, failed or never started, 2 cannot tell.
  --budget N             the planned length (iterations or epochs), if the log does not tell it
${adviceUsage}`,
    load: async () => (await import('./advise.ts')).advise,
  },
  {
    name: 'replay',
    summary: 'replay a training and show what would have been advised',
    usage: `plateau replay LOG|CSV|RUN [--json] [--speed N] [--budget N] [options]
  --speed N              N times as fast as the training (default: as fast as possible)
  --budget N             the planned length (iterations or epochs), if the log does not tell it
${adviceUsage}`,
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'pause',
    summary: 'pause a run',
    usage: `plateau pause [RUN]
  Sends SIGSTOP to the process group. GPU memory stays allocated. The pause does not count as training time.`,
    load: async () => (await import('./pause.ts')).pause,
  },
  {
    name: 'resume',
    summary: 'resume a paused run',
    usage: 'plateau resume [RUN]\n  Sends SIGCONT to the process group.',
    load: async () => (await import('./resume.ts')).resume,
  },
  {
    name: 'trainers',
    summary: 'list the supported trainers and what stopping each costs',
    usage: 'plateau trainers [--json]',
    load: async () => (await import('./trainers.ts')).trainers,
  },
  {
    name: 'check',
    summary: 'check a data set and a network for mistakes',
    usage: `plateau check [DATA] [--model CFG] [--fix-list FILE] [--json]
plateau check [DATA] -- COMMAND ...
  DATA is a Darknet .data file, a data.yaml of Ultralytics or YOLOv5, a COCO annotation file, or the directory of a
  Pascal VOC data set (default: the one that COMMAND names, or that is in this directory). Exit status 1 if it has errors.
  --model CFG            also check this Darknet .cfg
  --fix-list FILE        write the paths of the files to fix, one a line
  --json                 print JSON`,
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'plan',
    summary: 'plan how long to train, and what it takes',
    usage: `plateau plan [DATA] [--model CFG] [--speed N|auto] [--gpus N] [--gpu-price P] [--json]
plateau plan [DATA] -- COMMAND ...
  DATA as for \`plateau check\`.
  --speed N|auto         training images per second (default: measured in earlier runs)
  --gpus N               number of GPUs (default 1)
  --gpu-price P          price of a GPU hour`,
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'demo',
    summary: 'train a small detector on this CPU, with the dashboard',
    usage: `plateau demo [--scenario healthy|overfit|diverge|never-starts] [--seed N] [--iterations N] [options of run]
  Needs no GPU, trainer or data set: it draws its own images and trains on this CPU.
${scenarioNames.map((scenario) => `  ${scenario.padEnd(14)} ${scenarioDescriptions[scenario]}`).join('\n')}`,
    load: async () => (await import('./demo.ts')).demo,
  },
];
