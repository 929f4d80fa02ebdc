import process from 'node:process';

/** Prints a sentence on standard error about something that failed and does not stop the command. */
export function warn(sentence: string): void {
  process.stderr.write(`plateau: ${sentence}\n`);
}
