import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, rmSync, openSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fileSource, streamSource } from '../../src/log/files/fileSource.ts';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { readTraining } from '../../src/monitor/readTraining.ts';
import { processOfFile } from '../../src/sources/abandoned.ts';

const text = Array.from(
  { length: 20 },
  (_, at) => ` ${at + 1}: 2.5, 2.5 avg loss, 0.001 rate, 1.0 seconds, ${64 * (at + 1)} images, 1.0 hours left\n`,
).join('');
const now = () => Date.now() / 1000;

/** A log that was written last so many hours ago. */
function logOf(hours: number): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-abandoned-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'train.log');
  writeFileSync(path, text);
  utimesSync(path, now() - hours * 3600, now() - hours * 3600);
  return path;
}

async function verdictOn(path: string): Promise<string> {
  const circumstances = circumstancesOf(null, {}, { process: await processOfFile(path) });
  const training = await readTraining(fileSource(path), circumstances);
  return training.verdict(now()).name;
}

describe('a log that nobody has open', () => {
  test('is that of a training that is over, once its last line is hours old', async () => {
    expect(await verdictOn(logOf(5))).toBe('finished');
  });

  test('may be written again while its last line is not old', async () => {
    expect(await verdictOn(logOf(0.5))).not.toBe('finished');
  });

  test('is not over while somebody has it open', async () => {
    const path = logOf(5);
    const descriptor = openSync(path, 'a');
    const writer = spawn('sleep', ['600'], { stdio: ['ignore', descriptor, 'ignore'] });
    closeSync(descriptor);
    onTestFinished(() => void writer.kill('SIGKILL'));
    await once(writer, 'spawn');
    expect(await verdictOn(path)).not.toBe('finished');
  });
});

describe('a log that is piped in', () => {
  test.each([
    ['of a training', text, 'finished'],
    ['of nothing', '', 'failed'],
    ['of other words', 'hello\n', 'failed'],
  ])('%s ends with the pipe', async (_name, written, name) => {
    const pipe = new PassThrough();
    const monitor = await openMonitor(streamSource(pipe), circumstancesOf(null));
    pipe.end(written);
    await vi.waitFor(() => expect(monitor.isOver()).toBe(true), { timeout: 20_000 });
    expect(monitor.verdict(now()).name).toBe(name);
    monitor.close();
  });
});
