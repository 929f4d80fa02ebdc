import { globSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { readSmallFile } from '../../files/readSmallFile.ts';

/** Metrics that MLflow keeps in files: all of a run, or one of them. */
export interface MlflowMetrics {
  /** The directory of the run: `mlruns/EXPERIMENT/RUN`. */
  readonly run: string;
  /** The one metric that is meant, as it was logged (`metrics/mAP50B`); null for all of the run. */
  readonly key: string | null;
}

/**
 * What a path is in MLflow's file store: a run's directory or one in it that holds metrics, or one metric, whose name
 * is in the path alone. Null for anything else. Source: mlflow/store/tracking/file_store.py (`_get_metric_path`,
 * `_get_resource_files`).
 */
export function metricsAt(path: string): MlflowMetrics | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const whole = resolve(path);
  if (stats.isDirectory() && isRun(whole)) return { run: whole, key: null };
  // A key may have a part called `metrics` too: only the directory below a run counts.
  for (let folder = stats.isFile() ? dirname(whole) : whole; folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) !== metricsFolder || !isRun(dirname(folder))) continue;
    return { run: dirname(folder), key: stats.isFile() ? relative(folder, whole).replaceAll(sep, '/') : null };
  }
  return null;
}

/**
 * The runs at or below a directory: it is a run, an experiment, a store (`mlruns`), or holds a store where MLflow or
 * Ultralytics makes it.
 */
export function runsIn(directory: string): string[] {
  if (isRun(directory)) return [resolve(directory)];
  // Two levels below a directory that is no store there may be a million images.
  const isStore =
    /^ml(?:runs|flow)$/.test(basename(resolve(directory))) || globSync('*/meta.yaml', { cwd: directory }).length > 0;
  return runsAt(['*', ...storesBelow, ...(isStore ? ['*/*'] : [])], directory);
}

/**
 * The run that a word means in a directory: the newest of those with this id or a beginning of it, else of this name,
 * else of the experiment of this name. Null without any.
 */
export function runMeantIn(directory: string, word: string): string | null {
  const runs = runsIn(directory);
  const meant = [
    (run: string) => word.length >= 4 && basename(run).startsWith(word),
    (run: string) => metaValue(run, 'run_name') === word,
    (run: string) => metaValue(dirname(run), 'name') === word,
  ].map((is) => runs.filter(is));
  return newestRun(meant.find((some) => some.length > 0) ?? []);
}

/** A value of the flat YAML that describes a run or an experiment, without its quotes; null where it has none. */
export function metaValue(directory: string, name: string): string | null {
  const value = new RegExp(`^${name}: *(.*?) *$`, 'm').exec(metaOf(directory) ?? '')?.[1] ?? '';
  return value === '' ? null : value.replace(/^(['"])(.*)\1$/, '$2');
}

/** The run of this name in a store; null when there is none. */
export function runNamed(name: string, store: string): string | null {
  return globSync(`*/${name}`, { cwd: store }).map((found) => resolve(store, found))[0] ?? null;
}

/**
 * The one run that began while a file was written, in the stores that MLflow and Ultralytics make in the directory that
 * a training is started in. Null when there is none, or more than one: which one is the file's is then unknown.
 */
export function runDuring(file: string, workingDirectory: string): string | null {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const during = runsAt(storesBelow, workingDirectory).filter((run) => {
    const start = startOf(run);
    return (
      start !== null &&
      start >= stats.birthtimeMs / 1000 - timeTolerance &&
      start <= stats.mtimeMs / 1000 + timeTolerance
    );
  });
  return during.length === 1 ? during[0]! : null;
}

/** The run in which something was logged last; null when there is none. */
export function newestRun(runs: readonly string[]): string | null {
  return (
    runs.map((run) => ({ run, at: lastLogged(run) })).toSorted((left, right) => right.at - left.at)[0]?.run ?? null
  );
}

/** The keys of all metrics of a run, as they were logged. */
export function metricKeys(run: string): string[] {
  return readdirSync(join(run, metricsFolder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(run, metricsFolder), join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}

/** The file of a metric. */
export function metricPath(run: string, key: string): string {
  return join(run, metricsFolder, ...key.split('/'));
}

/** The text of a run's `meta.yaml`; null where there is none. */
export function metaOf(run: string): string | null {
  try {
    return readSmallFile(join(run, 'meta.yaml')).text;
  } catch {
    return null;
  }
}

const metricsFolder = 'metrics';
/** Seconds by which the times of files may be off. */
const timeTolerance = 2;
const storesBelow = ['mlruns/*/*', 'runs/mlflow/*/*'];

/** The runs among the directories that these patterns match. One that was deleted is still there, marked as deleted. */
function runsAt(patterns: readonly string[], directory: string): string[] {
  return globSync(
    patterns.map((pattern) => `${pattern}/${metricsFolder}`),
    { cwd: directory },
  )
    .map((folder) => dirname(resolve(directory, folder)))
    .filter((run) => isRun(run) && !/^lifecycle_stage: *deleted/m.test(metaOf(run) ?? ''));
}

/**
 * MLflow 3 keeps metrics of models below `models/m-...` too: their `meta.yaml` names no run. A copied run may have lost
 * its `meta.yaml`.
 */
function isRun(directory: string): boolean {
  if (statSync(join(directory, metricsFolder), { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  const meta = metaOf(directory);
  return meta === null ? /^[0-9a-f]{32}$/.test(basename(resolve(directory))) : /^run_(?:id|uuid):/m.test(meta);
}

function lastLogged(run: string): number {
  const times = metricKeys(run).map((key) => statSync(metricPath(run, key), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(statSync(run).mtimeMs, ...times);
}

/** When a run began, in epoch seconds; null where its `meta.yaml` does not say. */
function startOf(run: string): number | null {
  const milliseconds = /^start_time: *'?(\d+)'?\s*$/m.exec(metaOf(run) ?? '')?.[1];
  return milliseconds === undefined ? null : Number(milliseconds) / 1000;
}
