import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { atRest } from '../support/real/atRest.ts';
import { freshHome, plateauProgram } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { soon } from '../support/soon.ts';

function logIn(directory: string): string {
  const path = join(directory, 'training.log');
  copyFileSync('fixtures/demo/healthy.log', path);
  return path;
}

function isStopped(pid: number): boolean {
  return /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

describe('text before the cursor of the normal screen', () => {
  test('such as a prompt without its line end moves no row of the dashboard', async () => {
    const { directory, environment } = freshHome();
    const script = `printf 'a prompt> '; /bin/cat '${logIn(directory)}' | '${process.execPath}' '${plateauProgram}' watch -`;
    const { see, screen } = openTerminal([], { environment, command: ['/bin/sh', '-c', script] });
    await see(/1800\/1800/);
    expect(screen().split('\n')[0]).toMatch(/^standard input/);
  });

  test('such as keys echoed while the dashboard was stopped moves no row of it', async () => {
    const { directory, environment } = freshHome();
    const { pid, see, screen, press, buffer, kill } = openTerminal(['watch', logIn(directory)], { environment });
    await see(/1800\/1800/);
    const before = await atRest(screen, 50);
    press('\u001A');
    await soon(() => expect(buffer()).toBe('normal'));
    // As a shell does before it gives its prompt: a SIGCONT before that would be lost.
    await soon(() => expect(isStopped(pid)).toBe(true));
    press('ZZZ');
    await see(/ZZZ/);
    kill('SIGCONT');
    await soon(() => expect(buffer()).toBe('alternate'));
    await soon(() => expect(screen()).toBe(before), 100);
  });
});
