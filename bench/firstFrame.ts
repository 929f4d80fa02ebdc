import { execa } from 'execa';
import type { OpenedTerminal } from './openTerminal.ts';

/** Node keeps what it compiled when a program ends by itself: nobody's second start is without it. */
export async function startOnce(text: string, { see, write, gone }: OpenedTerminal): Promise<void> {
  await see(text);
  write('q');
  await gone;
}

/** Milliseconds from the start of a program to the text on the screen. */
export async function timeTo(text: string, begin: () => OpenedTerminal): Promise<number> {
  const start = performance.now();
  const opened = begin();
  await opened.see(text);
  const taken = performance.now() - start;
  await opened.close();
  return taken;
}

export async function isInstalled(program: string): Promise<boolean> {
  const { exitCode } = await execa(program, ['--version'], { reject: false });
  return exitCode === 0;
}
