import { callClient } from '../processes/remote/client.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';
import type { ScheduledJob } from './scheduled.ts';
import { watchJob } from './watched.ts';

/**
 * The user's own jobs, the tasks of arrays one by one: those that wait or run, and those that Slurm still remembers
 * (MinJobAge, slurm.conf(5)). Throws a sentence without Slurm.
 */
export async function slurmQueue(): Promise<readonly ScheduledJob[]> {
  const args = ['--me', '--array', '--states=all', '--noheader', `--format=${queueFormat}`];
  const answer = await callClient({ program: 'squeue', args });
  if (answer.status !== 0) throw new Error(`Slurm cannot be asked: ${complaintOf(answer)}.`);
  return parseQueue(answer.stdout);
}

/** Fields of squeue(1); the name comes last, since it may hold anything. */
const queueFormat = '%i|%F|%u|%T|%V|%S|%B|%Z|%j';

/** Reads what `squeue` prints in `queueFormat`, a job a line. Pure. */
export function parseQueue(text: string): readonly ScheduledJob[] {
  return text.split('\n').flatMap((line): ScheduledJob[] => {
    const [id = '', base = '', user = '', state = '', submitted = '', started = '', node = '', cwd = '', ...rest] =
      line.split('|');
    if (!/^\d+(?:_\d+)?$/.test(id)) return [];
    const name = rest.join('|');
    const array = id.includes('_') ? base : null;
    return [
      {
        id,
        name: name === '' ? id : name,
        user,
        group: array === null ? null : `${name} (array ${array})`,
        array,
        state: stateOf(state),
        node: node === '' || node === 'n/a' || node === '(null)' ? null : node,
        startedAt: timeOf(stateOf(state) === 'waiting' ? submitted : started),
        cwd: cwd === '' ? null : cwd,
        open: async () => watchJob(id),
      },
    ];
  });
}

/** Source: squeue(1), job state codes. What it does not list has ended in some way. */
function stateOf(state: string): ScheduledJob['state'] {
  if (/^(?:PENDING|CONFIGURING|REQUEUED|REQUEUE_FED|REQUEUE_HOLD|RESV_DEL_HOLD|SPECIAL_EXIT)$/.test(state)) {
    return 'waiting';
  }
  if (/^(?:RUNNING|COMPLETING|SUSPENDED|STOPPED|RESIZING|SIGNALING|STAGE_OUT)$/.test(state)) return 'running';
  if (state === 'COMPLETED') return 'ended';
  return /^(?:CANCELLED|PREEMPTED|TIMEOUT|DEADLINE|REVOKED)/.test(state) ? 'stopped' : 'failed';
}

/** squeue(1) prints local time without its zone. */
function timeOf(text: string): number | null {
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text).getTime() : Number.NaN;
  return Number.isNaN(time) ? null : time / 1000;
}
