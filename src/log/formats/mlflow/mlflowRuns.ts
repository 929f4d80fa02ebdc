import { type Clock, steadyNow } from '../../clock.ts';
import { errorMessage } from '../../../words/errors.ts';
import { startPoll } from '../../files/poll.ts';
import type { Following, LogHandlers, LogSource, TakePiece } from '../../logSource.ts';
import type { FigureFormat } from '../figureFormat.ts';
import { createMlflowLines } from './lines.ts';
import { metricsAt, type MlflowMetrics, newestRun, runsIn } from './store.ts';

/** The runs in MLflow's file store, each with its metrics, or one metric of a run. */
export const mlflowRuns: FigureFormat = {
  sourceAt: (path) => {
    const metrics = metricsAt(path);
    return metrics === null ? null : sourceOf(metrics);
  },
  newestIn: (directory) => newestRun(runsIn(directory)),
  newestOf: (paths) => newestRun([...new Set(paths.flatMap((path) => metricsAt(path)?.run ?? []))]),
};

function sourceOf(metrics: MlflowMetrics): LogSource {
  return {
    path: null,
    directory: null,
    follow: async (handlers) => followMlflow(metrics, handlers),
    readOnce: async (take) => readMlflowOnce(metrics, take),
  };
}

/**
 * Reads what has been logged and goes on as more is, also in metrics that come later. It polls: there is no one file to
 * wait for.
 */
export function followMlflow(metrics: MlflowMetrics, handlers: LogHandlers, clock: Clock = steadyNow): Following {
  let lines = createMlflowLines(metrics);
  let closed = false;
  let live = false;
  let problem: string | null = null;

  async function look(): Promise<void> {
    const sentence = await readOn().catch(
      (error: unknown) => `The MLflow run ${metrics.run} cannot be read: ${errorMessage(error)}.`,
    );
    if (closed) return;
    if (sentence !== problem) handlers.onProblem?.(sentence);
    problem = sentence;
    if (!live) handlers.onCaughtUp?.();
    live = true;
  }

  /** Reads what came since the last time; returns that there is no problem. */
  async function readOn(): Promise<null> {
    const isSame = await lines.read((text) => {
      if (!closed) handlers.onBytes(Buffer.from(text), live ? clock() : null);
    });
    if (isSame || closed) return null;
    handlers.onReset?.();
    lines = createMlflowLines(metrics);
    return readOn();
  }

  const poll = startPoll(look, pollSeconds);
  return {
    readToEnd: poll.look,
    close: () => {
      closed = true;
      poll.close();
    },
  };
}

/** Reads what has been logged, once. Throws a sentence when that is nothing. */
export async function readMlflowOnce(metrics: MlflowMetrics, take: TakePiece): Promise<void> {
  const lines = createMlflowLines(metrics);
  const pieces: string[] = [];
  await lines.read((text) => pieces.push(text));
  for (const piece of pieces) await take(Buffer.from(piece), null);
  if (lines.values() > 0) return;
  throw new Error(
    metrics.key === null
      ? `${metrics.run} is an MLflow run in which no metric has been logged; name another run, or the training's log.`
      : `${metrics.key} in ${metrics.run} is where MLflow keeps a metric, but no line of it is one (time, value, step); name another metric, or the run.`,
  );
}

const pollSeconds = 1;
