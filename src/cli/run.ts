import process from 'node:process';
import { resolve } from 'node:path';
import type { AdviceSettings } from '../advisor/verdict.ts';
import { circumstancesOf } from '../monitor/circumstances.ts';
import type { AdvicePlan } from '../stopping/control.ts';
import type { Turn } from '../keeper/queue/waitStep.ts';
import { startRun } from '../keeper/startRun.ts';
import { checkedDescription } from '../runs/description.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { openRun } from '../runs/runs.ts';
import { askedNotices } from '../app/keeperNotices.ts';
import { runAsJob } from './options/followJob.ts';
import { restartOf } from './options/restart.ts';
import { environmentOf } from './options/environment.ts';
import { noticeOptions } from './options/noticeOptions.ts';
import { showStarted } from './options/showStarted.ts';
import { usageError } from '../words/usageError.ts';
import { viewOptions } from './options/viewOptions.ts';
import { checkpointFile } from './options/checkpointFile.ts';
import { noticeFlags, viewFlags } from './table/sharedFlags.ts';
import { runFlags } from './table/starting.ts';
import { oneOf, parseArguments, seconds, splitCommand, wholeNumber } from './options/args.ts';

const flags = { ...viewFlags, ...noticeFlags, ...runFlags } as const;

/**
 * `plateau run [options] -- COMMAND ...`: starts a training and shows it. Without a terminal the exit status is the
 * trainer's.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { own, command } = splitCommand(args);
  const { values, positionals } = parseArguments(withPreset(withSbatch(own)), flags);
  const [stray] = positionals;
  if (command === null) {
    const guess = stray === undefined ? 'COMMAND ...' : positionals.join(' ');
    throw usageError(`\`plateau run\` needs the training's command after \`--\`: plateau run -- ${guess}`);
  }
  if (stray !== undefined) throw usageError(strayWord(stray, own));
  const cwd = resolve(values.cwd ?? process.cwd());
  const plan = autoStopPlan(values, cwd) ?? (values.plan === true ? budgetPlan : null);
  const asked = { ...values, advice: values.advice ?? plan?.preset };
  const { configuration, ...options } = await viewOptions(asked, null, cwd);
  const { settings, trainer } = circumstancesOf(null, options.overrides);
  const notices = askedNotices(noticeOptions(values, configuration));
  if (values.sbatch !== undefined) {
    refuseInJob(values);
    const detach = values.detach === true;
    return runAsJob({ sbatch: values.sbatch, own, command, cwd, name: values.name ?? null, detach, options });
  }
  const restart = await restartOf(command);
  if (restart?.isDone === true) return 0;
  const queued = await startRun({
    after: turnOf(values),
    command,
    cwd,
    requeues: values['no-requeue'] !== true,
    ...restart?.options,
    name: values.name ?? null,
    description: checkedDescription({
      ...(values.group === undefined ? {} : { group: values.group }),
      tags: values.tag ?? [],
      ...(values.note === undefined ? {} : { note: values.note }),
    }),
    keep: keptOf(values.keep),
    stdin: values.stdin ?? null,
    environment: environmentOf(values.env ?? []),
    advice: values.plan === true ? await planned(settings, command, cwd) : settings,
    trainer,
    plan,
    notices,
    retries: retriesOf(values),
  });
  return showStarted(queued, { by: 'plateau run', detach: values.detach === true, options });
}

/** The run that is to end first; null where it starts at once. Throws as `openRun`. */
function turnOf(values: {
  readonly after?: string | undefined;
  readonly 'after-ok'?: string | undefined;
}): Turn | null {
  const { after, 'after-ok': afterOk } = values;
  if (after !== undefined && afterOk !== undefined)
    throw usageError('Only one of --after and --after-ok can be given.');
  const other = afterOk ?? after;
  return other === undefined ? null : { run: openRun(other).id, onlyOk: afterOk !== undefined };
}

/** A job that only waits would hold its GPU; Slurm itself can let one job wait for another. */
function refuseInJob(values: { readonly after?: string | undefined; readonly 'after-ok'?: string | undefined }): void {
  if (values.after === undefined && values['after-ok'] === undefined) return;
  throw usageError(
    '--after and --sbatch exclude each other: let Slurm do it, with --sbatch=--dependency=afterany:JOB.',
  );
}

function retriesOf(values: {
  readonly retries?: string | undefined;
  readonly 'retry-pause'?: string | undefined;
}): RunRecord['retries'] {
  const max = wholeNumber('retries', values.retries);
  const pause = seconds('retry-pause', values['retry-pause']);
  if (max === null && pause !== null) throw usageError('--retry-pause requires --retries.');
  return max === null || max === 0 ? null : { max, pause: pause ?? firstPause };
}

/** Seconds: a driver that resets its device, or a node that comes back, takes less than that. */
const firstPause = 30;

/** `--plan`: the training stops when the planned length is done, and for no other advice. */
const budgetPlan: AdvicePlan = { when: 'advice', heeds: 'budget' };

/**
 * The planned length of the command as the budget, where no shorter one was given. Throws a sentence when it cannot be
 * planned.
 */
async function planned(settings: AdviceSettings, command: readonly string[], cwd: string): Promise<AdviceSettings> {
  const { budgetFor } = await import('../checklist/plan/makePlan.ts');
  const { maxIterations, maxEpochs } = budgetFor(command, cwd);
  return {
    ...settings,
    maxIterations: settings.maxIterations ?? maxIterations,
    maxEpochs: settings.maxEpochs ?? maxEpochs,
  };
}

function keptOf(text: string | undefined): number | null {
  const keep = wholeNumber('keep', text);
  if (keep !== null && keep < 1) throw usageError('--keep expects 1 or more: the run that leads is never stopped.');
  return keep;
}

function strayWord(word: string, own: readonly string[]): string {
  return own[own.indexOf(word) - 1] === '--auto-stop'
    ? `--auto-stop expects ${presets.join(', ')} or nothing, not \`${word}\`.`
    : `Unexpected argument \`${word}\`: the training's command stands after \`--\`, and only flags before it.`;
}

const presets = ['careful', 'balanced', 'saver'] as const;

/**
 * `--auto-stop` needs no value, which `parseArgs` does not support: the next argument is its value if it is a preset.
 */
function withPreset(args: readonly string[]): readonly string[] {
  const place = args.indexOf('--auto-stop');
  if (place === -1) return args;
  const preset = presets.find((each) => each === args[place + 1]);
  return args.toSpliced(place, preset === undefined ? 1 : 2, `--auto-stop=${preset ?? ''}`);
}

/** The options of sbatch begin with a dash, which `parseArgs` takes for a flag of ours: `--sbatch '--time=8:00:00'`. */
function withSbatch(args: readonly string[]): readonly string[] {
  const place = args.indexOf('--sbatch');
  const options = args[place + 1];
  return place === -1 || options === undefined ? args : args.toSpliced(place, 2, `--sbatch=${options}`);
}

function autoStopPlan(
  values: {
    readonly 'auto-stop'?: string | undefined;
    readonly grace?: string | undefined;
    readonly checkpoint?: string | undefined;
  },
  cwd: string,
): AdvicePlan | null {
  const asked = values['auto-stop'];
  if (asked === undefined) {
    const needless = values.grace === undefined ? (values.checkpoint === undefined ? null : 'checkpoint') : 'grace';
    if (needless !== null) throw usageError(`--${needless} requires --auto-stop.`);
    return null;
  }
  const preset = oneOf('auto-stop', asked === '' ? undefined : asked, presets);
  const grace = seconds('grace', values.grace);
  return {
    when: 'advice',
    ...(preset === null ? {} : { preset }),
    ...(grace === null ? {} : { grace }),
    file: checkpointFile(values.checkpoint, cwd),
  };
}
