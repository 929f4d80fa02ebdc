import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stillRuns } from '../../processes/proc/escaped.ts';
import { livingShim } from '../../processes/recorded.ts';
import { runClock } from '../../runs/runClock.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { shimExit } from '../../runs/shimFiles.ts';
import type { TrainingExit } from '../../stopping/control.ts';
import { lookEvery } from '../../stopping/defaults.ts';
import { shimPatience } from '../defaults.ts';

/**
 * Resolves when a training that is no child of this process has ended, and its shim, where one lives, has written how:
 * a moment later, unless the shim was halted or the directory takes no link.
 */
export async function unseenEnd(record: RunRecord): Promise<Omit<TrainingExit, 'left'>> {
  while (stillRuns(record)) await sleep(lookEvery * 1000);
  const time = runClock(record)();
  const limit = performance.now() + shimPatience * 1000;
  while (livingShim(record) !== null && performance.now() < limit) await sleep(20);
  return { code: null, signal: null, ...shimExit(dirname(record.log)), time };
}
