import { connectControl } from '../../../src/keeper/socket/controlClient.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import type { TrainingControl } from '../../../src/stopping/control.ts';

/** Connects to the keeper of a run as a screen does, for as long as the asking takes. */
export async function asked<Result>(
  record: RunRecord,
  keeperProgram: string,
  ask: (control: TrainingControl) => Promise<Result>,
): Promise<Result> {
  const control = await connectControl(record, { keeperProgram, by: 'a trial' });
  try {
    return await ask(control);
  } finally {
    control.close();
  }
}
