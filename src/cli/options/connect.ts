import { connectControl } from '../../keeper/socket/controlClient.ts';
import { continueKeeper, endHaltedKeeper, keeperHalted } from '../../keeper/socket/haltedKeeper.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { TrainingControl } from '../../stopping/control.ts';
import { print } from '../../app/print.ts';
import { errorCode, errorMessage } from '../../words/errors.ts';
import { ask, hasPerson } from './ask.ts';

/**
 * Connects to the keeper of a run as `connectControl`. A person at a terminal is asked what to do about a keeper that
 * somebody has stopped with SIGSTOP. `by`: the command, for the audit log. `asks`: a person is there who may
 * be asked.
 */
export async function connect(record: RunRecord, by: string, asks = hasPerson()): Promise<TrainingControl> {
  for (;;) {
    try {
      return await connectControl(record, { by });
    } catch (error) {
      if (errorCode(error) !== keeperHalted || !asks) throw error;
      print(errorMessage(error));
      if (!(await dealWithHalted(record, by))) throw error;
    }
  }
}

/** Returns false when it was left as it is. */
async function dealWithHalted(record: RunRecord, by: string): Promise<boolean> {
  const cost = record.shim ? '' : ', and the exit status of the training is lost';
  const answer = await ask(
    `Take over? t: end that keeper and start a new one${cost}, c: let it go on, n: leave it [n] `,
  );
  if (answer === 't') await endHaltedKeeper(record, by);
  else if (answer === 'c') continueKeeper(record);
  else return false;
  return true;
}
