import { Transform } from 'node:stream';
import { siftAnswers } from './answers.ts';
import { siftMouse } from './siftMouse.ts';

/** The keys of a terminal, as far as they are needed here. */
export interface TerminalInput extends NodeJS.ReadableStream {
  readonly setRawMode: (mode: boolean) => unknown;
  readonly ref: () => unknown;
  readonly unref: () => unknown;
}

/** What a person types, without what the terminal itself sends. */
export interface Keyboard {
  /**
   * The keys, as a terminal as `stdin` gives them. It emits `mouse` with each report of the mouse, without its escape
   * character: Ink drops what is no key.
   */
  readonly keys: NodeJS.ReadableStream;
  /** From now on answers to `backgroundQuestion` are taken out. Resolves to the background; null for no answer. */
  readonly awaitBackground: () => Promise<string | null>;
}

/** Milliseconds after which the beginning of an answer was a key after all: Escape. */
const maxPause = 20;

let opened: Keyboard | null = null;

/**
 * Opens the keyboard of a terminal, once in the life of this process: from then on its keys have to be read from what
 * this returns. It keeps no process alive until it is read from.
 */
export function openKeyboard(stdin: TerminalInput): Keyboard {
  opened ??= createKeyboard(stdin);
  return opened;
}

function createKeyboard(stdin: TerminalInput): Keyboard {
  let held = '';
  let isAwaiting = false;
  let timer: NodeJS.Timeout | null = null;
  const answered = Promise.withResolvers<string | null>();
  const release = () => {
    keys.push(held);
    held = '';
  };
  /** Returns the text without answers; holds the beginning of one back. */
  const withoutAnswers = (text: string): string => {
    if (!isAwaiting) return text;
    const sifted = siftAnswers(text);
    held = sifted.rest;
    if (sifted.background !== null) answered.resolve(sifted.background);
    if (sifted.isOver) {
      isAwaiting = false;
      answered.resolve(null);
    }
    return sifted.keys;
  };
  const keys = new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      if (timer !== null) clearTimeout(timer);
      const text = held + String(chunk);
      held = '';
      const sifted = siftMouse(withoutAnswers(text));
      held = sifted.rest + held;
      if (held !== '') timer = setTimeout(release, maxPause).unref();
      done(null, sifted.keys === '' ? undefined : sifted.keys);
      for (const report of sifted.reports) keys.emit('mouse', report);
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
  return {
    keys: terminal,
    awaitBackground: () => {
      isAwaiting = true;
      return answered.promise;
    },
  };
}
