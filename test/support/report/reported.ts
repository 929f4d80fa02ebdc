import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { reportedTraining } from '../../../src/app/report/reportedTraining.ts';
import { figuresSource } from '../../../src/monitor/discovery/figuresSource.ts';
import type { ReportedTraining } from '../../../src/report/reported.ts';

/** A recorded log of `fixtures`, as `plateau report` reads it. */
export async function reportedFixture(name: string): Promise<ReportedTraining> {
  return reportedLog(resolve(import.meta.dirname, '../../../fixtures', name));
}

/** Any log, as `plateau report` reads it. */
export async function reportedLog(path: string): Promise<ReportedTraining> {
  if (!existsSync(path)) throw new Error(`${path} is missing.`);
  return reportedTraining({ path, source: figuresSource(path), record: null }, {}, { gpus: 1, gpuPrice: 2 });
}
