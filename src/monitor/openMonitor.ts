import { statSync } from 'node:fs';
import { createLogTail } from '../log/files/logTail.ts';
import type { Following, LogHandlers, LogSource } from '../log/logSource.ts';
import type { RunEvent } from '../run/events.ts';
import { stateOf } from '../run/selectors.ts';
import { detectorOptions } from '../trainers/choice.ts';
import type { Circumstances } from './circumstances.ts';
import { createJudging, type JudgedMoment } from './judging.ts';
import { logTailLines, type Monitor } from './monitor.ts';
import { createPreparedReading } from './preparedReading.ts';
import { createWrittenAt, momentOf } from './readTraining.ts';
import { openSideFigures } from './sideFigures.ts';

export interface MonitorOptions {
  /** Called with every event of the log, after the run has taken it in; `caughtUp` tells old ones from new ones. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Keeps the latest lines of the log (default: true). */
  readonly keepsTail?: boolean;
}

/**
 * Reads a log from its beginning, goes on as it grows, and judges the training.
 * Throws a sentence when the log is missing, a directory or unreadable.
 */
export async function openMonitor(
  source: LogSource,
  circumstances: Circumstances,
  { onEvent, keepsTail = true }: MonitorOptions = {},
): Promise<Monitor> {
  const detection = await detectorOptions(circumstances.trainer);
  const tail = keepsTail ? createLogTail(logTailLines) : null;
  /** Logs of earlier parts that are still to be read: nobody hears what happened then. */
  let earlier = source.earlier ?? 0;
  const isOwn = (): boolean => earlier === 0;
  const handler = {
    ...(onEvent === undefined ? {} : { onEvent: (event: RunEvent) => void (isOwn() && onEvent(event)) }),
    ...(tail === null ? {} : { onText: (bytes: Buffer) => void (isOwn() && tail.push(bytes)) }),
  };
  const begin = () => createPreparedReading(circumstances, detection, source.settings ?? source.path, handler);
  let reading = begin();
  let judging = createJudging(circumstances);
  let sideFigures: Following | null = null;
  const listeners = new Set<() => void>();
  let version = 0;
  let caughtUp = false;
  let ended = false;
  let bytesRead = 0;
  let problem: string | null = null;
  let lastTime: number | null = null;
  const writtenAt = createWrittenAt(source, circumstances);

  const changed = () => {
    version++;
    for (const listener of listeners) listener();
  };
  const handlers: LogHandlers = {
    onBytes: (bytes, time) => {
      bytesRead += bytes.length;
      ended = false;
      reading.push(bytes, time);
      lastTime = time ?? lastTime;
      if (source.directory !== null) {
        const base = circumstances.started?.cwd ?? source.directory;
        sideFigures ??= openSideFigures(reading.run, { base, log: source.path, changed, clock: circumstances.clock });
      }
      changed();
    },
    onJoin: (at) => {
      earlier -= 1;
      reading.join(at);
      bytesRead = 0;
      lastTime = null;
    },
    onReset: () => {
      sideFigures?.close();
      sideFigures = null;
      reading = begin();
      judging = createJudging(circumstances);
      tail?.reset();
      bytesRead = 0;
    },
    onEnd: () => {
      reading.end();
      ended = source.path === null;
      changed();
    },
    onCaughtUp: () => {
      caughtUp = true;
      changed();
    },
    onProblem: (sentence) => {
      problem = sentence;
      changed();
    },
  };
  /** Once the process is gone, a last line without an end is a line. */
  const endWith = (exit: ReturnType<Circumstances['process']>['exit']): void => {
    if (exit === null || ended || !caughtUp || source.path === null || bytesRead < sizeNow(source.path)) return;
    ended = true;
    reading.end();
  };
  const following = await source.follow(handlers);

  return {
    get run() {
      return reading.run;
    },
    version: () => version,
    now: circumstances.clock,
    trainer: () => reading.trainer(),
    verdict: (now, preset) => {
      const moment = momentOf(circumstances, lastTime ?? writtenAt(), now);
      endWith(moment.process.exit);
      return judging.verdict(reading, ended ? atItsEnd(moment) : moment, preset);
    },
    groupPoints: () => judging.groupPoints(reading),
    settings: circumstances.settings,
    tellLength: (length) => {
      circumstances.length.tell(length);
      reading.takeLength();
      changed();
    },
    isLengthTold: () => reading.isLengthTold(),
    tail: () => tail?.lines() ?? [],
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
    isOver: () => caughtUp && ((ended && source.path === null) || stateOf(reading.run) !== 'running'),
    problem: () => problem,
    close: () => {
      following.close();
      sideFigures?.close();
    },
  };
}

/** The process that wrote a log which has ended is gone. */
function atItsEnd(moment: JudgedMoment): JudgedMoment {
  const { process } = moment;
  return process.alive === null ? { ...moment, process: { ...process, alive: false } } : moment;
}

/** Null for a file that is not there. */
function shareOf(bytesRead: number, path: string): number | null {
  const size = sizeNow(path);
  return size === 0 ? null : Math.min(1, bytesRead / size);
}

function sizeNow(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
