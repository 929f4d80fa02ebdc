import { posix } from 'node:path';
import { steadyNow } from '../../log/clock.ts';
import { createEventFileReader, type Scalar } from '../../log/formats/eventFile.ts';
import { createScalarLines } from '../../log/formats/tensorboard/lines.ts';
import type { EventFile } from '../../log/formats/tensorboard/runDirectory.ts';
import { headingLine, paramLines } from '../../log/formats/tracked/text.ts';
import type { Following, LogHandlers } from '../../log/logSource.ts';
import type { Place } from '../../processes/remote/place.ts';
import { type Reconnecting, reconnecting } from '../backOff.ts';
import { followRemote } from '../followRemote.ts';

/** The event files of one run somewhere else. */
export interface RemoteEvents {
  readonly directory: string;
  readonly files: readonly EventFile[];
}

/**
 * Follows several event files somewhere else as one text (`log/formats/tracked/text.ts`), each over a connection of its
 * own. What was there at the beginning comes in the order of its time, once all of it has arrived.
 */
export function followRemoteEvents(
  place: Place,
  { directory, files }: RemoteEvents,
  handlers: LogHandlers,
  pace: Reconnecting = reconnecting,
): Following {
  const lineOf = createScalarLines();
  const problems = new Map<string, string>();
  let waiting = files.length;
  let early: { readonly file: EventFile; readonly scalar: Scalar }[] = [];
  let params = '';

  const give = (text: string, time: number | null): void => {
    if (text !== '') handlers.onBytes(Buffer.from(text), time);
  };

  function reachEnd(): void {
    waiting--;
    if (waiting > 0) return;
    const sorted = early.toSorted((one, other) => one.scalar.time - other.scalar.time);
    early = [];
    const lines = sorted.map(({ file, scalar }) => lineOf(file, scalar)).join('');
    give(headingLine('TensorBoard', posix.basename(directory)) + params + lines, null);
    handlers.onCaughtUp?.();
  }

  function tell(file: EventFile, sentence: string | null): void {
    if (sentence === null) problems.delete(file.path);
    else problems.set(file.path, sentence);
    handlers.onProblem?.(problems.values().next().value ?? null);
  }

  const followings = files.map((file) => {
    const reader = createEventFileReader(
      (scalar) => {
        if (waiting > 0) early.push({ file, scalar });
        else give(lineOf(file, scalar), steadyNow());
      },
      (found) => {
        if (waiting > 0) params += paramLines(found);
        else give(paramLines(found), steadyNow());
      },
    );
    return followRemote(
      place,
      file.path,
      { onBytes: (bytes) => reader.push(bytes), onCaughtUp: reachEnd, onProblem: (sentence) => tell(file, sentence) },
      pace,
    );
  });
  return {
    readToEnd: async () => {
      await Promise.all(followings.map(async (each) => each.readToEnd()));
    },
    close: () => {
      for (const each of followings) each.close();
    },
  };
}
