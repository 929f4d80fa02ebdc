import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

test('200 keys that come in one write are all done', async () => {
  const { directory, environment } = freshHome();
  const path = join(directory, 'training.log');
  writeFileSync(path, Array.from({ length: 1000 }, (_, index) => `line ${index + 1}.\n`).join(''));
  const terminal = openTerminal(['watch', path], { environment, columns: 80, rows: 24 });
  await terminal.see(/line 1000\./);
  terminal.press('7');
  await terminal.see(/>7 log/);
  terminal.press('\u001B[A'.repeat(200));
  await terminal.see(/line 800\./);
  await terminal.see(/^(?![^]*line 801\.)/);
  terminal.press('\u001B[B'.repeat(150) + '\u001B[A'.repeat(50));
  await terminal.see(/line 900\./);
  await terminal.see(/^(?![^]*line 901\.)/);
  expect(terminal.screen()).not.toContain('line 1000.');
});
