import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test, vi } from 'vitest';
import { freshHome, plateauProgram } from '../real/plateau.ts';
import { openTerminal } from '../real/terminal.ts';

test('text that stands before the cursor, as what is typed ahead does, moves no row of the screen', async () => {
  const { directory, environment } = freshHome();
  const path = join(directory, 'training.log');
  copyFileSync('fixtures/demo/healthy.log', path);
  const script = `printf 'typed ahead'; exec '${process.execPath}' '${plateauProgram}' watch '${path}'`;
  const { see, screen, press } = openTerminal([], { environment, command: ['/bin/sh', '-c', script] });
  await see(/1800\/1800/);
  expect(screen().split('\n')[0]).toMatch(/^training\.log/);
  const before = screen();
  // Keys that come while the terminal is handed back for a moment are echoed by it.
  for (let step = 0; step < 10; step++) press('\u000Ceeeeeeee0');
  press('\u000C');
  await vi.waitFor(() => expect(screen()).toBe(before), { timeout: 10_000, interval: 100 });
});
