import { readFileSync } from 'node:fs';
import process from 'node:process';
import { keepsOthers } from '../chooseWriter.ts';
import { localFamily } from '../localHost.ts';
import { writersAmong } from './descriptors.ts';
import type { ProcessFacts, ProcessIdentity } from '../processFacts.ts';
import { factsOf, processLinks } from '../processes.ts';
import { isHere, livingLeader, type RecordedProcesses, recordedTraining } from '../recorded.ts';
import { ancestorsOf, withDescendants } from '../tree.ts';

/** The variable that all processes of a run inherit: its id. Where trainings are nested, the innermost counts. */
export const runMark = 'PLATEAU_RUN';

/** The path of its log: two state directories of one user may have runs of one id. */
export const runLogMark = 'PLATEAU_RUN_LOG';

/** A run whose processes carry its mark. */
export interface MarkedRun extends RecordedProcesses {
  readonly id: string;
  readonly log: string;
  /** The process that waits for the training. */
  readonly shim?: ProcessIdentity | null;
}

/**
 * The processes that a training started and that got away from it: they carry its mark, but neither belong to its
 * group nor descend from it any more, as after a second fork, or when a launcher dies whose workers have sessions of
 * their own. The mark only finds them: a tmux server or a Ray cluster that was begun within a training carries it too,
 * and is left out with all that it runs. None where there is no /proc (proc_pid_environ(5)), nor of other users.
 */
export function escapedFrom(run: MarkedRun): readonly ProcessFacts[] {
  if (!isHere(run)) return [];
  const links = processLinks();
  const marked = new Set(links.filter(({ pid }) => carries(pid, run)).map(({ pid }) => pid));
  if (marked.size === 0) return [];
  const members = localFamily(recordedTraining(run)).map(({ pid }) => pid);
  const facts = factsOf(marked);
  const services = facts.filter(({ command }) => isService(command)).map(({ pid }) => pid);
  const shim = run.shim === null || run.shim === undefined ? [] : [run.shim.pid];
  const others = withDescendants([...members, ...services, ...shim], links);
  const above = new Set([process.pid, ...members].flatMap((pid) => ancestorsOf(pid, links)));
  return facts.filter(({ pid }) => pid !== process.pid && !others.has(pid) && !above.has(pid));
}

/** Whether a training runs: the process that was started, or one that got away from it and still writes its log. */
export function stillRuns(run: MarkedRun): boolean {
  return livingLeader(run) !== null || writersAmong(escapedFrom(run), run.log).length > 0;
}

/** The ids of the runs of which something lives, by their mark: one look at all processes, for many runs. */
export function markedRuns(): ReadonlySet<string> {
  const ids = processLinks().map(({ pid }) => markedRun(pid));
  return new Set(ids.filter((id) => id !== null));
}

/** The id of the run that a process belongs to, by its mark; null for none. */
export function markedRun(pid: number): string | null {
  return markOfRun.exec(environmentOf(pid))?.[1] ?? null;
}

const markOfRun = new RegExp(`(?:^|\\0)${runMark}=([^\\0]*)\\0`);

/** What an earlier version started has no mark of its log. */
function carries(pid: number, { id, log }: Pick<MarkedRun, 'id' | 'log'>): boolean {
  const environment = `\0${environmentOf(pid)}`;
  if (!environment.includes(`\0${runMark}=${id}\0`)) return false;
  const ownLog = Buffer.from(log).toString('latin1');
  return !environment.includes(`\0${runLogMark}=`) || environment.includes(`\0${runLogMark}=${ownLog}\0`);
}

/** Empty for a process that has ended, or is another user's. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

/** A program that runs what others ask of it: ending it would end far more than a training. */
function isService(command: string): boolean {
  const program = command.split(' ', 1)[0]!.split('/').at(-1)!;
  return keepsOthers.test(program) || ray.test(command);
}

/** The daemons that `ray start` leaves, and the workers that they start for any job. */
const ray = /^(?:\S*\/)?(?:raylet|gcs_server)(?: |$)|^ray::|\/ray\/(?:dashboard|autoscaler|_private)\//;
