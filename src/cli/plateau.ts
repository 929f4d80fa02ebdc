import process from 'node:process';
import { statusForError } from '../app/exitStatus.ts';
import { singleLine } from '../words/singleLine.ts';
import { type CliCommand, commands } from './commands.ts';
import { generalHelp, shortHelp, wholeHelp } from './help/helpText.ts';
import { splitCommand } from './options/args.ts';
import { didYouMean } from './options/didYouMean.ts';
import { usageError } from '../words/usageError.ts';
import { errorMessage } from '../words/errors.ts';

/** Runs the command that the arguments name, and returns its exit status. */
async function main(args: readonly string[]): Promise<number> {
  const answer = answerOf(args);
  if (answer !== null) {
    process.stdout.write(`${answer}\n`);
    return 0;
  }
  const [name, ...rest] = args;
  if (name === undefined || name.startsWith('-')) return (await import('./list.ts')).list(args);
  return (await commandNamed(name).load())(rest);
}

/**
 * What is answered to a question for help or for the version, wherever it stands before `--`; null when none is asked.
 */
function answerOf(args: readonly string[]): string | null {
  const { own } = splitCommand(args);
  const [name] = own;
  if (name === 'completion') return null;
  const asks = (...flags: readonly string[]) => own.some((arg) => flags.includes(arg));
  if (asks('--version', '-V')) return plateauVersion;
  const topic = name === 'help' ? own[1] : name;
  const isNamed = topic !== undefined && !topic.startsWith('-');
  if (name === 'help' || asks('--help')) return isNamed ? wholeHelp(commandNamed(topic)) : generalHelp(commands);
  if (asks('-h')) return isNamed ? shortHelp(commandNamed(topic)) : generalHelp(commands);
  return null;
}

function commandNamed(name: string): CliCommand {
  const command = commands.find((each) => each.name === name);
  if (command !== undefined) return command;
  const names = [...commands.map((each) => each.name), 'help'];
  const meant = didYouMean(name, names, (word) => `plateau ${word}`);
  throw usageError(`Unknown command \`${singleLine(name)}\`: \`plateau help\` lists the commands.${meant}`);
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
