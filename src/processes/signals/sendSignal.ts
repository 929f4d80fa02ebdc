import process from 'node:process';
import type { Host, LastLook, ProcessSignal, Recipients } from '../host.ts';
import type { ProcessFacts, ProcessIdentity } from '../processFacts.ts';
import { everyProcess, type LivingTraining, type TrainingProcesses, trainingAmong } from '../training.ts';

/** What became of a signal. */
export interface SentSignal {
  /** How many processes were meant. */
  readonly processes: number;
  /** Whether it was continued, since a stopped process would not notice the signal. */
  readonly continued: boolean;
}

interface SendingOptions extends Partial<Pick<LastLook, 'forbids'>> {
  readonly wasPaused?: boolean;
  readonly mayHalt?: boolean;
}

/** Looks a training up among the processes of its machine. Throws as `Host.family`. */
export async function findTraining(host: Host, training: TrainingProcesses): Promise<LivingTraining> {
  return trainingAmong(await host.family(training), training);
}

/**
 * Sends a signal to the processes of a training that were found a moment ago; the host makes sure that they are still
 * the same. Members that run as another user are left alone. `wasPaused`: it was stopped so recently that the system
 * may not show it yet. `forbids`: see `LastLook`; null where it forbade the signal. `mayHalt`: the processes may be
 * halted for that look. Throws a sentence when nothing of it lives, when its user is another, or when the system
 * refuses.
 */
export async function sendSignal(
  host: Host,
  training: TrainingProcesses,
  living: LivingTraining,
  signal: ProcessSignal,
  { wasPaused = false, forbids, mayHalt = false }: SendingOptions = {},
): Promise<SentSignal | null> {
  const user = await host.user();
  const refused = await refusal(host, training, living);
  if (refused !== null) throw new Error(`${signal} was not sent: ${refused}`);
  const own = isEveryone(living, signal) ? everyProcess(living) : living.group;
  const reached = own.filter((facts) => facts.user === user);
  const isPaused = wasPaused || reached.some(({ stopped }) => stopped);
  const [first, ...others] = recipients(living, reached);
  if (first !== undefined) {
    const halts = mayHalt && !isPaused ? pidsOf(first, living) : [];
    if (!(await host.send(signal, first, forbids && { forbids, halts }))) return null;
  }
  for (const to of others) await host.send(signal, to);
  const isHalt = signal === 'SIGKILL' || signal === 'SIGSTOP' || signal === 'SIGCONT';
  const continued = !isHalt && isPaused;
  if (continued) {
    const all = everyProcess(living).filter((facts) => facts.user === user);
    for (const to of recipients(living, all)) await host.send('SIGCONT', to);
  }
  return { processes: reached.length, continued };
}

/**
 * What left the group is reached once its leader is gone, and by what no launcher can pass on. Before that a launcher
 * passes the signal on, and a second one could spoil what its workers save after the first.
 */
function isEveryone({ leader }: LivingTraining, signal: ProcessSignal): boolean {
  return leader === null || (signal !== 'SIGINT' && signal !== 'SIGTERM');
}

/** Why a training must not be signalled from here; null when it may be. */
async function refusal(host: Host, { leader }: TrainingProcesses, living: LivingTraining): Promise<string | null> {
  const all = everyProcess(living);
  const first = living.leader ?? all[0];
  if (first === undefined) {
    return `process ${leader?.pid ?? 0} is not the training that was started, which has ended.`;
  }
  const user = await host.user();
  const isOwn = living.leader === null ? all.some((facts) => facts.user === user) : living.leader.user === user;
  if (!isOwn) {
    const [owner, self] = [await host.userName(first.user), await host.userName(user)];
    return `process ${first.pid} runs as ${owner}, not as ${self}; only ${owner} should stop it.`;
  }
  if (host.name === null && all.some(({ pid }) => pid === process.pid)) {
    return `process ${first.pid} (${first.command}) started this monitor itself; stop the training from another terminal.`;
  }
  return null;
}

/** The group in one call where all of it is meant, so that none can slip away by forking; everything else by number. */
function recipients({ group, isWholeGroup }: LivingTraining, meant: readonly ProcessFacts[]): readonly Recipients[] {
  const [member] = group;
  if (member === undefined || !isWholeGroup || !group.every((facts) => meant.includes(facts))) return byNumber(meant);
  const others = meant.filter((facts) => !group.includes(facts));
  return [{ kind: 'group', group: member.group, member: identityIn(member) }, ...byNumber(others)];
}

function byNumber(processes: readonly ProcessFacts[]): readonly Recipients[] {
  return processes.length === 0 ? [] : [{ kind: 'processes', processes: processes.map(identityIn) }];
}

function pidsOf(to: Recipients, { group }: LivingTraining): readonly number[] {
  return (to.kind === 'group' ? group : to.processes).map(({ pid }) => pid);
}

function identityIn({ pid, startTime }: ProcessFacts): ProcessIdentity {
  return { pid, startTime };
}
