import { useStdout } from 'ink';
import { useEffect } from 'react';
import { terminalSize } from './terminalSize.ts';

interface Resizable {
  readonly dispatch: (action: { readonly type: 'resize'; readonly columns: number; readonly rows: number }) => void;
}

/** Tells a store the size of the terminal, now and whenever it changes. */
export function useResize(store: Resizable): void {
  const { stdout } = useStdout();
  useEffect(() => {
    const resized = () => store.dispatch({ type: 'resize', ...terminalSize(stdout) });
    resized();
    stdout.on('resize', resized);
    return () => {
      stdout.off('resize', resized);
    };
  }, [store, stdout]);
}
