import { Transform } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { backgroundQuestion, isLight, siftAnswers } from './answers.ts';

/** The keys of a terminal, as far as they are needed here. */
interface Keyboard extends NodeJS.ReadableStream {
  readonly setRawMode: (mode: boolean) => unknown;
  readonly ref: () => unknown;
  readonly unref: () => unknown;
}

/** A terminal that was asked for its background. */
export interface AskedTerminal {
  /** Null when it did not answer in time, or not with a colour. */
  readonly background: 'light' | 'dark' | null;
  /** What is typed, without an answer that comes late. A terminal as `stdin` is one. */
  readonly keys: NodeJS.ReadableStream;
}

/** Milliseconds that a terminal has to answer: over a slow line the screen is not held up by more. */
const maxWait = 50;
/** Milliseconds after which the beginning of an answer was a key after all: Escape. */
const maxPause = 20;

let asked: Promise<AskedTerminal> | null = null;

/**
 * Asks the terminal for its background, once in the life of this process. From then on its keys have to be read from
 * what this returns. It is in raw mode afterwards, and keeps no process alive until it is read from.
 */
export function askBackground(stdin: Keyboard, stdout: NodeJS.WritableStream): Promise<AskedTerminal> {
  asked ??= ask(stdin, stdout);
  return asked;
}

async function ask(stdin: Keyboard, stdout: NodeJS.WritableStream): Promise<AskedTerminal> {
  const { keys, background } = createKeys(stdin);
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

function createKeys(stdin: Keyboard) {
  let held = '';
  let isOver = false;
  let timer: NodeJS.Timeout | null = null;
  const answered = Promise.withResolvers<string | null>();
  const release = () => {
    keys.push(held);
    held = '';
  };
  const keys = new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      if (timer !== null) clearTimeout(timer);
      const text = held + String(chunk);
      held = '';
      if (isOver) return done(null, text);
      const sifted = siftAnswers(text);
      held = sifted.rest;
      if (sifted.background !== null) answered.resolve(sifted.background);
      if (sifted.isOver) {
        isOver = true;
        answered.resolve(null);
      }
      if (held !== '') timer = setTimeout(release, maxPause).unref();
      done(null, sifted.keys === '' ? undefined : sifted.keys);
    },
    flush(done) {
      if (timer !== null) clearTimeout(timer);
      done(null, held);
    },
  });
  stdin.setEncoding('utf8');
  stdin.pipe(keys);
  stdin.unref();
  const terminal = Object.assign(keys, {
    isTTY: true,
    setRawMode: (mode: boolean) => stdin.setRawMode(mode),
    ref: () => stdin.ref(),
    unref: () => stdin.unref(),
  });
  return { keys: terminal, background: answered.promise };
}
