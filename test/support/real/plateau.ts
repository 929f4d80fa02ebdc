import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { readRecord, type RunRecord } from '../../../src/runs/runRecord.ts';
import { endTraining } from './endTraining.ts';

/** The program as it is shipped: `npm test` builds it first. */
export const plateauProgram = resolve(import.meta.dirname, '../../../bin/plateau.js');
export const demoProgram = resolve(import.meta.dirname, '../../../dist/demo.js');

/** A home of its own for everything that Plateau keeps, gone with the test; what still runs in it is killed. */
export function freshHome(): { directory: string; environment: Record<string, string> } {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-test-'));
  const environment = {
    ...inherited(),
    XDG_STATE_HOME: join(directory, 'state'),
    XDG_CONFIG_HOME: join(directory, 'config'),
    XDG_CACHE_HOME: join(directory, 'cache'),
  };
  onTestFinished(() => {
    for (const record of recordsIn(environment)) endTraining(record);
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });
  return { directory, environment };
}

/** Runs a command of Plateau to its end, without a terminal. */
export function plateau(words: readonly string[], environment: Record<string, string>, input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [plateauProgram, ...words], {
    env: environment,
    input,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, stdout, stderr };
}

/** The records of all runs in a home, as their keepers wrote them, newest first. */
export function recordsIn(environment: Record<string, string>): RunRecord[] {
  const runs = join(environment['XDG_STATE_HOME']!, 'plateau', 'runs');
  if (!existsSync(runs)) return [];
  // Ids sort by age.
  return readdirSync(runs)
    .toSorted()
    .toReversed()
    .flatMap((id) => {
      try {
        return [readRecord(join(runs, id))];
      } catch {
        // Its directory is there before its record.
        return [];
      }
    });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Our own environment without what would change how the program behaves: CI makes Ink silent, even in a terminal. */
function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined && !['CI', 'CONTINUOUS_INTEGRATION', 'NODE_ENV', 'VITEST', 'TMUX', 'NO_COLOR'].includes(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, value ?? '']));
}
