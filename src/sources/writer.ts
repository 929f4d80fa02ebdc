import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import process from 'node:process';
import type { ProcessIdentity } from '../processes/processFacts.ts';
import { processFacts, processLinks } from '../processes/processes.ts';
import { identityOf } from '../processes/processIdentity.ts';
import type { Started } from '../monitor/companions.ts';
import { chooseWriter, type Holder } from '../processes/chooseWriter.ts';
import { descriptorsOf, linkOf, writersAmong, writesTo } from '../processes/proc/descriptors.ts';
import { startInstant } from '../processes/startInstant.ts';
import { withDescendants } from '../processes/tree.ts';
import { userName } from '../processes/userName.ts';
import { isWrapper } from '../processes/wrappers.ts';

/** The process that writes a log. */
export interface Writer {
  readonly identity: ProcessIdentity;
  readonly command: string;
  readonly user: string;
  /** Epoch seconds; null where the system does not say. */
  readonly since: number | null;
  readonly ignoresInterrupt: boolean;
  /** The arguments and working directory of the program below a shell or launcher, to look up companion files. */
  readonly started: Started | null;
  /** Processes that only pass its output on (`tee`). */
  readonly carriers: readonly ProcessIdentity[];
  /** PIDs of other process trees that write the log. */
  readonly others: readonly number[];
}

/** Why no writer is known, as a sentence. */
export interface NoWriter {
  readonly reason: string;
  /** No process of this user has it open. Absent where that is not known, or something else than a training has. */
  readonly isNobody?: boolean;
}

/**
 * Finds the process that has a file open for writing, through /proc/PID/fd (proc_pid_fd(5)); only root sees those of
 * other users. Looks at every open file of every own process.
 */
export async function findWriter(path: string): Promise<Writer | NoWriter> {
  if (!existsSync('/proc/self/fd')) {
    return {
      reason: 'Who writes this log is not known, because there is no /proc here; it can be watched, but not stopped.',
    };
  }
  if (!existsSync(path)) return { reason: `Nobody writes ${path}, which does not exist.` };
  const table = processLinks().filter(({ pid }) => pid !== process.pid);
  const holders = writersAmong(table, path).map(asHolder);
  const pipeWriters = (pid: number): readonly Holder[] => {
    const pipe = linkOf(pid, '0');
    if (pipe === null || !pipe.startsWith('pipe:')) return [];
    return table
      .filter((each) => each.pid !== pid)
      .filter((each) =>
        descriptorsOf(each.pid).some((name) => linkOf(each.pid, name) === pipe && writesTo(each.pid, name)),
      )
      .map(asHolder);
  };
  const startedAt = (pid: number): number => identityOf(pid).startTime ?? Infinity;
  const { pid, carriers, others, keepers } = chooseWriter(holders, table, pipeWriters, startedAt);
  const facts = pid === null ? null : processFacts(pid);
  if (pid === null || facts === null) return { reason: reasonWithout(path, keepers), isNobody: keepers.length === 0 };
  return {
    identity: { pid, startTime: facts.startTime },
    command: facts.command,
    user: userName(facts.user),
    since: startInstant(facts.startTime),
    ignoresInterrupt: facts.ignoresInterrupt,
    started: startedBelow(pid),
    carriers: carriers.map(identityOf),
    others,
  };
}

function reasonWithout(path: string, keepers: readonly string[]): string {
  if (keepers.length > 0) {
    return `${path} is written by ${keepers.join(', ')}, which is not the training itself; it can be watched, but not stopped from here.`;
  }
  return `No process of this user has ${path} open for writing: the training is over, another user's, or on another machine; it can be watched, but not stopped.`;
}

function asHolder({ pid }: { readonly pid: number }): Holder {
  return { pid, name: readOr(`/proc/${pid}/comm`, '').trim() };
}

/**
 * The first of a process and its descendants that is the training's own program rather than a shell or launcher that
 * only started it.
 */
function startedBelow(root: number): Started | null {
  const all = [...withDescendants([root], processLinks())].map(startedOf).filter((started) => started !== null);
  return all.find(({ command }) => !isWrapper(command)) ?? all[0] ?? null;
}

function startedOf(pid: number): Started | null {
  const command = readOr(`/proc/${pid}/cmdline`, '').split('\0').slice(0, -1);
  try {
    return command.length === 0 ? null : { command, cwd: readlinkSync(`/proc/${pid}/cwd`) };
  } catch {
    return null;
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
