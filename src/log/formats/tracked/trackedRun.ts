import { type Clock, steadyNow } from '../../clock.ts';
import { errorMessage } from '../../../words/errors.ts';
import { startPoll } from '../../files/poll.ts';
import type { Following, LogHandlers, LogSource } from '../../logSource.ts';

/** A run of an experiment tracker, whose figures are made into one text that grows (`text.ts`). */
export interface TrackedRun {
  /** Begins to read. */
  readonly open: () => TrackedText;
  /** What cannot be read when it cannot: `The MLflow run night of mlflow.db`. */
  readonly name: string;
  /** The sentence for a run in which nothing was logged. */
  readonly empty: string;
  /** Seconds between two looks for more. */
  readonly pollSeconds: number;
}

export interface TrackedText {
  /**
   * Passes on what came since the last call, in pieces. Returns false when what was read is not there any more: then
   * all has to be read again, by another.
   */
  readonly read: (onText: (text: string) => void) => Promise<boolean>;
  /** How many values have been read. */
  readonly values: () => number;
}

/** The source of a tracked run. It is polled: there is no one file that grows. */
export function trackedSource(run: TrackedRun, clock: Clock = steadyNow): LogSource {
  return {
    path: null,
    directory: null,
    follow: async (handlers) => followTracked(run, handlers, clock),
    readOnce: async (take) => {
      const text = run.open();
      const pieces: string[] = [];
      await text
        .read((piece) => pieces.push(piece))
        .catch((error: unknown) => {
          throw new Error(unreadable(run, error), { cause: error });
        });
      for (const piece of pieces) await take(Buffer.from(piece), null);
      if (text.values() === 0) throw new Error(run.empty);
    },
  };
}

/** Reads what has been logged and goes on as more is. */
export function followTracked(run: TrackedRun, handlers: LogHandlers, clock: Clock = steadyNow): Following {
  let text = run.open();
  let closed = false;
  let live = false;
  let problem: string | null = null;

  async function look(): Promise<void> {
    const sentence = await readOn().catch((error: unknown) => unreadable(run, error));
    if (closed) return;
    if (sentence !== problem) handlers.onProblem?.(sentence);
    problem = sentence;
    if (!live) handlers.onCaughtUp?.();
    live = true;
  }

  /** Reads what came since the last time; returns that there is no problem. */
  async function readOn(): Promise<null> {
    const isSame = await text.read((piece) => {
      if (!closed) handlers.onBytes(Buffer.from(piece), live ? clock() : null);
    });
    if (isSame || closed) return null;
    handlers.onReset?.();
    text = run.open();
    return readOn();
  }

  const poll = startPoll(look, run.pollSeconds);
  return {
    readToEnd: poll.look,
    close: () => {
      closed = true;
      poll.close();
    },
  };
}

function unreadable({ name }: TrackedRun, error: unknown): string {
  return `${name} cannot be read: ${errorMessage(error).replace(/\.$/, '')}.`;
}
