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

const adviceUsage = `  --advice careful|balanced|saver   how soon stopping is advised (default balanced)
  --metric map50|map50-95|f1        what is judged (default: map50-95 where it is told, else map50)
  --min-gain 0.005       a gain of mAP that is worth waiting for
  --target-map 0.9       the mAP (fraction or percent) that is good enough
  --max-time 24h         training time budget (s, m, h, d)
  --max-iterations N     iteration budget
  --max-epochs N         epoch budget
  --ignore-first N       evaluations at the start that are not judged
  --trainer NAME         do not recognise the trainer, it is this one
  --metric NAME=REGEX    teach how an unknown trainer prints a metric (loss, map50, epoch ...); may be given more than once
  --config FILE          the same and more from a file (default: plateau.config.json, where there is one)`;

const screenUsage = `  --notify-command CMD   run this for each notice (another verdict, a stop, the end), with its text as last word;
                         no shell reads it; PLATEAU_VERDICT, _ACTION, _URGENCY ... say more (with \`plateau run\`
                         also when no screen is open)
  --webhook URL          post each notice there: ntfy, Slack, else as JSON (ntfy+https://HOST/TOPIC says which)
  --readonly             no key can touch the training
  --chars box|braille|ascii   what the charts are drawn with
  --theme NAME           colours: dark, light, contrast, colour-blind or none`;

export const commands: readonly CliCommand[] = [
  {
    name: 'run',
    summary: 'start a training and watch it',
    usage: `plateau run [options] -- COMMAND ...
  Starts COMMAND as a training that no terminal can hurt, and opens its dashboard.
  Without a terminal it prints plain lines and ends with the trainer's exit status.
  --detach               only start it, and print how to come back
  --name NAME            what to call it (default: from the command)
  --cwd DIR              where to start it
  --stdin TEXT           what it reads on its standard input (default: nothing)
  --env KEY=VALUE        add to its environment; may be given more than once
  --plan                 plan its length from the data set (see plateau plan), and stop after the next save when that is done
  --auto-stop [careful|balanced|saver]
                         stop it after the next checkpoint once the advice is to stop, also when a budget is
                         spent or the target reached; needs no open screen
  --grace 10m            countdown before that, in which anybody can cancel: plateau stop --cancel
  --checkpoint FILE      the file whose saving auto-stop waits for, where the trainer announces none
${adviceUsage}
${screenUsage}`,
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'attach',
    summary: 'open the dashboard of a training that was started before',
    usage: `plateau attach [RUN] [options]
  RUN is an id, the beginning of one, or a name (default: the newest).
${adviceUsage}
${screenUsage}`,
    load: async () => (await import('./attach.ts')).attach,
  },
  {
    name: 'watch',
    summary: 'watch a log that somebody else writes',
    usage: `plateau watch FILE|DIRECTORY|GLOB|- [options]
plateau watch --ssh HOST FILE | --slurm JOB | --docker NAME | --k8s POD | --follow 'COMMAND' [options]
  Reads the log from its beginning and follows it; of a directory the results file that is in it (results.csv, metrics.json ...). With - it reads standard input: COMMAND 2>&1 | plateau watch -
  The process that writes the log is found and can be stopped too, unless it is another user's.
  --ssh HOST             the file is on another machine; reconnects from the byte where it was
  --slurm JOB            the output of a Slurm job; stopped with scancel
  --docker NAME          the log of a container; stopped with docker kill
  --k8s POD              the log of a pod (--namespace NAME, --container NAME); stopped by a signal to its process 1
  --follow 'COMMAND'     whatever this command prints (run by sh -c)
  --stop-command 'COMMAND'   how to stop it then (run by sh -c)
${adviceUsage}
${screenUsage}`,
    load: async () => (await import('./watch.ts')).watch,
  },
  {
    name: 'inspect',
    summary: 'say what is understood of a log',
    usage: `plateau inspect FILE [--json] [--trainer NAME] [--metric NAME=REGEX]
  Reads the log once and says what it holds. Exit status 1 when no trainer is recognised in it.`,
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'runs',
    summary: 'list the trainings started here',
    usage: `plateau runs [--json] [filters]
  With state, progress, best mAP and, where the terminal is wide enough, its course.
  --state STATE          running, starting, ended (by itself), stopped (by a signal), failed, diverged or
                         failed-to-start; several with commas
  --trainer NAME         only those of this trainer
  --name TEXT            only those that have it in their name or id
  --since 7d             only those that were started since
  --sort started|best|name   newest first (default), best mAP first, or by name
  --limit N              at most N
plateau runs rm RUN ...
  Removes logs and records of trainings that are over. Weights stay where they are.`,
    load: async () => (await import('./runs.ts')).runs,
  },
  {
    name: 'compare',
    summary: 'put trainings side by side',
    usage: `plateau compare RUN|FILE RUN|FILE ... [--json] [--chars box|ascii]
  Length, best mAP and when it came, time, loss and verdict of each, and their mAP in one plot.`,
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    name: 'status',
    summary: 'say in a line how a training is doing, for tmux and scripts',
    usage: `plateau status [RUN] [--tmux | --json]
  RUN defaults to the newest that runs, or else the newest.
  --tmux                 one short line for status-right, within a tenth of a second; an empty one without a training
  --json                 all of it as data`,
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'rebuild',
    summary: 'make the history of all trainings anew from their logs',
    usage: `plateau rebuild
  The history (history.db) only spares reading logs again; this makes it whole when it was lost or is wrong.`,
    load: async () => (await import('./rebuild.ts')).rebuild,
  },
  {
    name: 'stop',
    summary: 'stop a training',
    usage: `plateau stop [RUN] [--now | --after-checkpoint | --cancel] [--signal INT|TERM|KILL] [--wait 10s]
  Says first what it costs and whom it reaches, sends SIGINT and waits, then SIGTERM and waits.
  --now                  at once (default)
  --after-checkpoint     once the trainer has saved the next time, when no file can be half written;
                         the keeper does it, so that this terminal may be closed
  --within 30m           but no later than that, saved or not
  --checkpoint FILE      the file whose saving is waited for, where the trainer announces none
  --cancel               call a planned stop off, auto-stop included
  --signal               the strongest signal that may be sent (default TERM): KILL lets no trainer save
  --wait 10s             how long each signal is given`,
    load: async () => (await import('./stop.ts')).stop,
  },
  {
    name: 'advise',
    summary: 'say once what to think of a training, for scripts and cron',
    usage: `plateau advise FILE|RUN [--json] [--budget N] [options]
  Exit status: 0 go on, 10 may stop, 11 stop, 20 stalled, 30 diverged, failed or never started, 2 cannot tell.
  --budget N             the planned length (iterations or epochs) where the file does not tell it
${adviceUsage}`,
    load: async () => (await import('./advise.ts')).advise,
  },
  {
    name: 'replay',
    summary: 'go through a finished training and show how the advice would have gone',
    usage: `plateau replay LOG|CSV|RUN [--json] [--speed N] [--budget N] [options]
  --speed N              N times as fast as the training was (default: at once)
  --budget N             the planned length (iterations or epochs) where the file does not tell it
${adviceUsage}`,
    load: async () => (await import('./replay.ts')).replay,
  },
  {
    name: 'pause',
    summary: 'halt a training, with all its processes',
    usage: `plateau pause [RUN]
  SIGSTOP for the whole process group. GPU memory stays taken. The time does not count as training time.`,
    load: async () => (await import('./pause.ts')).pause,
  },
  {
    name: 'resume',
    summary: 'let a paused training go on',
    usage: 'plateau resume [RUN]\n  SIGCONT for the whole process group.',
    load: async () => (await import('./resume.ts')).resume,
  },
  {
    name: 'trainers',
    summary: 'list the trainers that are known, and what stopping each costs',
    usage: 'plateau trainers [--json]',
    load: async () => (await import('./trainers.ts')).trainers,
  },
  {
    name: 'check',
    summary: 'look for mistakes in a data set and a network before they cost a week',
    usage: `plateau check [DATA] [--model CFG] [--fix-list FILE] [--json]
plateau check [DATA] -- COMMAND ...
  DATA is a .data of Darknet, a data.yaml of Ultralytics or YOLOv5, the annotations of a COCO set, or the folder of a
  Pascal VOC one (default: what COMMAND names, or the one in this folder). Exit status 1 when there is an error in it.
  --model CFG            the .cfg of a Darknet network to check with it
  --fix-list FILE        write the files that have to be mended, one a line
  --json                 all findings as data`,
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'plan',
    summary: 'say how long to train, and what that takes',
    usage: `plateau plan [DATA] [--model CFG] [--speed N|auto] [--gpus N] [--gpu-price P] [--json]
plateau plan [DATA] -- COMMAND ...
  DATA as for \`plateau check\`.
  --speed N|auto         training images per second (default: measured in the trainings started here)
  --gpus N               how many GPUs share the work (default 1)
  --gpu-price P          price of one GPU for an hour`,
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'demo',
    summary: 'train a small real detector here, under the dashboard',
    usage: `plateau demo [--scenario healthy|overfit|diverge|never-starts] [--seed N] [--iterations N] [options of run]
  Needs no GPU, no trainer and no data set: it draws its own images and trains on this CPU.
${scenarioNames.map((scenario) => `  ${scenario.padEnd(14)} ${scenarioDescriptions[scenario]}`).join('\n')}`,
    load: async () => (await import('./demo.ts')).demo,
  },
];
