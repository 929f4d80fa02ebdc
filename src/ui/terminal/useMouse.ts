import process from 'node:process';
import { useStdin, useStdout } from 'ink';
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef } from 'react';

/** Buttons and the wheel are reported, with coordinates as text (XTerm Control Sequences, "Mouse Tracking"). */
const on = '\x1b[?1000h\x1b[?1006h';
const off = '\x1b[?1006l\x1b[?1000l';

/** The mouse while another program has the terminal. */
export interface Mouse {
  /** Stops the reports, where there are any. */
  readonly giveBack: () => void;
  /** Asks for them again. */
  readonly take: () => void;
}

/**
 * Has the terminal report the mouse while it is used, and in no case after the process has ended. `onReport` gets each
 * report as `openKeyboard` emits it.
 */
export function useMouse(isUsed: boolean, onReport: (report: string) => void): Mouse {
  const { stdin } = useStdin();
  const { stdout } = useStdout();
  const used = useRef(isUsed);
  const report = useEffectEvent(onReport);
  useEffect(() => {
    if (!isUsed) return undefined;
    const listen = (text: string) => report(text);
    stdin.on('mouse', listen);
    return () => {
      stdin.off('mouse', listen);
    };
  }, [isUsed, stdin]);
  useLayoutEffect(() => {
    used.current = isUsed;
    if (!isUsed) return undefined;
    const giveBack = () => stdout.write(off);
    stdout.write(on);
    process.once('exit', giveBack);
    return () => {
      process.off('exit', giveBack);
      giveBack();
    };
  }, [isUsed, stdout]);
  return useMemo(
    () => ({
      giveBack: () => used.current && stdout.write(off),
      take: () => used.current && stdout.write(on),
    }),
    [stdout],
  );
}
