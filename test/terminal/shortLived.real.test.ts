import { expect, test } from 'vitest';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

const starts = 100;
/** Seconds that the trainer lives. */
const lives = [0, 0.05, 0.1, 0.15, 0.2];

test('all that a trainer said is on the screen, however soon it dies', { timeout: 600_000 }, async () => {
  for (let start = 0; start < starts; start++) {
    const { environment } = freshHome();
    const script = `echo one; sleep ${lives[start % lives.length]}; echo two; echo three >&2; exit 3`;
    const terminal = openTerminal(['run', '--', 'sh', '-c', script], { environment });
    await terminal.see(/ENDED, STATUS 3[^]*\b3 lines read/);
    terminal.press('q');
    expect((await terminal.exited).exitCode).toBe(3);
  }
});
