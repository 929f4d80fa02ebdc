import { askBriefly } from './askBriefly.ts';

/** Seconds that tmux has to answer, which takes it milliseconds. */
const maxSeconds = 2;

/** Has tmux carry out a command. Returns what it printed; null where it failed or did not answer. Never throws. */
export async function askTmux(args: readonly string[]): Promise<string | null> {
  const answer = await askBriefly('tmux', args, maxSeconds);
  return typeof answer === 'object' && answer.status === 0 ? answer.text : null;
}
