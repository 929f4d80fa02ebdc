import type { RunRecord } from '../../src/runs/runRecord.ts';
import { listRuns, openRun } from '../../src/runs/runs.ts';
import { errorMessage } from '../../src/words/errors.ts';
import { asked } from './kit/asked.ts';
import { faultyKeeper, planFault } from './kit/fault.ts';
import { processesOf } from './kit/homeProcesses.ts';
import { eventually, type Stage } from './kit/stage.ts';
import { shippedKeeper, startTraining, type TrialTraining } from './kit/training.ts';

/** Writing steps of a keeper from its start to the end of a planned stop. */
const writingSteps = 80;

/**
 * Kills the keeper at one of the steps in which it writes a file, in the middle of the writing where that can be. The
 * steps of the trial go through all of them. The stop that was promised is carried out all the same.
 */
export async function killAtWrite(stage: Stage): Promise<void> {
  const at = ((stage.step * 7) % writingSteps) + 1;
  const happened = planFault(stage, { kind: 'kill', at, times: 1 });
  const training = await started(stage);
  if (training === null) return;
  await asked(training.record, faultyKeeper, async (control) => {
    await control.arm({ when: 'checkpoint' });
    await eventually('the planned stop is carried out', () => control.exit() !== null);
  });
  await training.verify();
  const [first] = training.truth().signals;
  const [recorded] = openRun(training.record.id).signals ?? [];
  // Killed between the record of the signal and the signal: it counts as sent, so that none is sent twice.
  const isUnsure = recorded?.signal === 'SIGINT' && recorded.reached === null;
  const isOnlyRecorded = isUnsure && first === 'SIGTERM';
  if (first !== 'SIGINT' && !isOnlyRecorded) throw new Error(`it was stopped with ${first ?? 'no signal'}`);
  if (isOnlyRecorded) stage.did('signals that only the record knows');
  stage.did('planned stops');
  stage.did(happened() > 0 ? 'keepers killed at a write' : 'keepers that wrote less often');
}

/** Null where the keeper died before it could say that the training runs: then nothing runs that is not known. */
async function started(stage: Stage): Promise<TrialTraining | null> {
  try {
    return await startTraining(stage, { keeperProgram: faultyKeeper });
  } catch (error) {
    if (!errorMessage(error).startsWith('The keeper of this training could not start')) throw error;
    stage.did('keepers killed before they had started it');
    await eventually('no trainer runs that is not known', async () => {
      const [run] = listRuns().runs;
      if (run?.state === 'running') await stopNow(run);
      return processesOf(stage.home).every(({ role }) => role !== 'trainer');
    });
    return null;
  }
}

async function stopNow(run: RunRecord): Promise<void> {
  await asked(run, shippedKeeper, async (control) => {
    if (control.exit() !== null) return;
    await control.arm({ when: 'now' });
    await eventually('the stop is carried out', () => control.exit() !== null);
  });
}
