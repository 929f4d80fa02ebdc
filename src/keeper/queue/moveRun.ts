import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { RunRecord } from '../../runs/runRecord.ts';
import { reachKeeper } from '../socket/reachKeeper.ts';
import { keeperProgram } from '../startKeeper.ts';
import type { Turn } from './waitStep.ts';

/**
 * Lets a run that waits for its turn wait for another one: its keeper writes that down. `by`: who asks, for the audit
 * log. Throws a sentence when it waits no more.
 */
export async function moveRun(
  record: RunRecord,
  after: Turn,
  { by, program = keeperProgram() }: { readonly by: string; readonly program?: string },
): Promise<void> {
  const keeper = await reachKeeper(dirname(record.log), program, { onStatus: () => {}, onLost: () => {} });
  try {
    const answer = await keeper?.ask({ request: randomUUID(), ask: 'move', by, after });
    const problem = answer === undefined || answer === null ? waitsNoMore : answer.problem;
    if (problem !== null) throw new Error(`${record.id} was not moved: ${problem}`);
  } finally {
    keeper?.close();
  }
}

/** What a keeper answers whose training has started. */
export const waitsNoMore = 'it waits no more.';
