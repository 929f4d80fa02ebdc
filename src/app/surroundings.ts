import { dirname } from 'node:path';
import type { DashboardOptions } from '../ui/terminal/dashboard.tsx';
import type { WatchMachine } from '../ui/state/facts/machine.ts';
import { createPager } from '../log/files/pager.ts';
import { checklistFor } from './checklistPane.ts';
import type { Viewed } from './viewed.ts';

/** What a dashboard may show beside its training: the whole log, other trainings, this machine, the checklist. */
export function surroundingsOf(
  viewed: Viewed,
): Pick<DashboardOptions, 'pager' | 'readOthers' | 'machine' | 'checklist'> & { close: () => Promise<void> } {
  const { log = null, record, monitor } = viewed;
  const pager = log === null ? null : createPager(log);
  return {
    pager,
    readOthers: async () => (await import('./otherRuns.ts')).otherRuns(record?.id ?? null),
    // A log without a path of its own comes from somewhere else.
    machine: log === null ? null : machineOf(viewed, record?.cwd ?? dirname(log)),
    checklist: checklistFor(record, monitor.settings),
    close: async () => pager?.close(),
  };
}

/** Milliseconds: to look for the tools of GPUs takes longer than to draw the first screen. */
const firstLook = 1500;

function machineOf({ control }: Viewed, checkpoints: string): WatchMachine {
  const processes = async () => {
    const target = await control?.target().catch(() => null);
    return new Set(target?.tree?.map(({ pid }) => pid) ?? []);
  };
  return (hear) => {
    let stop: (() => void) | null = null;
    let isOver = false;
    const begin = async () => {
      const { watchMachine } = await import('../machine/watchMachine.ts');
      if (!isOver) stop = watchMachine(hear, { processes, checkpoints: () => checkpoints });
    };
    const timer = setTimeout(() => void begin(), firstLook).unref();
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop?.();
    };
  };
}
