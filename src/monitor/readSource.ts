import type { LogSource } from '../log/logSource.ts';
import { placeOf } from '../run/evaluations.ts';
import { detectorOptions } from '../trainers/choice.ts';
import type { Circumstances } from './circumstances.ts';
import { createPreparedReading, type PreparedReading } from './preparedReading.ts';

/** A log that was read to its end, and when it was written last (epoch seconds; null when no time is known). */
export interface SourceRead {
  readonly reading: PreparedReading;
  readonly lastTime: number | null;
}

/** A moment at which a view of the growing log would have had something new to say. */
export interface ReadMoment {
  /** `evaluation`: another one was read. `silence`: nothing was written for long, and now something will be. */
  readonly kind: 'evaluation' | 'silence';
  /** Epoch seconds; null when no time is known. */
  readonly time: number | null;
  /** When the log had been written last by then. */
  readonly lastTime: number | null;
}

export interface ReadSourceOptions {
  /** Called as each moment is reached, before anything further is read. */
  readonly onMoment?: (reading: PreparedReading, moment: ReadMoment) => void;
  /** Called after each piece of the log; the reading waits for it. */
  readonly onPiece?: () => Promise<void>;
  /** Ends the reading, which then rejects. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a log as it is now, once, to its end.
 * Throws a sentence when it is missing, a directory, unreadable, or only the beginning of a file that has to be whole.
 */
export async function readSource(
  source: LogSource,
  circumstances: Pick<Circumstances, 'trainer' | 'started' | 'budget' | 'length' | 'settings'>,
  { onMoment, onPiece, signal }: ReadSourceOptions = {},
): Promise<SourceRead> {
  let lastTime: number | null = null;
  let place: number | null = null;
  const path = source.settings ?? source.path;
  const reading = createPreparedReading(circumstances, await detectorOptions(circumstances.trainer), path, {
    onLine: (time) => {
      const { run } = reading;
      const last = run.evaluations.at(-1);
      const next = last === undefined ? null : placeOf(run, last);
      if (next === null || next === place) return;
      place = next;
      onMoment?.(reading, { kind: 'evaluation', time, lastTime: time });
    },
  });
  if (source.readOnce === null) throw new Error('A log that is piped in can be watched, but not read to its end.');
  const join = (at: number | null): void => {
    reading.join(at);
    lastTime = null;
  };
  await source.readOnce(async (bytes, time) => {
    signal?.throwIfAborted();
    if (time !== null && lastTime !== null && time - lastTime >= longSilence) {
      onMoment?.(reading, { kind: 'silence', time, lastTime });
    }
    reading.push(bytes, time);
    lastTime = time ?? lastTime;
    await onPiece?.();
  }, join);
  reading.end();
  await onPiece?.();
  const cutOff = reading.detector.cutOff();
  if (cutOff !== null) throw new Error(`${source.path ?? 'The log'} is cut off in the middle: ${cutOff}.`);
  return { reading, lastTime };
}

/**
 * Seconds without a line that may make a verdict of their own. Source: the least silence of `stalled`, docs/advisor.md.
 */
const longSilence = 60;
