import { setImmediate, setTimeout } from 'node:timers/promises';
import { PassThrough, Writable } from 'node:stream';
import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';

/** A terminal that keeps what Ink draws: `ink-testing-library` has no rows and cannot be resized. */
export interface FakeTerminal extends Instance {
  /** Every frame, oldest first. */
  readonly frames: string[];
  readonly lastFrame: () => string;
  readonly press: (input: string) => Promise<void>;
  /** What the keyboard of a real terminal emits for the mouse. */
  readonly mouse: (report: string) => Promise<void>;
  readonly resize: (columns: number, rows: number) => Promise<void>;
}

export function mount(
  node: ReactNode,
  { columns, rows, spoken = false }: { readonly columns: number; readonly rows: number; readonly spoken?: boolean },
): FakeTerminal {
  const { frames, stdin, stdout, type } = fakeStreams(columns, rows);
  const app = render(node, {
    stdout,
    stdin,
    stderr: stdout,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    isScreenReaderEnabled: spoken,
  });
  return {
    ...app,
    frames,
    lastFrame: () => frames.at(-1) ?? '',
    async press(input) {
      type(input);
      // From here on Ink waits 20 ms for the rest of an escape sequence, and settle() longer.
      while (stdin.readableLength > 0) await setImmediate();
      await settle();
    },
    async mouse(report) {
      stdin.emit('mouse', report);
      await settle();
    },
    async resize(wide, tall) {
      Object.assign(stdout, { columns: wide, rows: tall });
      stdout.emit('resize');
      await settle();
    },
  };
}

/** Streams that Ink takes for a terminal: real streams with the few properties of one. */
export function fakeStreams(columns: number, rows: number) {
  const frames: string[] = [];
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(text: string, _encoding, done) {
        if (text !== '') frames.push(text);
        done();
      },
    }),
    { columns, rows, isTTY: true },
  );
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {}, ref() {}, unref() {} });
  return { frames, stdin, stdout, type: (input: string) => stdin.write(input) };
}

/**
 * Lets React and the promises behind a key come to rest. A lone Esc is held back by Ink for 20 ms, as it may begin a
 * sequence; timers fire in the order in which they are due, and what they make React do comes in turns of the event
 * loop, so that a busy machine only makes it last longer.
 */
export async function settle(): Promise<void> {
  await setTimeout(25);
  for (let turn = 0; turn < 10; turn++) await setImmediate();
}
