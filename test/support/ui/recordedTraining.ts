import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fileSource } from '../../../src/log/files/fileSource.ts';
import { circumstancesOf } from '../../../src/monitor/circumstances.ts';
import type { Monitor } from '../../../src/monitor/monitor.ts';
import { openMonitor } from '../../../src/monitor/openMonitor.ts';

/** Opens a recorded log as a screen does, read to its end. Closed when the test ends. */
export async function recordedTraining(log: Buffer): Promise<Monitor> {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-recorded-'));
  const path = join(directory, 'training.log');
  writeFileSync(path, log);
  const monitor = await openMonitor(fileSource(path), circumstancesOf(null));
  onTestFinished(() => {
    monitor.close();
    rmSync(directory, { recursive: true });
  });
  await monitor.readToEnd();
  return monitor;
}
