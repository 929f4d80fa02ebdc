import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { scenarioNames } from '../demo/scenarios.ts';
import { run } from './run.ts';
import { oneOf } from './options/words.ts';

/** `plateau demo`: the trainer in the box, through the very same path as any other: `plateau run -- node dist/demo.js ...`. */
export async function demo(words: readonly string[]): Promise<number> {
  const { ours, trainers } = parted(words);
  checkScenario(trainers);
  const program = join(dirname(fileURLToPath(import.meta.url)), 'demo.js');
  const name = ours.some((word) => word === '--name' || word.startsWith('--name=')) ? [] : ['--name', 'demo'];
  return run([...name, ...ours, '--', process.execPath, program, ...trainers]);
}

/** Asks before anything is started, and not only in the log of a training that failed at once. */
function checkScenario(words: readonly string[]): void {
  const index = words.findIndex((word) => word.startsWith('--scenario'));
  if (index === -1) return;
  const given = words[index]!.split('=')[1] ?? words[index + 1] ?? '';
  oneOf('scenario', given, scenarioNames);
}

/** The flags of the demo trainer itself; all others are those of `plateau run`. */
const trainerFlags = new Set(['--scenario', '--seed', '--iterations', '--directory', '--resume', '--points']);

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
