import { existsSync } from 'node:fs';
import { openHistory } from '../../history/history.ts';
import { outcomeOf } from '../../history/outcome.ts';
import type { RunSummary } from '../../history/runDetails.ts';
import { statusOfRun } from '../../history/runStatus.ts';
import { runFiles } from '../../runs/runDirectory.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { currentRecord } from '../../runs/runs.ts';
import { awaitsRetry } from '../../runs/queue/describeAttempt.ts';
import type { Predecessor, Turn } from './waitStep.ts';

/**
 * Looks at the run that another one waits for. Its log is only read where it matters how it ended. Never throws: where
 * the record cannot be read, nobody knows that it has ended.
 */
export async function lookAtPredecessor({ run, onlyOk }: Turn): Promise<Predecessor> {
  const { directory } = runFiles(run);
  if (!existsSync(directory)) return { is: 'removed' };
  try {
    const record = currentRecord(directory);
    switch (record.state) {
      case 'waiting':
      case 'starting':
      case 'running':
        return { is: 'going' };
      case 'cancelled':
        return { is: 'cancelled', after: record.after?.run ?? null };
      case 'failed-to-start':
        return { is: 'ended', how: 'badly', words: 'could not be started' };
      case 'ended':
        // Whoever keeps it decides in a moment whether it starts again.
        if (awaitsRetry(record) && record.exit !== null) return { is: 'going' };
        if (record.retry?.run) return { is: 'replaced', by: record.retry.run };
        return { is: 'ended', ...howItEnded(record, onlyOk ? await summaryOf(record) : null) };
      default:
        return record.state satisfies never;
    }
  } catch {
    return { is: 'going' };
  }
}

async function summaryOf(record: RunRecord): Promise<RunSummary> {
  const history = openHistory(() => {});
  try {
    return (await statusOfRun(record, history)).summary;
  } finally {
    history.close();
  }
}

/**
 * A stop that somebody asked Plateau for is a good end, whatever exit status the trainer has for it, unless the
 * training had diverged; one that another signal brought, the kernel's for want of memory for example, is not. Without
 * a summary only the end itself counts.
 */
export function howItEnded(
  record: RunRecord,
  summary: Pick<RunSummary, 'state'> | null,
): Omit<Extract<Predecessor, { is: 'ended' }>, 'is'> {
  const { code = null, signal = null } = record.exit ?? {};
  if (code === null && signal === null) return { how: 'unknown', words: 'ended, and nobody saw how' };
  const outcome = outcomeOf(record, summary ?? { state: 'ended' });
  if (outcome === 'diverged') return { how: 'badly', words: 'diverged' };
  const wasStopped = (record.signals ?? []).length > 0;
  if (wasStopped) return { how: 'well', words: 'was stopped' };
  if (signal !== null) return { how: 'badly', words: `was ended by ${signal}` };
  if (code !== 0) return { how: 'badly', words: `failed with exit status ${code}` };
  if (outcome === 'failed') return { how: 'badly', words: 'failed' };
  return { how: 'well', words: 'has ended' };
}
