import { statSync } from 'node:fs';
import { createAdvisor } from '../advisor/advisor.ts';
import type { AdviceSettings } from '../advisor/verdict.ts';
import type { Following, LogSource } from '../log/logSource.ts';
import type { RunEvent } from '../run/events.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import { stateOf } from '../run/selectors.ts';
import type { Trainer } from '../trainers/trainer.ts';
import { openSideFigures } from './sideFigures.ts';
import { readCompanions, readPlanBeside, type Started } from './companions.ts';
import { createLogTail } from '../log/files/logTail.ts';
import { type Pause, pausedSeconds, quietFrom } from '../stopping/pauses.ts';
import { createReading } from './reading.ts';
import { logTailLines, type Monitor } from './monitor.ts';

export interface MonitorOptions {
  readonly source: LogSource;
  readonly settings: AdviceSettings;
  /** Do not recognise the trainer: it is this one. */
  readonly trainer: TrainerChoice | null;
  /** The command that was started, and where: the files it names say what the log does not. */
  readonly started: Started | null;
  /** What is known of the process right now. */
  readonly vitality: () => Vitality;
  /** Is told of every event of the log, after the run has taken it in; `caughtUp` tells old ones from new ones. */
  readonly heard?: (event: RunEvent) => void;
}

export interface Vitality {
  /** Null when nobody knows. */
  readonly alive: boolean | null;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  /** What to try once the budget is spent, where the data set was checked. */
  readonly afterBudget?: readonly string[] | undefined;
  /** When it was paused, oldest first; absent: never. */
  readonly pauses?: readonly Pause[];
}

/**
 * Reads a log from its beginning and goes on reading as it grows.
 * Throws a full sentence when the log is missing, a directory or unreadable.
 */
export async function openMonitor(options: MonitorOptions): Promise<Monitor> {
  const { source, settings, started, vitality, heard = () => {} } = options;
  let reading = createReading({ force: options.trainer, heard });
  let sideFigures: Following | null = null;
  const tail = createLogTail(logTailLines);
  const advisor = createAdvisor(settings);
  const listeners = new Set<() => void>();
  let version = 0;
  let caughtUp = false;
  let ended = false;
  let bytesRead = 0;
  let problem: string | null = null;
  let quietSince: number | null = null;
  let companionsOf: Trainer | null = null;

  const changed = () => {
    version++;
    for (const listener of listeners) listener();
  };
  const push = (bytes: Buffer, time: number | null) => {
    bytesRead += bytes.length;
    reading.push(bytes, time);
    tail.push(bytes);
    quietSince = time ?? quietSince;
    const base = started?.cwd ?? source.directory;
    if (source.directory !== null && base !== null) {
      sideFigures ??= openSideFigures(reading.run, { base, log: source.path, changed });
    }
    const trainer = reading.trainer();
    if (trainer !== null && trainer !== companionsOf) {
      companionsOf = trainer;
      if (started !== null) void readCompanions(reading, started).then(changed);
      if (source.path !== null) void readPlanBeside(reading, source.path).then(changed);
    }
    changed();
  };
  const startOver = () => {
    reading = createReading({ force: options.trainer, heard });
    sideFigures?.close();
    sideFigures = null;
    tail.reset();
    companionsOf = null;
    bytesRead = 0;
  };

  const handlers = {
    onBytes: push,
    onReset: startOver,
    onEnd: () => {
      reading.end();
      ended = source.path === null;
      changed();
    },
    onCaughtUp: () => {
      caughtUp = true;
      changed();
    },
    onProblem: (sentence: string | null) => {
      problem = sentence;
      changed();
    },
  };
  const following = await source.follow(handlers);

  return {
    get run() {
      return reading.run;
    },
    version: () => version,
    trainer: () => reading.trainer(),
    verdict: (now) => {
      const { alive, exit, pauses = [], afterBudget } = vitality();
      return advisor.advise(reading.run, {
        now,
        alive,
        exit,
        quietSince: quietFrom(quietSince, pauses, now),
        paused: pausedSeconds(pauses, now),
        habits: reading.trainer()?.habits ?? null,
        ...(afterBudget === undefined ? {} : { afterBudget }),
      });
    },
    settings,
    tail: () => tail.lines(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    caughtUp: () => caughtUp,
    readShare: () => (caughtUp || source.path === null ? null : shareOf(bytesRead, source.path)),
    readToEnd: async () => {
      if (source.path === null) return;
      await following.readToEnd();
      await sideFigures?.readToEnd();
    },
    isOver: () => caughtUp && (ended || stateOf(reading.run) !== 'running'),
    problem: () => problem,
    close: () => {
      following.close();
      sideFigures?.close();
    },
  };
}

/** Null for a pipe, and for a file that is not there. */
function shareOf(bytesRead: number, path: string): number | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 ? null : Math.min(1, bytesRead / size);
}
