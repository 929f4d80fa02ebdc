import { writeSync } from 'node:fs';
import { errorCode } from '../../words/errors.ts';

/** Where a line goes. Darknet's own division: losses per layer, saving and start-up on stderr, all else on stdout. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Returns stdout and stderr written through at once, in order, so that a kill at any moment loses nothing that was
 * printed. A reader that is gone does not stop the training: what would have gone there is dropped from then on.
 */
export function createOutput(): Output {
  return { out: createStream(1), err: createStream(2) };
}

function createStream(descriptor: number): (text: string) => void {
  let gone = false;
  return (text) => {
    let rest = Buffer.from(text);
    while (rest.length > 0 && !gone) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        if (isFull(error)) sleep(5);
        else gone = true;
      }
    }
  };
}

/** A pipe that whoever started us made non-blocking says so when it is full; its reader will make room. */
function isFull(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'EAGAIN' || code === 'EINTR';
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
