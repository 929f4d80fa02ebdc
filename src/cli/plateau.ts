import process from 'node:process';
import { statusForError } from '../app/exitStatus.ts';
import { singleLine } from '../words/harmless.ts';
import { type CliCommand, commands } from './commands.ts';
import { generalHelp, shortHelp, wholeHelp } from './help/helpText.ts';
import { splitCommand } from './options/args.ts';
import { whyNotHere } from './platform.ts';
import { didYouMean } from '../words/didYouMean.ts';
import { usageError } from '../words/usageError.ts';
import { errorMessage, systemErrorMessage } from '../words/errors.ts';
import { printError, printText, warn } from '../app/print.ts';

/** Runs the command that the arguments name, and returns its exit status. */
async function main(args: readonly string[]): Promise<number> {
  const answer = answerOf(args);
  if (answer !== null) {
    printText(answer);
    return 0;
  }
  const [name, ...rest] = args;
  const command = name === undefined || name.startsWith('-') ? null : commandNamed(name);
  const problem = whyNotHere(command?.name ?? null);
  if (problem !== null) throw new Error(problem);
  return command === null ? (await import('./list.ts')).list(args) : (await command.load())(rest);
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
  warn(`The output could not be written: ${systemErrorMessage(error)}.`);
  process.exit(1);
});
// Where an error cannot be told, the exit status still does.
process.stderr.on('error', () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  warn(sentenceOf(error));
  if (process.env['PLATEAU_DEBUG'] !== undefined && error instanceof Error)
    error.stack?.split('\n').forEach(printError);
  process.exitCode = statusForError(error);
}

function sentenceOf(error: unknown): string {
  const isWithoutDirectory = error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
  return isWithoutDirectory
    ? 'The working directory does not exist any more: change into one that does.'
    : errorMessage(error);
}
