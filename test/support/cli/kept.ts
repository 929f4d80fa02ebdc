import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../../../src/runs/runRecord.ts';

/** Puts a training that is over into a home, with a real recorded log. */
export function keptRun(
  environment: Record<string, string>,
  id: string,
  { log: recorded = 'fixtures/demo/overfit.log', ...changes }: Partial<RunRecord> = {},
): { readonly directory: string; readonly log: string } {
  const directory = join(environment['XDG_STATE_HOME']!, 'plateau/runs', id);
  const log = join(directory, 'output.log');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  copyFileSync(recorded, log);
  const record: RunRecord = {
    id,
    name: id.split('-').at(-1)!,
    command: ['train'],
    cwd: '/',
    log,
    state: 'ended',
    startedAt: 1_780_000_000,
    keeper: null,
    training: null,
    exit: { code: 0, signal: null, time: 1_780_000_900 },
    problem: null,
    ...changes,
  };
  writeFileSync(join(directory, 'run.json'), JSON.stringify(record));
  return { directory, log };
}
