import { dirname } from 'node:path';
import { watchMachine } from '../machine/watchMachine.ts';
import type { DashboardOptions } from '../screen/dashboard.tsx';
import { createPager } from '../session/pager.ts';
import { checklistFor } from './checklistPane.ts';
import { otherRuns } from './otherRuns.ts';
import type { Viewed } from './view.ts';

/** What a dashboard may show beside its training: the whole log, other trainings, this machine, the checklist. */
export function surroundingsOf({
  log = null,
  record,
  control,
  session,
}: Viewed): Pick<DashboardOptions, 'pager' | 'readOthers' | 'machine' | 'checklist'> & { close: () => Promise<void> } {
  const pager = log === null ? null : createPager(log);
  const processes = async () => {
    const target = await control?.target().catch(() => null);
    return new Set(target?.tree?.map(({ pid }) => pid) ?? []);
  };
  return {
    pager,
    readOthers: async () => otherRuns(record?.id ?? null),
    // A log without a path of its own comes from somewhere else.
    machine:
      log === null ? null : (hear) => watchMachine(hear, { processes, checkpoints: () => record?.cwd ?? dirname(log) }),
    checklist: checklistFor(record, session.settings),
    close: async () => pager?.close(),
  };
}
