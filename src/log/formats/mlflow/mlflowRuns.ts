import { basename, dirname } from 'node:path';
import { singleLine } from '../../../words/harmless.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { placeOf } from '../place.ts';
import { trackedSource, type TrackedRun } from '../tracked/trackedRun.ts';
import { createMlflowLines } from './lines.ts';
import { metaValue, metricsAt, type MlflowMetrics, newestRun, runMeantIn, runsIn } from './store.ts';

/** The runs in MLflow's file store, each with its metrics, or one metric of a run. */
export const mlflowRuns: FigureFormat = {
  follow: (place) => {
    const metrics = metricsOf(place);
    return metrics === null ? null : trackedSource(mlflowRun(metrics));
  },
  describe: (place) => {
    const metrics = metricsOf(place);
    if (metrics === null) return null;
    const { run, key } = metrics;
    const name = metaValue(run, 'run_name') ?? basename(run);
    const experiment = metaValue(dirname(run), 'name');
    return singleLine(`${name}${experiment === null ? '' : ` (${experiment})`}${key === null ? '' : `: ${key}`}`);
  },
  discover: (directory) => newestRun(runsIn(directory)),
  newestOf: (paths) => newestRun([...new Set(paths.flatMap((path) => metricsAt(path)?.run ?? []))]),
};

/** Throws a sentence where a store has no run of the name that is meant. */
function metricsOf(place: string): MlflowMetrics | null {
  const { at, run: word } = placeOf(place);
  if (word === null) return metricsAt(at);
  if (runsIn(at).length === 0) return null;
  const run = runMeantIn(at, word);
  if (run === null) throw new Error(`${at} has no MLflow run ${singleLine(word)}, and no experiment of that name.`);
  return { run, key: null };
}

/** How a run or one metric of it is read. */
export function mlflowRun(metrics: MlflowMetrics): TrackedRun {
  const { run, key } = metrics;
  return {
    open: () => createMlflowLines(metrics),
    name: `The MLflow run ${run}`,
    empty:
      key === null
        ? `${run} is an MLflow run in which no metric has been logged; name another run, or the training's log.`
        : `${key} in ${run} is where MLflow keeps a metric, but no line of it is one (time, value, step); name another metric, or the run.`,
    pollSeconds: 1,
  };
}
