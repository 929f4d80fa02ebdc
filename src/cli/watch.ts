import { openSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { ReadStream } from 'node:tty';
import { runOfLog } from '../runs/runs.ts';
import { circumstancesOf, type ProcessStatus, unknownProcess } from '../monitor/circumstances.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { habitsOfTraining } from '../monitor/habitsOfTraining.ts';
import { openMonitor } from '../monitor/openMonitor.ts';
import { openViewStop } from '../stopping/driver/viewStop.ts';
import { noticeOptions } from './options/noticeOptions.ts';
import { loadScreen, view } from '../app/view.ts';
import { viewOptions } from './options/viewOptions.ts';
import { noticeFlags, sourceFlags, viewFlags } from './table/sharedFlags.ts';
import { isHere, watched } from './options/watched.ts';
import { parseArguments } from './options/args.ts';
import { watchFlags } from './table/watching.ts';
import { printError } from '../app/print.ts';
import { exitStatuses } from '../words/exitStatus.ts';

/**
 * `plateau watch FILE|DIRECTORY|GLOB|-`, and a log on another machine or of a scheduler: a training that somebody else
 * started. With `-` the keys come from the terminal itself. The log of a training that was started here leads to its
 * keeper, as `attach` does.
 */
export async function watch(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, { ...viewFlags, ...noticeFlags, ...sourceFlags, ...watchFlags });
  const own = isHere(values) ? runOfLog(positionals[0] ?? '') : null;
  if (own !== null) {
    const { attachTo } = await import('./attach.ts');
    return attachTo(own, values);
  }
  const { configuration, ...shown } = await viewOptions(values, null);
  const options = { ...shown, json: values.json === true, notices: noticeOptions(values, configuration) };
  const {
    source,
    reach,
    started,
    title,
    comeBack,
    says,
    process: known = () => unknownProcess,
  } = await watched(values, positionals);
  let monitor: Monitor | null = null;
  const stop =
    reach === null
      ? null
      : await openViewStop(
          reach,
          () => habitsOfTraining(monitor?.trainer() ?? null, monitor?.run ?? null, started?.command ?? []),
          () => (monitor?.run.checkpoints ?? []).map(({ path }) => resolve(started?.cwd ?? '.', path)),
        );
  const control = stop?.control ?? null;
  const keys = isHere(values) && positionals[0] === '-' ? terminalKeys() : process.stdin;
  const screen = await loadScreen(options, keys);
  const processStatus = (): ProcessStatus => {
    const exit = control?.exit() ?? null;
    if (control === null) return known();
    return { alive: exit === null, exit, pauses: control.pauses() };
  };
  const circumstances = circumstancesOf(null, options.overrides, { started, process: processStatus });
  try {
    monitor = await openMonitor(source, circumstances, { onEvent: (event) => stop?.onEvent(event) });
  } catch (error) {
    // What looks at the process that writes the log would keep this one alive.
    control?.close();
    throw error;
  }
  monitor.subscribe(() => stop?.onRead());
  for (const sentence of says) printError(sentence);
  const viewed = { monitor, control, title, log: source.path, record: null, comeBack, exit: null };
  const { isUntrained } = await view(viewed, options, screen);
  return isUntrained ? exitStatuses.trainingFailed : exitStatuses.success;
}

/** The keyboard, while standard input carries the log; standard input itself where there is no terminal. */
function terminalKeys(): NodeJS.ReadStream {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return process.stdin;
  }
}
