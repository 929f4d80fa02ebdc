import { dirname } from 'node:path';
import type { LogSource } from '../log/logSource.ts';
import { keeperGather } from './defaults.ts';
import { runClock } from '../runs/runClock.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { afterEarlier, ownSource } from '../runs/runSource.ts';
import { openTimes } from '../runs/times.ts';

/**
 * The log of a run as its keeper reads it: the times at which it grows are noted beside it. Of a training that this
 * keeper has started (`isNew`) all of it counts as read live.
 */
export function keptSource(record: RunRecord, isNew: boolean): LogSource {
  const source = ownSource(record, keeperGather);
  const times = openTimes(dirname(record.log), record.clock);
  const clock = runClock(record);
  return afterEarlier(record, {
    ...source,
    follow: async (handlers) => {
      let offset = 0;
      let isLive = isNew;
      return source.follow({
        ...handlers,
        onBytes: (bytes, time) => {
          const at = offset;
          offset += bytes.length;
          handlers.onBytes(bytes, isLive ? times.note(at, time ?? clock()) : time);
        },
        onCaughtUp: () => {
          isLive = true;
          handlers.onCaughtUp?.();
        },
        onReset: () => {
          offset = 0;
          handlers.onReset?.();
        },
      });
    },
  });
}
