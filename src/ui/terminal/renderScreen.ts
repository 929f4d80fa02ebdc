import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';

/** Draws on the alternate screen of a terminal until it is unmounted. */
export function renderScreen(drawn: ReactNode, stdin: NodeJS.ReadableStream, stdout: NodeJS.WritableStream): Instance {
  // Text that was typed ahead, or a prompt without a line end, would move every row of the first frame.
  stdout.write('\r');
  return render(drawn, {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    // The caller knows that this is a terminal; Ink would decide by the variable CI.
    interactive: true,
    maxFps: 10,
    exitOnCtrlC: false,
    patchConsole: false,
  });
}
