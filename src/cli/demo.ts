import process from 'node:process';
import { ownProgram } from '../processes/programs/ownProgram.ts';
import { scenarioNames } from '../demo/scenarios.ts';
import { run } from './run.ts';
import { oneOf } from './options/args.ts';

/**
 * `plateau demo`: the trainer in the box, through the very same path as any other:
 * `plateau run -- node dist/demo.js ...`.
 */
export async function demo(args: readonly string[]): Promise<number> {
  const { ours, trainers } = parted(args);
  checkScenario(trainers);
  const program = ownProgram('demo', '../demo/program.ts', import.meta.url);
  const name = ours.some((arg) => arg === '--name' || arg.startsWith('--name=')) ? [] : ['--name', 'demo'];
  return run([...name, ...ours, '--', process.execPath, program, ...trainers]);
}

/** Asks before anything is started, and not only in the log of a training that failed at once. */
function checkScenario(args: readonly string[]): void {
  const index = args.findIndex((arg) => arg.startsWith('--scenario'));
  if (index === -1) return;
  const given = args[index]!.split('=')[1] ?? args[index + 1] ?? '';
  oneOf('scenario', given, scenarioNames);
}

/** The flags of the demo trainer itself; all others are those of `plateau run`. */
const trainerFlags = new Set(['--scenario', '--seed', '--iterations', '--directory', '--resume', '--points']);

function parted(args: readonly string[]): { ours: string[]; trainers: string[] } {
  const ours: string[] = [];
  const trainers: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    const flag = arg.split('=')[0]!;
    if (!trainerFlags.has(flag)) {
      ours.push(arg);
      continue;
    }
    trainers.push(arg);
    const value = args[index + 1];
    if (arg === flag && value !== undefined) {
      trainers.push(value);
      index++;
    }
  }
  return { ours, trainers };
}
