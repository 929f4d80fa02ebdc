import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A trainer that prints what the test tells it to, in pjreddie's words, and dies of signals as a program without
 * handlers does.
 */
export interface SpokenTrainer {
  readonly command: readonly string[];
  readonly says: (...lines: readonly string[]) => void;
  /** The lines of these iterations, the last included. */
  readonly trains: (from: number, to?: number, loss?: string) => void;
  /** As pjreddie's do, after a hundredth iteration: until the next one after that the file may be half written. */
  readonly saves: (path?: string) => void;
}

let number = 0;

export function spokenTrainer(
  directory: string,
  beginning: readonly string[] = ['shapes', 'Learning Rate: 0.001, Momentum: 0.9, Decay: 0.0005'],
): SpokenTrainer {
  number += 1;
  const script = join(directory, `spoken-${number}.txt`);
  const says = (...lines: readonly string[]): void => {
    appendFileSync(script, lines.map((line) => `${line}\n`).join(''));
  };
  writeFileSync(script, '');
  says(...beginning);
  return {
    // Its own end is that of the process which waits for the file.
    command: ['tail', '-n', '+1', '-s', '0.05', '-f', script],
    says,
    trains: (from, to = from, loss = '1.500000') => {
      for (let at = from; at <= to; at += 1) {
        says(`${at}: ${loss}, ${loss} avg, 0.001000 rate, 0.100000 seconds, ${at * 64} images`);
      }
    },
    saves: (path = 'backup/shapes.backup') => {
      says(`Saving weights to ${path}`);
    },
  };
}
