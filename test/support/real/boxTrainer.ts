import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'vitest';
import { soon } from '../soon.ts';
import { demoProgram, freshHome, recordsIn } from './plateau.ts';
import { openTerminal } from './terminal.ts';

interface Started {
  /** Of `plateau run`. */
  readonly flags?: readonly string[];
  /** Of the trainer. */
  readonly options?: readonly string[];
  readonly shell?: string;
  /** What is on the screen where the test begins: by default that it has saved and trained on. */
  readonly until?: RegExp;
}

/** Starts the trainer in the box under a dashboard of 110 by 60, and waits until it is where the test begins. */
export async function startBoxTrainer({
  flags = [],
  options = [],
  shell = 'exec "$@"',
  until = /saved \d+ it ago/,
}: Started) {
  const { directory, environment } = freshHome();
  const data = join(directory, 'shapes');
  const trainer = [process.execPath, demoProgram, '--scenario', 'healthy', '--directory', data, ...options];
  const words = ['run', '--name', 'demo', ...flags, '--', 'sh', '-c', shell, directory, ...trainer];
  const terminal = openTerminal(words, { environment, columns: 110, rows: 60 });
  await terminal.see(until, 60_000);
  const places = { NODE: process.execPath, PROGRAM: demoProgram, DIR: directory };
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => process.kill(-recordsIn(environment)[0]!.training!.pid, name);
  const isBetweenSaves = () => {
    const steps = stepsSinceSave(readFileSync(recordsIn(environment)[0]!.log, 'utf8'));
    return steps >= 1 && steps <= 20;
  };
  /** Waits until something would be lost, and the next save is not near: it saves every 50 iterations. */
  const betweenSaves = () => soon(() => expect(isBetweenSaves()).toBe(true));
  const goOn = () => signal('SIGCONT');
  const halt = async () => {
    do {
      goOn();
      await betweenSaves();
      signal('SIGSTOP');
    } while (!isBetweenSaves());
  };
  return { terminal, places, betweenSaves, halt, goOn };
}

function stepsSinceSave(log: string): number {
  return log.slice(log.lastIndexOf('Saving weights')).split(' avg loss').length - 1;
}
