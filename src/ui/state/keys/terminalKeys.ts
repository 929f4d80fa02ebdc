import type { KeyHelp } from './keyBinding.ts';

interface TerminalKey<Context> extends KeyHelp {
  readonly keys: readonly string[];
  readonly contexts: readonly Context[];
  readonly act: () => { readonly type: 'repaint' | 'suspend' };
}

/** The keys of the terminal that every screen has, wherever its keys go. `goesOn`: `the training goes on`. */
export function terminalKeys<Context>(everywhere: readonly Context[], goesOn: string): readonly TerminalKey<Context>[] {
  return [
    {
      keys: ['ctrl+l'],
      shown: '^L',
      does: 'repaint the screen',
      contexts: everywhere,
      act: () => ({ type: 'repaint' }),
    },
    {
      keys: ['ctrl+z'],
      shown: '^Z',
      does: `put Plateau in the background of the shell; ${goesOn}`,
      contexts: everywhere,
      act: () => ({ type: 'suspend' }),
    },
  ];
}
