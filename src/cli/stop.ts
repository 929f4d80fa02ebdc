import process from 'node:process';
import { stopCost } from '../advisor/stopCost.ts';
import type { StopSignal } from '../keeper/control.ts';
import { openRun } from '../keeper/runs.ts';
import { stopRun } from '../keeper/stopRun.ts';
import { readLog } from '../session/readLog.ts';
import { onePositional, oneOf, parseWords, seconds } from './words.ts';

/** `plateau stop [RUN]`: says what it costs, sends one signal of the ladder and waits. Exit status 1 when the training still lives. */
export async function stop(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseWords(words, { signal: { type: 'string' }, wait: { type: 'string' } });
  const step = oneOf('signal', values.signal, ['INT', 'TERM', 'KILL']) ?? 'INT';
  const signal: StopSignal = `SIG${step}`;
  const record = openRun(onePositional(positionals, 'RUN'));
  if (record.state === 'ended') throw new Error(`${record.id} is not running any more, so there is nothing to stop.`);
  const { run, detector } = await readLog(record.log, { trainer: null, started: record });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say(`Stopping ${record.name} (${record.id})`);
  for (const { label, text } of stopCost(run, detector.trainer()?.habits ?? null)) say(`  ${label}: ${text}`);
  const exit = await stopRun(record, { signal, wait: seconds('wait', values.wait), onStep: say });
  if (exit === null) {
    const next = step === 'INT' ? 'TERM' : 'KILL';
    process.stderr.write(
      `plateau: ${record.id} still runs after SIG${step}; the next step is: plateau stop ${record.id} --signal ${next}\n`,
    );
    return 1;
  }
  for (const { pid, command } of exit.left) say(`  still there from its process group: ${pid} ${command}`);
  say(
    exit.signal === null ? `It ended with exit status ${exit.code ?? 'unknown'}.` : `It was ended by ${exit.signal}.`,
  );
  return exit.left.length === 0 ? 0 : 1;
}
