import process from 'node:process';
import { stopCost } from '../advisor/stopCost.ts';
import type { StopSignal } from '../keeper/control.ts';
import { openRun } from '../keeper/runs.ts';
import { describeStep, stopRun } from '../keeper/stopRun.ts';
import { readLog } from '../session/readLog.ts';
import { onePositional, oneOf, parseWords, seconds } from './words.ts';

/** `plateau stop [RUN]`: says what it costs, then climbs the ladder to the strongest signal allowed. Exit status 1 when something of it still lives. */
export async function stop(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { signal: { type: 'string' }, wait: { type: 'string' } });
  const step = oneOf('signal', values.signal, ['INT', 'TERM', 'KILL']) ?? 'TERM';
  const signal: StopSignal = `SIG${step}`;
  const record = openRun(onePositional(positionals, 'RUN'));
  if (record.state === 'ended') throw new Error(`${record.id} is not running any more, so there is nothing to stop.`);
  const { run, detector } = await readLog(record.log, { trainer: null, started: record });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(`Stopping ${record.name} (${record.id})`);
  for (const { label, text } of stopCost(run, detector.trainer()?.habits ?? null)) say(`  ${label}: ${text}`);
  const wait = seconds('wait', values.wait);
  const exit = await stopRun(record, {
    signal,
    ...(wait === null ? {} : { wait }),
    onStep: (event) => say(`  ${describeStep(event)}`),
  });
  return exit.left.length === 0 ? 0 : 1;
}
