import { globSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { mlflowMetricsAt, mlflowRunsIn, newestMlflowRun } from '../log/formats/mlflow/store.ts';

/** The state that Hugging Face's Trainer leaves with each checkpoint, and with the whole training at its end. */
export const stateFile = 'trainer_state.json';

/**
 * The files in which trainers keep their figures beside the log, the finest first: one is enough, as they all hold the same. Patterns are
 * relative to the directory that the trainer writes to (trainers.md 9).
 */
const figures = [
  'results.csv',
  'vis_data/scalars.json',
  '*/vis_data/scalars.json',
  'metrics.json',
  '*.log.json',
  'log.txt',
  'metrics.csv',
  'version_*/metrics.csv',
  'results.txt',
  'summary.csv',
];

/** The copy of the console that W&B keeps, and the history that it kept before it had a format of its own (wandb before 0.10). */
const consoles = ['output.log', 'wandb-history.jsonl'].flatMap((name) =>
  [
    '.',
    'files',
    'latest-run/files',
    '*run-*/files',
    '*run-*',
    'wandb/latest-run/files',
    'wandb/*run-*/files',
    'wandb/*run-*',
  ].map((folder) => `${folder}/${name}`),
);

/** Seconds within which the files of a directory may be written when it is copied: their order says nothing then. */
const copying = 2;

const eventFiles = ['events.out.tfevents.*', '*/events.out.tfevents.*'];

/**
 * The best figures in a directory, the newest where there are several of a kind: a file, or the directory of an MLflow run. Null where there are none.
 */
export function sideFileIn(directory: string): string | null {
  // A run's own parts are found by MLflow's names alone: `metrics` may hold anything.
  const mlflow = mlflowMetricsAt(directory);
  if (mlflow !== null) return mlflow.run;
  return figuresIn(directory) ?? newestMlflowRun(mlflowRunsIn(directory)) ?? newestAmong(directory, eventFiles);
}

/** The same, with the copy of the console that W&B keeps: for a directory that somebody named, not for one that stands beside a console. */
export function logIn(directory: string): string | null {
  const mlflow = mlflowMetricsAt(directory);
  if (mlflow !== null) return mlflow.run;
  return figuresIn(directory) ?? newestAmong(directory, consoles) ?? sideFileIn(directory);
}

/**
 * The newest of the states in the output directory of Hugging Face's Trainer: of the last checkpoint, as the Trainer itself finds it
 * (transformers/trainer_utils.py, `get_last_checkpoint`), or of the whole training, where that has not gone on since. Null where there is none.
 */
export function newestStateIn(output: string): string | null {
  const stepOf = (path: string) => Number(/checkpoint-(\d+)/.exec(basename(dirname(path)))?.[1] ?? 0);
  const last = globSync(`checkpoint-*/${stateFile}`, { cwd: output })
    .map((name) => join(output, name))
    .toSorted((left, right) => stepOf(right) - stepOf(left))[0];
  const whole = statSync(join(output, stateFile), { throwIfNoEntry: false });
  if (last === undefined) return whole === undefined ? null : join(output, stateFile);
  const gone = (statSync(last, { throwIfNoEntry: false })?.mtimeMs ?? 0) - (whole?.mtimeMs ?? -Infinity);
  return gone > copying * 1000 ? last : join(output, stateFile);
}

/**
 * What a pattern means: the file that was written last, of those that it matches and of those in the directories that it matches; or the MLflow run in
 * which something was logged last. Null when there is none.
 */
export function newestMatch(pattern: string): string | null {
  const paths = globSync(pattern).flatMap((path) =>
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? (logIn(path) ?? []) : [resolve(path)],
  );
  // A pattern names many metrics of a run, and means the run.
  const runs = new Set(paths.map((path) => mlflowMetricsAt(path)?.run).filter((run) => run !== undefined));
  return runs.size > 0 ? newestMlflowRun([...runs]) : newestOf(paths);
}

function figuresIn(directory: string): string | null {
  return newestAmong(directory, figures) ?? newestStateIn(directory);
}

function newestAmong(directory: string, patterns: readonly string[]): string | null {
  for (const pattern of patterns) {
    const newest = newestOf(globSync(pattern, { cwd: directory }).map((name) => join(directory, name)));
    if (newest !== null) return newest;
  }
  return null;
}

/** The regular file that was written last; null when there is none. */
function newestOf(paths: readonly string[]): string | null {
  const files = paths
    .map((path) => ({ path, stats: statSync(path, { throwIfNoEntry: false }) }))
    .filter(({ stats }) => stats?.isFile() === true);
  return files.toSorted((left, right) => right.stats!.mtimeMs - left.stats!.mtimeMs)[0]?.path ?? null;
}

/** The directory that a checkpoint of Hugging Face's Trainer lies in; null for the path of any other checkpoint. */
export function outputOf(checkpoint: string): string | null {
  return /(?:^|\/)checkpoint-\d+\/?$/.test(checkpoint) ? dirname(checkpoint) : null;
}
