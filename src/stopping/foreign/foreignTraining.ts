import type { StopTarget } from '../control.ts';
import { asTree } from '../../processes/tree.ts';
import { everyProcess, ignoresInterrupt, type LivingTraining } from '../../processes/training.ts';

/** Whom a signal would reach, as the screen and the commands show it; null when nothing lives. */
export function foreignTarget(living: LivingTraining, user: string): StopTarget | null {
  const all = everyProcess(living);
  const first = living.leader ?? all[0];
  if (first === undefined) return null;
  return {
    pid: first.pid,
    processGroup: first.group,
    user,
    command: first.command,
    ignoresInterrupt: ignoresInterrupt(living),
    processes: living.leader === null ? all.length : living.group.length,
    tree: asTree(all, first.group),
  };
}
