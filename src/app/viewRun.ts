import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownCommand } from '../processes/programs/ownProgram.ts';
import type { NextCommand } from '../ui/state/keys/keyBinding.ts';
import type { TrainingControl } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { circumstancesOf, type ProcessStatus } from '../monitor/circumstances.ts';
import { createOthers } from '../monitor/others/readOthers.ts';
import { openMonitor } from '../monitor/openMonitor.ts';
import { runSource } from '../runs/runSource.ts';
import { checklistAdvice } from './checklistAdvice.ts';
import type { NoticeOptions, ViewOptions } from './options.ts';
import { loadScreen, view } from './view.ts';
import type { RunOutcome } from './exitStatus.ts';

/** Shows a training that was started by Plateau, live or over. Returns how it ended. */
export async function viewRun(
  record: RunRecord,
  control: TrainingControl | null,
  options: ViewOptions & { readonly notices: NoticeOptions },
): Promise<RunOutcome> {
  const screen = await loadScreen(options);
  const checklist = checklistAdvice(record);
  const others = createOthers(record.id);
  const known = control === null ? { checklist, others } : { checklist, others, process: () => processOf(control) };
  const monitor = await openMonitor(runSource(record), circumstancesOf(record, options.overrides, known));
  const shown = await view(
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
    screen,
  );
  if (shown.next !== null) await runNext(shown.next, record);
  return shown;
}

function processOf(control: TrainingControl): ProcessStatus {
  const exit = control.exit();
  return { alive: exit === null, exit, pauses: control.pauses() };
}

/** Runs a command of Plateau on a run, on the terminal that the dashboard has left. */
async function runNext(next: NextCommand, { id }: RunRecord): Promise<void> {
  const [program, ...args] = ownCommand(import.meta.url);
  const child = spawn(program!, [...args, next, id], { stdio: 'inherit' });
  await once(child, 'exit');
}
