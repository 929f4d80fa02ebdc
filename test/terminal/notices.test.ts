import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau, plateauProgram, recordsIn } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

/** A notify command that writes what it is told into a file, a line each, and the way to read it. */
function teller(directory: string) {
  const program = join(directory, 'tell.cjs');
  const told = join(directory, 'told');
  const line = '`${process.env.PLATEAU_KIND} ${process.env.PLATEAU_URGENCY} ${process.argv.at(-1)}\\n`';
  writeFileSync(program, `require('node:fs').appendFileSync(${JSON.stringify(told)}, ${line});`);
  return {
    command: `'${process.execPath}' '${program}'`,
    lines: () => (existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : []),
  };
}

/** A training that ends when its file of that name is there. */
const untilTold = (path: string) => ['sh', '-c', `while [ ! -e '${path}' ]; do sleep 0.1; done; exit 3`];

describe('a view gives notice', () => {
  test('of the end of a training that it prints as lines, once and before it ends itself', () => {
    const { environment, directory } = freshHome();
    const { command, lines } = teller(directory);
    const result = plateau(
      ['run', '--name', 'demo', '--notify-command', command, '--', 'sh', '-c', 'sleep 1; exit 3'],
      environment,
    );
    expect(result.status).toBe(3);
    expect(lines().filter((line) => line.startsWith('end'))).toEqual([
      expect.stringMatching(/^end high demo: ended with exit status 3: /),
    ]);
  });

  test('elsewhere only once, however many views of it are open', async () => {
    const { environment, directory } = freshHome();
    const { command, lines } = teller(directory);
    const done = join(directory, 'done');
    plateau(['run', '--detach', '--name', 'demo', '--', ...untilTold(done)], environment);
    const views = Array.from({ length: 3 }, () =>
      spawn(process.execPath, [plateauProgram, 'attach', 'demo', '--notify-command', command], {
        env: environment,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    const ended = Promise.all(views.map((view) => once(view, 'exit')));
    await Promise.all(views.map((view) => once(view.stdout, 'data')));
    // Each has had its first look by its second second.
    await new Promise((resolve) => {
      setTimeout(resolve, 2500);
    });
    writeFileSync(done, '');
    await ended;
    expect(lines().filter((line) => line.startsWith('end'))).toHaveLength(1);
  });

  test('of a stop on the screen with the bell and a notification, and leaves its title and its screen whole', async () => {
    const { environment } = freshHome();
    const terminal = openTerminal(['run', '--name', 'demo', '--', 'sleep', '60'], { environment });
    let written = '';
    terminal.onText((text) => {
      written += text;
    });
    await terminal.see(/demo .*pid \d+/);
    await expect.poll(() => written, { timeout: 10_000 }).toContain('\u001B]2;demo: ');
    expect(plateau(['stop', 'demo'], environment)).toMatchObject({ status: 0 });
    await expect
      .poll(() => written, { timeout: 10_000 })
      .toMatch(/\u001B\]9;Plateau: demo: ended by SIGINT[^\u0007]*\u0007\u0007/);
    expect(terminal.screen()).not.toContain('Plateau: demo');
    terminal.press('q');
    await terminal.exited;
    expect(written).toContain('\u001B[23;2t');
    expect(recordsIn(environment)).toMatchObject([{ state: 'ended' }]);
  });
});
