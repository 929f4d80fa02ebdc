import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { backgroundQuestion, isLight } from './answers.ts';
import { openKeyboard, type TerminalInput } from './keyboard.ts';

/** A terminal that was asked for its background. */
export interface AskedTerminal {
  /** Null when it did not answer in time, or not with a colour. */
  readonly background: 'light' | 'dark' | null;
  /** What is typed, without an answer that comes late. A terminal as `stdin` is one. */
  readonly keys: NodeJS.ReadableStream;
}

/** Milliseconds that a terminal has to answer: over a slow line the screen is not held up by more. */
const maxWait = 50;

let asked: Promise<AskedTerminal> | null = null;

/**
 * Asks the terminal for its background, once in the life of this process. From then on its keys have to be read from
 * what this returns. It is in raw mode afterwards, and keeps no process alive until it is read from.
 */
export function askBackground(stdin: TerminalInput, stdout: NodeJS.WritableStream): Promise<AskedTerminal> {
  asked ??= ask(stdin, stdout);
  return asked;
}

async function ask(stdin: TerminalInput, stdout: NodeJS.WritableStream): Promise<AskedTerminal> {
  const { keys, awaitBackground } = openKeyboard(stdin);
  const background = awaitBackground();
  stdin.setRawMode(true);
  stdout.write(backgroundQuestion);
  const answered = await Promise.race([background, noAnswer()]);
  const light = answered === null ? null : isLight(answered);
  return { background: light === null ? null : light ? 'light' : 'dark', keys };
}

/** Code that is loaded meanwhile may take longer: what has come by then is looked at first. */
async function noAnswer(): Promise<null> {
  await sleep(maxWait);
  return nextTurn(null);
}
