import process from 'node:process';
import { useApp, useStdin, useStdout } from 'ink';
import { useCallback, useEffect, useRef } from 'react';
import type { Mouse } from './useMouse.ts';

/** The terminal as a job of the shell: what `^L`, `^Z`, SIGTSTP and SIGCONT do. */
export interface JobControl {
  readonly repaint: () => void;
  readonly suspend: () => void;
}

/**
 * `^Z` in raw mode never becomes SIGTSTP, and a SIGTSTP from outside would leave the shell on the alternate screen, so
 * both restore the terminal first. After any SIGCONT everything is drawn again: another program may have drawn over it.
 * The mouse is given back while the shell has the terminal.
 */
export function useJobControl(mouse: Mouse = noMouse): JobControl {
  const { suspendTerminal } = useApp();
  const { stdin } = useStdin();
  const { stdout } = useStdout();
  const away = useRef(false);
  const repaint = useCallback(() => {
    if (away.current) return;
    away.current = true;
    void suspendTerminal(async () => {
      goToLineStart(stdin, stdout);
      mouse.take();
    }).finally(() => {
      away.current = false;
    });
  }, [mouse, stdin, stdout, suspendTerminal]);
  const suspend = useCallback(() => {
    if (away.current) return;
    away.current = true;
    void suspendTerminal(async () => {
      mouse.giveBack();
      await stopUntilContinued();
      goToLineStart(stdin, stdout);
      mouse.take();
    }).finally(() => {
      away.current = false;
    });
  }, [mouse, stdin, stdout, suspendTerminal]);
  useEffect(() => {
    process.on('SIGTSTP', suspend);
    process.on('SIGCONT', repaint);
    return () => {
      process.off('SIGTSTP', suspend);
      process.off('SIGCONT', repaint);
    };
  }, [repaint, suspend]);
  return { repaint, suspend };
}

/** Of a screen that takes none. */
const noMouse: Mouse = { take() {}, giveBack() {} };

/**
 * The alternate screen begins at the cursor of the normal one, and Ink draws from there. A key that was pressed while
 * the shell had the terminal has been echoed there: without this every row would begin a cell further right.
 */
function goToLineStart(stdin: NodeJS.ReadableStream, stdout: NodeJS.WritableStream): void {
  if ('setRawMode' in stdin && typeof stdin.setRawMode === 'function') stdin.setRawMode(true);
  stdout.write('\r');
}

async function stopUntilContinued(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGCONT', () => resolve());
    process.kill(process.pid, 'SIGSTOP');
  });
}
