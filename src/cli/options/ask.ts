import process from 'node:process';
import { createInterface } from 'node:readline/promises';

/** Whether a person can be asked: at a terminal, and with nothing of the output going elsewhere. */
export function hasPerson(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/**
 * Asks a person at the terminal, and returns the answer in small letters without blanks around it. Null when the signal
 * came first, or when there is no more input (Ctrl-D).
 */
export async function ask(question: string, signal?: AbortSignal): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const noInput = new Promise<null>((resolve) => {
    terminal.once('close', () => resolve(null));
  });
  // Without it Ctrl-C would only close the interface.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    const answer = terminal.question(question, signal === undefined ? {} : { signal }).catch(() => null);
    return (await Promise.race([answer, noInput]))?.trim().toLowerCase() ?? null;
  } finally {
    terminal.close();
  }
}
