import type { ProcessLink } from './processFacts.ts';
import { topmostOf } from './tree.ts';

/** A process that has the log open for writing. */
export interface Holder {
  readonly pid: number;
  /** Its program as the system calls it (`comm`): `python3`, `tee`. */
  readonly name: string;
}

/** Whose process it is that writes a log, and which only carry its output there. */
export interface Choice {
  /** Null when nobody writes it, or only programs that are no training. */
  readonly pid: number | null;
  /** `tee` and the like, between it and the log. */
  readonly carriers: readonly number[];
  /** Other process trees that write it too. */
  readonly others: readonly number[];
  /** Names of programs that write it and that nobody wants to stop: `screen`. */
  readonly keepers: readonly string[];
}

/**
 * Chooses the training among the processes that write a log: the topmost of their tree; where only `tee` and the like
 * write it, what writes into their pipe. Of several trees the one that was started first (`started`: lower is earlier).
 * `writersOf` tells who holds the other end of a process's standard input, when that is a pipe.
 */
export function chooseWriter(
  holders: readonly Holder[],
  processes: readonly ProcessLink[],
  writersOf: (pid: number) => readonly Holder[],
  started: (pid: number) => number,
): Choice {
  const carriers = new Set<number>();
  const trainers = new Map<number, Holder>();
  const visit = (holder: Holder): void => {
    if (carriers.has(holder.pid) || trainers.has(holder.pid)) return;
    const upstream = carriesOnly.test(holder.name) ? writersOf(holder.pid) : [];
    if (upstream.length === 0) {
      trainers.set(holder.pid, holder);
      return;
    }
    carriers.add(holder.pid);
    for (const writer of upstream) visit(writer);
  };
  for (const holder of holders) visit(holder);

  const keepers = [...trainers.values()].filter(({ name }) => keepsOthers.test(name));
  const wanted = [...trainers.keys()].filter((pid) => !keepers.some((keeper) => keeper.pid === pid));
  const [pid = null, ...others] = topmostOf(wanted, processes).toSorted((one, other) => started(one) - started(other));
  return { pid, carriers: [...carriers], others, keepers: [...new Set(keepers.map(({ name }) => name))] };
}

/** Programs that pass on what they read. */
const carriesOnly = /^(?:tee|ts|cat|sed|awk|gawk|mawk|grep|tr|pv|head|multilog|svlogd|rotatelogs)$/;

/**
 * Programs that hold a terminal, a job or the machine: ending them would end far more than a training. W&B's own only
 * writes down what a training logs.
 */
export const keepsOthers =
  /^(?:screen|tmux|script|sshd|systemd|init|slurmstepd|containerd-shim|dockerd|conmon|rsyslogd|wandb-core)/i;
