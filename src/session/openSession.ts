import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdvisor } from '../advisor/advisor.ts';
import type { AdviceSettings } from '../advisor/verdict.ts';
import { followFile, followStream } from '../intake/follow.ts';
import type { TrainerName } from '../run/events.ts';
import { stateOf } from '../run/selectors.ts';
import type { Trainer } from '../trainers/trainer.ts';
import { readCompanions, type Started } from './companions.ts';
import { createLogTail } from './logTail.ts';
import { createReading } from './reading.ts';
import { logTailLines, type Session } from './session.ts';

export interface SessionOptions {
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'stream'; readonly stream: Readable };
  readonly settings: AdviceSettings;
  /** Do not recognise the trainer: it is this one. */
  readonly trainer: TrainerName | null;
  /** The command that was started, and where: the files it names say what the log does not. */
  readonly started: Started | null;
  /** What is known of the process right now. */
  readonly vitality: () => Vitality;
}

export interface Vitality {
  /** Null when nobody knows. */
  readonly alive: boolean | null;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
}

/**
 * Reads a log from its beginning and goes on reading as it grows.
 * Throws a full sentence when the log is missing, a directory or unreadable.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { source, settings, started, vitality } = options;
  let reading = createReading(options.trainer);
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
    const trainer = reading.detector.trainer();
    if (trainer !== null && trainer !== companionsOf && started !== null) {
      companionsOf = trainer;
      void readCompanions(reading, started).then(changed);
    }
    changed();
  };
  const startOver = () => {
    reading = createReading(options.trainer);
    tail.reset();
    companionsOf = null;
    bytesRead = 0;
  };

  const handlers = {
    onBytes: push,
    onReset: startOver,
    onEnd: () => {
      reading.end();
      ended = source.kind === 'stream';
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
  const following =
    source.kind === 'file' ? await followFile(source.path, handlers) : followStream(source.stream, handlers);

  return {
    get run() {
      return reading.run;
    },
    version: () => version,
    trainer: () => reading.detector.trainer(),
    verdict: (now) => {
      const { alive, exit } = vitality();
      const lossBands = reading.detector.trainer()?.habits.lossBands ?? false;
      return advisor.advise(reading.run, { now, alive, exit, quietSince, lossBands });
    },
    settings,
    tail: () => tail.lines(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    caughtUp: () => caughtUp,
    readToEnd: async () => {
      if (source.kind === 'stream') return;
      const behind = async () => problem === null && bytesRead < (await sizeOf(source.path));
      while (await behind()) await sleep(20);
    },
    isOver: () => caughtUp && (ended || stateOf(reading.run) !== 'running'),
    problem: () => problem,
    close: () => following.close(),
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
