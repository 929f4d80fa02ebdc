import process from 'node:process';
import { harmless, harmlessJson, harmlessLines } from '../words/harmless.ts';

/** Prints a line on standard output; what came from outside cannot steer the terminal, nor make it two lines. */
export function print(line: string): void {
  process.stdout.write(`${harmless(line)}\n`);
}

/** Prints a text of lines, in which what came from outside has been made harmless. */
export function printText(text: string): void {
  process.stdout.write(`${harmlessLines(text.split('\n'))}\n`);
}

/** Prints a value as a line of JSON on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${harmlessJson(value)}\n`);
}

/** Prints bytes as they are, for a shell to read: text of our own, and names of plain letters. */
export function printForShell(text: string): void {
  process.stdout.write(text);
}

/** Prints a sentence on standard error. */
export function printError(sentence: string): void {
  process.stderr.write(`${harmless(sentence)}\n`);
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
