import { asked } from './kit/asked.ts';
import { faultyKeeper, planFault } from './kit/fault.ts';
import { eventually, oneOf, type Stage } from './kit/stage.ts';
import { startTraining } from './kit/training.ts';

/** Makes what a keeper writes fail, once or many times in a row, from the moment on at which the training runs. */
export async function failingWrites(stage: Stage): Promise<void> {
  const { random } = stage;
  const kind = oneOf(random, ['ENOSPC', 'EIO', 'EMFILE'] as const);
  // The first twenty writing steps start the training, which may be refused. What was refused is tried again every five
  // seconds, and the run has to have ended within a minute.
  const happened = planFault(stage, { kind, at: random.integer(21, 75), times: random.integer(1, 8) });
  const training = await startTraining(stage, { keeperProgram: faultyKeeper });
  if (random.integer(0, 1) === 0) {
    await asked(training.record, faultyKeeper, async (control) => {
      await control.arm({ when: 'checkpoint' });
      await eventually('the planned stop is carried out', () => control.exit() !== null);
    });
    stage.did('planned stops');
  } else {
    training.end(oneOf(random, [0, 1, 7]));
  }
  await training.verify();
  stage.did('writes failed', happened());
}
