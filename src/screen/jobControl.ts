import process from 'node:process';
import { useApp } from 'ink';
import { useCallback, useEffect, useRef } from 'react';

/** The terminal as a job of the shell: what `^L` and `^Z` do, and what a stop or a continue from outside asks for. */
export interface JobControl {
  readonly repaint: () => void;
  readonly suspend: () => void;
}

/**
 * `^Z` in raw mode never becomes SIGTSTP, and a SIGTSTP from outside would leave the shell on the alternate screen, so both hand the terminal
 * back first. After any SIGCONT everything is drawn again: whoever had the terminal meanwhile has drawn over it.
 */
export function useJobControl(): JobControl {
  const { suspendTerminal } = useApp();
  const away = useRef(false);
  const repaint = useCallback(() => {
    if (away.current) return;
    away.current = true;
    void suspendTerminal(async () => undefined).finally(() => {
      away.current = false;
    });
  }, [suspendTerminal]);
  const suspend = useCallback(() => {
    if (away.current) return;
    away.current = true;
    void suspendTerminal(async () => stopUntilContinued()).finally(() => {
      away.current = false;
    });
  }, [suspendTerminal]);
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

async function stopUntilContinued(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGCONT', () => resolve());
    process.kill(process.pid, 'SIGSTOP');
  });
}
