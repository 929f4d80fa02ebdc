import process from 'node:process';
import { stopCost } from '../advisor/stopCost.ts';
import type { StopSignal, TrainingControl } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { connectControl } from '../keeper/socket/controlClient.ts';
import { openRun } from '../runs/runs.ts';
import { describeStep, describeTarget } from '../stopping/describeStop.ts';
import { stopNow } from '../stopping/stopNow.ts';
import { livingTraining } from '../processes/recorded.ts';
import { everyProcess } from '../processes/training.ts';
import { readLog } from '../monitor/readLog.ts';
import { usageError } from '../words/usageError.ts';
import { oneOf, onePositional, parseArguments, refuseSeveral, seconds } from './options/args.ts';
import { stopFlags } from './table/stopping.ts';

/**
 * `plateau stop [RUN]`: says what it costs, then climbs the ladder to the strongest signal allowed, or plans that for
 * after the next checkpoint, or calls such a plan off. Exit status 1 when something of it still lives.
 */
export async function stop(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, stopFlags);
  const chosen = (['now', 'after-checkpoint', 'cancel'] as const).filter((flag) => values[flag] === true);
  refuseSeveral(chosen);
  for (const flag of ['within', 'checkpoint'] as const) {
    if (values[flag] !== undefined && chosen[0] !== 'after-checkpoint') {
      throw usageError(`--${flag} requires --after-checkpoint.`);
    }
  }
  const step = oneOf('signal', values.signal, ['INT', 'TERM', 'KILL']) ?? 'TERM';
  const signal: StopSignal = `SIG${step}`;
  const wait = seconds('wait', values.wait);
  const record = openRun(onePositional(positionals, 'RUN'));
  if (chosen[0] === 'cancel') return cancelStop(record);
  if (record.state === 'ended' && everyProcess(livingTraining(record)).length === 0) {
    throw new Error(`${record.id} has ended: there is nothing to stop.`);
  }
  const how = wait === null ? {} : { wait };
  if (chosen[0] === 'after-checkpoint') {
    const within = seconds('within', values.within);
    return planStop(record, { strongest: signal, ...how, within, file: values.checkpoint ?? null });
  }
  return stopAtOnce(record, { signal, ...how });
}

const by = 'plateau stop';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function stopAtOnce(record: RunRecord, how: { signal: StopSignal; wait?: number }): Promise<number> {
  const control = await connectControl(record, { by });
  try {
    await sayCost(record, control, 'Stopping');
    const exit = await stopNow(control, {
      ...how,
      onStep: (step) => say(`  ${describeStep(step)}`),
      onPlanned: () => say(`  ${independent(record)}`),
    });
    if (exit === null) say('  The stop was cancelled: the training goes on.');
    return exit?.left.length === 0 ? 0 : 1;
  } finally {
    control.close();
  }
}

function independent({ id }: RunRecord): string {
  return `It does not depend on this terminal. Cancel it with: plateau stop --cancel ${id}`;
}

async function planStop(
  record: RunRecord,
  plan: { strongest: StopSignal; wait?: number; within: number | null; file: string | null },
): Promise<number> {
  const control = await connectControl(record, { by });
  try {
    await sayCost(record, control, 'Planning to stop');
    await control.arm({ when: 'checkpoint', ...plan });
    say(`  ${control.armed()?.note ?? 'planned'}`);
    say(`  ${independent(record)}`);
  } finally {
    control.close();
  }
  return 0;
}

async function cancelStop(record: RunRecord): Promise<number> {
  const control = await connectControl(record, { by });
  try {
    await control.cancel();
  } finally {
    control.close();
  }
  say(`No stop is planned for ${record.name} (${record.id}): it goes on.`);
  return 0;
}

async function sayCost(record: RunRecord, control: TrainingControl, what: string): Promise<void> {
  const { run, detector } = await readLog(record.log, { trainer: record.trainer ?? null, started: record });
  say(`${what} ${record.name} (${record.id})`);
  for (const { label, text } of stopCost(run, detector.trainer()?.habits ?? null)) say(`  ${label}: ${text}`);
  const target = await control.target();
  if (target !== null) for (const line of describeTarget(target)) say(`  ${line}`);
}
