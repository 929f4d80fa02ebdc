import { existsSync } from 'node:fs';
import { callClient } from '../processes/remote/client.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';
import type { ClientTarget } from '../stopping/driver/clientReach.ts';

/** A Slurm job as `scontrol show job` prints it. */
export interface SlurmJob {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly state: string;
  /** The file of its standard output; null for an interactive job. */
  readonly output: string | null;
  /** The file of its standard error, if that is another. */
  readonly errors: string | null;
  readonly command: string | null;
  readonly directory: string | null;
  /** The node that runs its script; null before it starts. */
  readonly node: string | null;
}

/** Returns a job. Throws a sentence without such a job or without Slurm. */
export async function slurmJob(id: string): Promise<SlurmJob> {
  if (!/^\d+(?:_\d+)?(?:\+\d+)?$/.test(id))
    throw new Error(`--slurm expects the number of a job such as 4711 or 4711_3, not \`${id}\`.`);
  const answer = await callClient({ program: 'scontrol', args: ['show', 'job', '--oneliner', id] });
  const job = answer.status === 0 ? parseJob(answer.stdout) : null;
  if (job === null) throw new Error(`Slurm does not know job ${id}: ${complaintOf(answer)}.`);
  return job;
}

/**
 * Reads `scontrol show job --oneliner`: KEY=VALUE words, where a path may hold spaces and so reaches to the next key.
 * Null when it tells no job. Pure.
 */
export function parseJob(text: string): SlurmJob | null {
  const line = text.split('\n').find((each) => each.startsWith('JobId=')) ?? '';
  const value = (key: string): string | null => {
    const found = new RegExp(`(?:^| )${key}=(.*?)(?= [A-Za-z:/]+=|\\s*$)`).exec(line)?.[1];
    return found === undefined || ['', '(null)', '/dev/null', 'None'].includes(found) ? null : found;
  };
  const id = value('JobId');
  if (id === null) return null;
  const output = value('StdOut');
  const errors = value('StdErr');
  return {
    id,
    name: value('JobName') ?? id,
    user: (value('UserId') ?? '').replace(/\(\d+\)$/, ''),
    state: value('JobState') ?? 'UNKNOWN',
    output,
    errors: errors === output ? null : errors,
    command: value('Command'),
    directory: value('WorkDir'),
    node: value('BatchHost') ?? firstNode(value('NodeList')),
  };
}

/** Whether the output of a job can be read here: most clusters share their file systems. */
export function isVisible({ output }: SlurmJob): boolean {
  return output !== null && existsSync(output);
}

/**
 * The way to stop a job: `--full` signals the batch script and its children, which scancel(1) leaves out by default;
 * SIGTERM is the plain `scancel`, after which Slurm sends SIGKILL once KillWait is over.
 */
export function slurmTarget({ id }: SlurmJob, caller: string): ClientTarget {
  return {
    name: `job ${id}`,
    call: (signal) =>
      signal === 'SIGTERM'
        ? { program: 'scancel', args: [id] }
        : { program: 'scancel', args: ['--full', `--signal=${signal.slice(3)}`, id] },
    look: async () => {
      const job = await slurmJob(id);
      if (hasEnded(job)) return null;
      if (job.user !== caller) {
        throw new Error(`Job ${id} is ${job.user}'s, not ${caller}'s; only ${job.user} should stop it.`);
      }
      return { user: job.user, command: job.command ?? job.name, pid: Number.parseInt(id, 10) };
    },
  };
}

/** Whether a job runs no more, and waits for nothing. */
export function hasEnded({ state }: SlurmJob): boolean {
  return over.test(state);
}

/** States of a job that has ended (squeue(1), job state codes). */
const over = /^(?:BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|NODE_FAIL|OUT_OF_MEMORY|PREEMPTED|REVOKED|TIMEOUT)/;

/** Returns the first node of `n[1-4,7],m2`, which runs the batch script. */
function firstNode(list: string | null): string | null {
  const match = /^([^[,]+)(?:\[(\d+))?/.exec(list ?? '');
  return match === null ? null : `${match[1]}${match[2] ?? ''}`;
}
