import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../log/clock.ts';
import type { Following } from '../log/logSource.ts';
import type { Run } from '../run/run.ts';
import { figuresOfRun, hasBegun, type RunPlace } from './discovery/figuresOfRun.ts';
import { figuresSource } from './discovery/figuresSource.ts';
import { mergeFigures } from './mergeFigures.ts';
import { createReading } from './reading.ts';

export interface SideFiguresOptions extends RunPlace {
  readonly changed: () => void;
  /** That of the log's times. */
  readonly clock: Clock;
}

/**
 * Follows the figures beside a log into the run that the log is read into, as soon as there are some. Null until the
 * run has begun. Figures that cannot be read are left out: the log itself says nearly as much.
 */
export function openSideFigures(run: Run, { changed, clock, ...place }: SideFiguresOptions): Following | null {
  if (!hasBegun(run)) return null;
  let closed = false;
  let following: Following | null = null;

  async function begin(): Promise<void> {
    let path = figuresOfRun(run, place);
    while (!closed && path === null) {
      await sleep(pollSeconds * 1000, undefined, { ref: false });
      path = figuresOfRun(run, place);
    }
    if (closed || path === null) return;
    let reading = createReading({ into: { run, take: mergeFigures(run) } });
    following = await figuresSource(path).follow({
      onBytes: (bytes, time) => {
        reading.push(bytes, time === null ? null : clock());
        changed();
      },
      onReset: () => {
        reading = createReading({ into: { run, take: mergeFigures(run) } });
      },
    });
    if (closed) following.close();
  }

  const beginning = begin().catch(() => {
    closed = true;
  });
  return {
    close() {
      closed = true;
      following?.close();
    },
    async readToEnd() {
      if (following === null && figuresOfRun(run, place) === null) return;
      await beginning;
      if (!closed) await following?.readToEnd();
    },
  };
}

/** Between two looks for a file that is not there yet: trainers make it at the end of their first epoch. */
const pollSeconds = 2;
