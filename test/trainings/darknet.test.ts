import { readFileSync } from 'node:fs';
import process from 'node:process';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { freshHome, isAlive, plateau, recordsIn } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { drawShapes } from '../support/real/shapes.ts';
import { openTerminal } from '../support/real/terminal.ts';

describe('a real Darknet training', needs('darknet'), () => {
  test(
    'is started, watched and stopped with two keys, and how it ended is recorded',
    { timeout: 120_000 },
    async () => {
      const { directory, environment } = freshHome();
      const { command } = drawShapes({ directory: join(directory, 'shapes') });
      const terminal = openTerminal(['run', '--name', 'shapes', '--', ...command], {
        environment,
        columns: 120,
        rows: 40,
      });

      await terminal.see(/it \d+\/700/);
      await terminal.see(/loss \d/);
      expect(terminal.buffer()).toBe('alternate');
      const [record] = recordsIn(environment);
      expect(isAlive(record!.training!.pid)).toBe(true);

      terminal.press('s');
      await terminal.see(/SIGINT/);
      terminal.press('i');
      await vi.waitFor(() => expect(isAlive(record!.training!.pid)).toBe(false), { timeout: 20_000 });
      await vi.waitFor(
        () => expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended', exit: { signal: 'SIGINT' } }),
        {
          timeout: 10_000,
        },
      );
      await terminal.see('The training has ended: killed by SIGINT.');
      terminal.press('n');
      await terminal.see('no evaluation was read');
      terminal.press('q');
      await terminal.exited;
      expect(terminal.buffer()).toBe('normal');
      expect(terminal.screen()).toContain('SIGINT');
    },
  );

  test(
    'reaches its end although monitor and keeper are killed half-way, and attach shows every iteration',
    { timeout: 180_000 },
    async () => {
      const { directory, environment } = freshHome();
      const { command } = drawShapes({ directory: join(directory, 'shapes'), iterations: 150 });
      const terminal = openTerminal(['run', '--', ...command], { environment });
      await terminal.see(/it [2-9]\d\/150/i);
      const [record] = recordsIn(environment);

      process.kill(record!.keeper!.pid, 'SIGKILL');
      terminal.kill('SIGKILL');
      await terminal.exited;
      expect(isAlive(record!.training!.pid)).toBe(true);

      const again = openTerminal(['attach'], { environment });
      await again.see(/it 150\/150/i, 120_000);
      again.press('q');
      await again.exited;
      expect(iterationsIn(record!)).toEqual(Array.from({ length: 150 }, (_, index) => index + 1));
      const inspection = JSON.parse(plateau(['inspect', record!.log, '--json'], environment).stdout);
      expect(inspection).toMatchObject({
        trainer: 'darknet-pjreddie',
        iterations: { first: 1, last: 150, count: 150 },
        unexplained: 0,
      });
      // It writes its weights after its last line, and its keeper looks once a second.
      await vi.waitFor(() => expect(recordsIn(environment)[0]!.state).toBe('ended'), {
        timeout: 60_000,
        interval: 100,
      });
    },
  );

  test('is failed, whatever its exit status, when a file is missing', () => {
    const { environment } = freshHome();
    const { status, stdout } = plateau(
      ['run', '--', 'darknet', 'detector', 'train', '/nowhere/a.data', '/nowhere/a.cfg'],
      environment,
    );
    expect(stdout).toMatch(/final verdict: FAILED: Couldn't open file: \/nowhere\/a/);
    expect(recordsIn(environment)[0]?.exit).toMatchObject({ code: 0, signal: null });
    expect(status).toBe(30);
  });
});

function iterationsIn(record: RunRecord): number[] {
  const log = readFileSync(record.log, 'utf8');
  return [...log.matchAll(/^\s*(\d+): \S+, \S+ avg/gm)].map((match) => Number(match[1]));
}
