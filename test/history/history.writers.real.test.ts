import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { historyPath } from '../../src/history/history.ts';
import { everyRow, freshStateHome, integrityOf, recordedRun } from '../support/history/home.ts';

freshStateHome();

function startWriter(rounds: number): ChildProcess {
  return spawn(process.execPath, ['test/support/history/writer.ts', String(rounds)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function recordSome(count: number): void {
  const logs = ['fixtures/demo/overfit.log', 'fixtures/demo/diverge.log', 'fixtures/demo/never-starts.log'];
  for (let index = 0; index < count; index++)
    recordedRun(`2026010${index + 1}-000000-run`, {}, logs[index % logs.length]);
}

describe('several processes that write the history', { timeout: 120_000 }, () => {
  test('at once do not disturb one another, and leave what one alone would', async () => {
    recordSome(3);
    const writers = [startWriter(4), startWriter(4), startWriter(4)];
    const complaints = await Promise.all(
      writers.map(async (writer) => {
        const [said] = await Promise.all([text(writer.stderr!), once(writer, 'exit')]);
        return said;
      }),
    );
    expect(complaints).toEqual(['', '', '']);
    expect(integrityOf(historyPath())).toBe('ok');
    const together = everyRow(historyPath());
    const alone = startWriter(1);
    await once(alone, 'exit');
    expect(everyRow(historyPath())).toEqual(together);
  });

  test('may be killed at any instant: the database stays whole, and each training in it is whole or not there', async () => {
    recordSome(3);
    let kills = 0;
    for (let round = 0; round < 5; round++) {
      const writers = [startWriter(1000), startWriter(1000)];
      const exits = writers.map((writer) => once(writer, 'exit'));
      // After the start of Node, somewhere in the work: another instant in each round.
      await Promise.all(writers.map((writer) => once(writer.stdout!, 'data')));
      await sleep(round * 37);
      for (const writer of writers) {
        writer.kill('SIGKILL');
        kills++;
      }
      await Promise.all(exits);
      expect(existsSync(historyPath())).toBe(true);
      expect(integrityOf(historyPath())).toBe('ok');
    }
    expect(kills).toBe(10);
    const left = everyRow(historyPath());
    const alone = startWriter(1);
    await once(alone, 'exit');
    expect(everyRow(historyPath())).toEqual(left);
  });
});
