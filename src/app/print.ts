import process from 'node:process';
import { withFileLinks } from '../ui/terminal/capabilities/fileLinks.ts';
import { harmless, harmlessJson, harmlessLines } from '../words/harmless.ts';
import { asciiText } from '../words/terminal/asciiText.ts';
import { isUtf8Locale } from '../words/terminal/locale.ts';

/** Prints a line on standard output; what came from outside cannot steer the terminal, nor make it two lines. */
export function print(line: string): void {
  process.stdout.write(`${readable(process.stdout, harmless(line))}\n`);
}

/**
 * Prints a text of lines, in which what came from outside has been made harmless. `links`: the files that can be
 * clicked in it, as they stand there, with their paths.
 */
export function printText(text: string, links: ReadonlyMap<string, string> = new Map()): void {
  const shown = readable(process.stdout, harmlessLines(text.split('\n')));
  process.stdout.write(`${withFileLinks(shown, links)}\n`);
}

/** A terminal without UTF-8 gets ASCII; a file or a pipe is not looked at by one. */
function readable(stream: NodeJS.WriteStream, text: string): string {
  return !stream.isTTY || isUtf8Locale(process.env) ? text : text.split('\n').map(asciiText).join('\n');
}

/** Prints a value as a line of JSON on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${harmlessJson(value)}\n`);
}

/** Prints bytes as they are, for a program to read: the caller has made harmless what came from outside. */
export function printForProgram(text: string): void {
  process.stdout.write(text);
}

/** Sends a sequence to the terminal that draws nothing and moves no cursor, between two frames. */
export function sendSequence(sequence: string): void {
  process.stdout.write(sequence);
}

/** Prints a sentence on standard error. */
export function printError(sentence: string): void {
  process.stderr.write(`${readable(process.stderr, harmless(sentence))}\n`);
}

/** Prints a sentence on standard error about something that failed and does not stop the command. */
export function warn(sentence: string): void {
  printError(`plateau: ${sentence}`);
}

/**
 * Shows how far something is in the last line of the terminal, in the place of what stood there; null takes it away.
 */
export function showProgress(text: string | null): void {
  process.stderr.write(`\r\u001B[K${harmless(text ?? '')}`);
}
