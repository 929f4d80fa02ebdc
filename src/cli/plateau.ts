import process from 'node:process';
import { statusForError } from '../app/exitStatus.ts';
import { commands } from './commands.ts';
import { generalHelp } from './options/help.ts';
import { usageError } from '../words/usageError.ts';
import { errorMessage } from '../words/errors.ts';

/** Runs the command that the arguments name, and returns its exit status. */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(`${generalHelp(commands)}\n`);
    return 0;
  }
  if (name === '--version' || name === '-V') {
    process.stdout.write(`${plateauVersion}\n`);
    return 0;
  }
  if (name === undefined || name.startsWith('--')) return (await import('./list.ts')).list(args);
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    throw usageError(`Unknown command \`${name}\`: \`plateau help\` lists the commands.`);
  }
  if (rest[0] === '--help' || rest[0] === '-h') {
    process.stdout.write(`${command.usage}\n`);
    return 0;
  }
  return (await command.load())(rest);
}

declare const plateauVersion: string;

// A reader may leave early: `plateau runs | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`plateau: ${errorMessage(error)}\n`);
  if (process.env['PLATEAU_DEBUG'] !== undefined && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = statusForError(error);
}
