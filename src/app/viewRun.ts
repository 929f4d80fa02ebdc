import type { TrainingControl } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { fileSource } from '../log/files/fileSource.ts';
import { openMonitor } from '../monitor/openMonitor.ts';
import { checklistAdvice } from './checklistAdvice.ts';
import type { NoticeOptions, ViewOptions } from './options.ts';
import { loadScreen, view } from './view.ts';
import type { Viewed } from './viewed.ts';

/** Shows a training that was started by Plateau, live or over. Returns how it ended, or null when it goes on. */
export async function viewRun(
  record: RunRecord,
  control: TrainingControl | null,
  options: ViewOptions & { readonly notices: NoticeOptions },
): Promise<Viewed['exit']> {
  const afterBudget = checklistAdvice(record);
  await loadScreen();
  const monitor = await openMonitor({
    source: fileSource(record.log),
    settings: options.settings,
    trainer: options.trainer,
    started: record,
    vitality: () => {
      const exit = control?.exit() ?? record.exit;
      const pauses = control?.pauses() ?? record.pauses ?? [];
      return { alive: control !== null && exit === null, exit, pauses, afterBudget: afterBudget() };
    },
  });
  return view(
    {
      monitor,
      control,
      title: record.name,
      log: record.log,
      record,
      comeBack: `plateau attach ${record.id}`,
      exit: record.exit,
    },
    options,
  );
}
