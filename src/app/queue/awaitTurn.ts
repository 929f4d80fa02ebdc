import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reviveKeepers } from '../../keeper/reviveKeeper.ts';
import { describeWaiting } from '../../runs/queue/describeWaiting.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { currentRecord } from '../../runs/runs.ts';
import { print, printJson, warn } from '../print.ts';

/**
 * Waits until the training of a run that waits for its turn has started, and says meanwhile what that is. The run does
 * not depend on it. Returns the record as it is then; null where it never starts, which is said. Throws as
 * `currentRecord`.
 */
export async function awaitTurn(started: RunRecord, json: boolean): Promise<RunRecord | null> {
  const directory = dirname(started.log);
  let told: string | null = null;
  for (let record = started; ; record = currentRecord(directory)) {
    if (record.state === 'cancelled' || record.state === 'failed-to-start') {
      warn(`${record.name} (${record.id}) never started: ${record.problem ?? 'the reason is unknown.'}`);
      return null;
    }
    const waits = describeWaiting(record);
    if (waits === null && record.state !== 'starting') return record;
    if (waits !== null && waits !== told) tell(record, waits, json);
    told = waits ?? told;
    await reviveKeepers([record]);
    await sleep(turnLookEvery);
  }
}

function tell({ id, name }: RunRecord, waits: string, json: boolean): void {
  if (json) printJson({ kind: 'waiting', run: id, text: waits });
  else print(`${name} (${id}) ${waits}. It does not need this command: see plateau queue.`);
}

/** Milliseconds. */
const turnLookEvery = 500;
