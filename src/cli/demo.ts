import process from 'node:process';
import { ownProgram } from '../processes/programs/ownProgram.ts';
import { scenarioNames } from '../demo/scenarios.ts';
import { run } from './run.ts';
import { oneOf, parseArguments, wholeNumber } from './options/args.ts';
import { usageError } from '../words/usageError.ts';
import { demoFlags } from './table/starting.ts';

/**
 * `plateau demo`: the trainer in the box, through the very same path as any other:
 * `plateau run -- node dist/demo.js ...`.
 */
export async function demo(args: readonly string[]): Promise<number> {
  const { ours, trainers } = parted(args);
  checkTrainerFlags(trainers);
  const program = ownProgram('demo', '../demo/program.ts', import.meta.url);
  const name = ours.some((arg) => arg === '--name' || arg.startsWith('--name=')) ? [] : ['--name', 'demo'];
  return run([...name, ...ours, '--', process.execPath, program, ...trainers]);
}

/** Asks before anything is started, and not only in the log of a training that failed at once. */
function checkTrainerFlags(args: readonly string[]): void {
  const { values } = parseArguments(args, trainerFlags);
  oneOf('scenario', values.scenario, scenarioNames);
  oneOf('points', values.points, ['0', '101']);
  refuseBeyond('seed', values.seed, 0);
  refuseBeyond('iterations', values.iterations, 1);
}

function refuseBeyond(flag: string, text: string | undefined, min: number): void {
  const number = wholeNumber(flag, text);
  if (number !== null && (number < min || number > maxNumber)) {
    throw usageError(`--${flag} expects a whole number from ${min} to ${maxNumber}, not \`${text}\`.`);
  }
}

/** What fits into four bytes, which is how the weights file keeps iterations. */
const maxNumber = 0xffffffff;

/** The flags of the demo trainer itself; all others are those of `plateau run`. */
const trainerFlags = {
  ...demoFlags,
  directory: { type: 'string' },
  resume: { type: 'string' },
  points: { type: 'string' },
} as const;

function parted(args: readonly string[]): { ours: string[]; trainers: string[] } {
  const ours: string[] = [];
  const trainers: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    const flag = arg.split('=')[0]!;
    if (!Object.hasOwn(trainerFlags, flag.replace(/^--/, ''))) {
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
