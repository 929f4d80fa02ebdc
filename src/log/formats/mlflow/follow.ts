import { setTimeout as sleep } from 'node:timers/promises';
import type { Following, LogHandlers } from '../../logSource.ts';
import { createMlflowLines } from './lines.ts';
import type { MlflowMetrics } from './store.ts';
import { errorMessage } from '../../../words/errors.ts';

/** Reads what has been logged and goes on as more is, in metrics that come later too. It looks once a second: there is no one file to wait for. */
export function followMlflow(
  metrics: MlflowMetrics,
  handlers: LogHandlers,
  clock: () => number = () => Date.now() / 1000,
): Following {
  let lines = createMlflowLines(metrics);
  let closed = false;
  let live = false;
  let problem: string | null = null;
  let reading: Promise<void> = Promise.resolve();
  const timer = new AbortController();

  async function look(): Promise<void> {
    if (closed) return;
    try {
      const isSame = await lines.read((text) => {
        if (!closed) handlers.onBytes(Buffer.from(text), live ? clock() : null);
      });
      if (closed) return;
      if (!isSame) {
        handlers.onReset?.();
        lines = createMlflowLines(metrics);
        return await look();
      }
      tell(null);
    } catch (error) {
      tell(`The MLflow run ${metrics.run} cannot be read: ${errorMessage(error)}.`);
    }
    if (live || closed) return;
    live = true;
    handlers.onCaughtUp?.();
  }

  function tell(sentence: string | null): void {
    if (closed || sentence === problem) return;
    problem = sentence;
    handlers.onProblem?.(sentence);
  }

  /** One look at a time: two would read the same lines. */
  function lookNext(): Promise<void> {
    reading = reading.then(look);
    return reading;
  }

  async function run(): Promise<void> {
    while (!closed) {
      await lookNext();
      await sleep(lookEvery * 1000, undefined, { signal: timer.signal }).catch(() => {});
    }
  }

  void run();
  return {
    close: () => {
      closed = true;
      timer.abort();
    },
    readToEnd: lookNext,
  };
}

/** Reads once what has been logged. Throws a sentence when that is nothing. */
export async function readMlflowOnce(metrics: MlflowMetrics, onBytes: (bytes: Buffer) => void): Promise<void> {
  const lines = createMlflowLines(metrics);
  await lines.read((text) => onBytes(Buffer.from(text)));
  if (lines.values() === 0) {
    throw new Error(
      metrics.key === null
        ? `${metrics.run} is an MLflow run in which no metric has been logged; name another run, or the training's log.`
        : `${metrics.key} in ${metrics.run} is where MLflow keeps a metric, but no line of it is one (time, value, step); name another metric, or the run.`,
    );
  }
}

/** Seconds between two looks. */
const lookEvery = 1;
