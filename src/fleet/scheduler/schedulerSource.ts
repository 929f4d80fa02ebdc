import type { Outcome } from '../../history/outcome.ts';
import type { ScheduledJob } from '../../sources/scheduled.ts';
import { errorMessage } from '../../words/errors.ts';
import { singleLine } from '../../words/harmless.ts';
import type { FleetHost } from '../fleetHost.ts';
import { figureFields } from '../local/localFacts.ts';
import type { Away, Member, MemberFacts } from '../member.ts';
import { placed } from '../place.ts';
import type { FleetSource } from '../source.ts';
import { type FollowedJob, followJob } from './followedJob.ts';

/** A scheduler whose jobs are trainings, or a tracker whose runs are. */
export interface Scheduler {
  readonly kind: 'slurm' | 'kubernetes' | 'mlflow';
  /** As people call it. */
  readonly name: string;
  /** Rejects with a sentence. */
  readonly list: () => Promise<readonly ScheduledJob[]>;
}

/** Seconds between two questions to a scheduler, which many people ask, and between two looks at what was read. */
const askEvery = 20;
const lookEvery = 2;

/** Logs that are followed at once: each takes a process, here or there. */
const maxFollowed = 64;

/** The jobs of a scheduler, the logs of those that run followed as `plateau watch` does. */
export function schedulerSource({ kind, name, list }: Scheduler): FleetSource {
  const opened = epoch();
  const listeners = new Set<() => void>();
  const followed = new Map<string, FollowedJob>();
  /** Jobs that were seen to wait. */
  const awaited = new Set<string>();
  let jobs: readonly ScheduledJob[] = [];
  let host: Pick<FleetHost, 'state' | 'since' | 'problem'> = { state: 'connecting', since: epoch(), problem: null };
  let members: readonly Member[] = [];
  let isClosed = false;
  let isDirty = false;
  let timer: NodeJS.Timeout | undefined;

  const refresh = (): void => {
    isDirty = false;
    const before = new Map(members.map((member) => [member.run, member]));
    const away: Away | null = host.state === 'away' ? { since: host.since, why: host.problem ?? '' } : null;
    const next = jobs.map((job) => {
      const facts = jobFacts(
        { kind, name },
        { ...job, startedAt: job.startedAt ?? opened },
        followed.get(job.id) ?? null,
      );
      const member = placed(facts, { host: job.node ?? name, way: kind, away, clockAhead: 0 });
      const old = before.get(job.id);
      return old !== undefined && JSON.stringify(old) === JSON.stringify(member) ? old : member;
    });
    if (next.length === members.length && next.every((member, index) => member === members[index])) return;
    members = next;
    for (const listener of listeners) listener();
  };

  /** Follows jobs that run, and those that waited and are over: one that fails at once is never seen to run. */
  const follow = (): void => {
    for (const [id, job] of followed) {
      // What is over is read to its end first, which takes a moment.
      if (!jobs.some((each) => each.id === id)) {
        job.close();
        followed.delete(id);
      }
    }
    const running = jobs.filter(({ state }) => state === 'running');
    const over = jobs.filter(({ id, state }) => awaited.has(id) && state !== 'running' && state !== 'waiting');
    for (const { id, state } of jobs) if (state === 'waiting') awaited.add(id);
    for (const job of [...running, ...over]) {
      if (followed.has(job.id) || followed.size >= maxFollowed) continue;
      followed.set(
        job.id,
        followJob(job, () => {
          isDirty = true;
        }),
      );
    }
  };

  const ask = async (): Promise<void> => {
    try {
      jobs = await list();
      if (host.state !== 'live') host = { state: 'live', since: epoch(), problem: null };
    } catch (error) {
      const problem = singleLine(errorMessage(error));
      host = { state: 'away', since: host.state === 'away' ? host.since : epoch(), problem };
    }
    if (isClosed) return;
    follow();
    refresh();
    for (const listener of listeners) listener();
    timer = setTimeout(() => void ask(), askEvery * 1000).unref();
  };

  const looking = setInterval(() => {
    if (isDirty) refresh();
  }, lookEvery * 1000).unref();
  void ask();

  return {
    host: () => ({ name, kind, remedy: null, ...host }),
    members: () => members,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async request({ run }, request) {
      const job = followed.get(run);
      if (job === undefined) return { state: 'refused', problem: `${run} does not run.` };
      if (request.ask === 'update-group') return { state: 'refused', problem: `${run} has no keeper.` };
      return job.request(request);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(looking);
      listeners.clear();
      for (const job of followed.values()) job.close();
    },
  };
}

function jobFacts(
  { kind, name }: Pick<Scheduler, 'kind' | 'name'>,
  job: ScheduledJob & { readonly startedAt: number },
  followed: FollowedJob | null,
): MemberFacts {
  const figures = followed?.figures() ?? figureFields({ kind: 'none' });
  const state: Outcome = job.state === 'failed' && followed?.isStopped() === true ? 'stopped' : job.state;
  return {
    run: job.id,
    machine: { id: name, host: job.node ?? name },
    user: job.user,
    state,
    stateText: state,
    isLive: state === 'waiting' || state === 'running',
    isPaused: followed?.isPaused() ?? false,
    name: job.name,
    group: job.group,
    tags: [],
    note: null,
    command: [],
    cwd: job.cwd ?? '',
    log: '',
    attempt: 1,
    runs: [job.id],
    shownAs: null,
    after: null,
    job: kind === 'mlflow' ? null : { scheduler: kind, id: job.id, array: job.array },
    startedAt: job.startedAt,
    endedAt: null,
    exit: null,
    problem: null,
    armed: null,
    trouble: followed?.problem() ?? null,
    gpu: null,
    groupProgress: null,
    ...figures,
  };
}

function epoch(): number {
  return Date.now() / 1000;
}
