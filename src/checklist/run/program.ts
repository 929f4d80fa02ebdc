import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { isMainThread, workerData } from 'node:worker_threads';
import { startOwnWorker } from '../../processes/programs/ownProgram.ts';
import { errorCode, errorMessage } from '../../words/errors.ts';
import { writeChecklist } from './checklistFile.ts';
import { checkRun } from './checkRun.ts';

/** In MB. What images take comes on top of it: the limits of `src/checklist/image` and of `scanImage` hold that. */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 } as const;

/**
 * The checker: a process that checks the run in the directory it is given, at the lowest priority. It never takes more
 * than 300 MB, for the training needs the rest, and is the first to be killed where memory runs out all the same.
 */
if (isMainThread) {
  giveWay();
  checkInThread(process.argv[2]!);
} else await checkRun(workerData);

function giveWay(): void {
  for (const give of [
    () => setPriority(constants.priority.PRIORITY_LOW),
    () => writeFileSync('/proc/self/oom_score_adj', '1000'),
  ]) {
    try {
      give();
    } catch {
      // Not permitted in some containers, or no Linux. One thread is a small load all the same.
    }
  }
}

/** A thread has a heap of its own whose end does not end the process, so that what happened can be said. */
function checkInThread(directory: string): void {
  const thread = startOwnWorker('checker', './program.ts', import.meta.url, { workerData: directory, resourceLimits });
  thread.on('error', (error) => {
    const problem =
      errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY'
        ? 'It takes too much memory to check the data set beside a training: run `plateau check`.'
        : errorMessage(error);
    writeChecklist(directory, { state: 'failed', report: null, problem });
  });
}
