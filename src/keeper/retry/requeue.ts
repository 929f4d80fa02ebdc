import { listRuns } from '../../runs/runs.ts';
import { callClient } from '../../processes/remote/client.ts';
import { complaintOf } from '../../processes/remote/clientAnswer.ts';
import type { RunRecord } from '../../runs/runRecord.ts';

/**
 * Whether Slurm may put a job back in its queue: sbatch's `--requeue`, or the cluster's JobRequeue without
 * `--no-requeue`. False where Slurm does not answer.
 */
export async function isRequeueable(job: string): Promise<boolean> {
  const answer = await callClient({ program: 'scontrol', args: ['show', 'job', '--oneliner', job] });
  return answer.status === 0 && /(?:^|\s)Requeue=1(?:\s|$)/.test(answer.stdout);
}

/** Puts a job back in the queue, which ends all of it here. Returns why that was refused; null when it was not. */
export async function requeue(job: string): Promise<string | null> {
  const answer = await callClient({ program: 'scontrol', args: ['requeue', job] });
  return answer.status === 0 ? null : complaintOf(answer);
}

/**
 * The newest run of a Slurm job that an earlier start of the same command of that job began; null for none. A job that
 * runs several commands starts each of them anew.
 */
export function runOfEarlierStart(job: string, command: readonly string[]): RunRecord | null {
  const { runs } = listRuns();
  const byId = new Map(runs.map((record) => [record.id, record]));
  const first = (record: RunRecord): RunRecord => {
    const before = record.retryOf ? byId.get(record.retryOf.run) : undefined;
    return before === undefined ? record : first(before);
  };
  return (
    runs.find(
      (record) => record.job?.id === job && JSON.stringify(first(record).command) === JSON.stringify(command),
    ) ?? null
  );
}
