import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { soon } from '../soon.ts';
import { freshHome, plateau, recordsIn } from './plateau.ts';

const program = resolve(import.meta.dirname, 'slowSaver.py');

/** Starts a trainer whose files take some seconds each, with seconds between two saves. */
export function startSlowSaver(seconds: number, between: number) {
  const { directory, environment } = freshHome();
  const words = ['python3', program, directory, String(seconds), String(between)];
  expect(plateau(['run', '--detach', '--', ...words], environment)).toMatchObject({ status: 0, stderr: '' });
  const path = (name: string): string => join(directory, name);
  return { environment, path, record: (): RunRecord => recordsIn(environment)[0]! };
}

/** Whether a file has the length that a whole one says of itself. */
export function isWhole(path: string): boolean {
  const bytes = readFileSync(path);
  return bytes.length > 8 && bytes.readBigInt64LE(bytes.length - 8) === BigInt(bytes.length - 8);
}

/** Stops such a trainer in the 80 ms between its two files, and tells whether last.pt and best.pt are whole. */
export async function stoppedBetweenItsFiles(): Promise<[boolean, boolean]> {
  const { environment, path } = startSlowSaver(0.3, 3);
  await soon(() => expect(existsSync(path('last.pt')) && isWhole(path('last.pt'))).toBe(true), 5);
  expect(plateau(['stop'], environment).status).toBe(0);
  return [isWhole(path('last.pt')), isWhole(path('best.pt'))];
}
