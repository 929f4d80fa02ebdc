import process from 'node:process';

/** Says on standard error, in one sentence, what did not go well and does not keep the command from its work. */
export function complain(sentence: string): void {
  process.stderr.write(`plateau: ${sentence}\n`);
}
