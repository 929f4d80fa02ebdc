import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

/** `plateau demo`: the trainer in the box, through the very same path as any other: `plateau run -- node dist/demo.js ...`. */
export async function demo(words: readonly string[]): Promise<number> {
  const { ours, trainers } = parted(words);
  const program = join(dirname(fileURLToPath(import.meta.url)), 'demo.js');
  const name = ours.some((word) => word === '--name' || word.startsWith('--name=')) ? [] : ['--name', 'demo'];
  return run([...name, ...ours, '--', process.execPath, program, ...trainers]);
}

/** The flags of the demo trainer itself; all others are those of `plateau run`. */
const trainerFlags = new Set(['--scenario', '--seed', '--iterations', '--directory', '--resume']);

function parted(words: readonly string[]): { ours: string[]; trainers: string[] } {
  const ours: string[] = [];
  const trainers: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const flag = word.split('=')[0]!;
    if (!trainerFlags.has(flag)) {
      ours.push(word);
      continue;
    }
    trainers.push(word);
    const value = words[index + 1];
    if (word === flag && value !== undefined) {
      trainers.push(value);
      index++;
    }
  }
  return { ours, trainers };
}
