import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { processFacts } from '../../src/processes/processes.ts';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { onLinux } from '../support/skipUnless.ts';

describe('the dashboard of a training that somebody else started', onLinux, () => {
  test('stops it with the same dialog, which says whom the signal reaches', { timeout: 60_000 }, async () => {
    const { directory, environment } = freshHome();
    const log = join(directory, 'train.log');
    const script = `sh -c 'head -n 3000 fixtures/demo/healthy.log; exec sleep 600' 2>&1 | tee '${log}' >/dev/null`;
    const child = spawn('sh', ['-c', script], { detached: true, stdio: 'ignore' });
    onTestFinished(() => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    });
    const terminal = openTerminal(['watch', log], { environment, columns: 110, rows: 36 });
    await terminal.see(/RUNNING/);
    terminal.press('s');
    await terminal.see(/command +sleep 600/);
    await terminal.see(/signals go to process \d+ alone/);
    const pid = Number(/signals go to process (\d+)/.exec(terminal.screen())?.[1]);
    expect(processFacts(pid)?.command).toBe('sleep 600');
    terminal.press('i');
    await terminal.see(/The training has ended/);
    expect(processFacts(pid)).toBeNull();
    terminal.press('n');
    await terminal.see(/1 loss/);
    terminal.press('q');
    await terminal.exited;
  });
});
