import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ended, seen } from '../support/real/awaited.ts';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { drawShapes } from '../support/real/shapes.ts';

describe("Debian's Darknet", needs('darknet'), () => {
  test('is stopped, finished, and gone on with for longer than it was planned', { timeout: 240_000 }, async () => {
    const { directory, environment } = freshHome();
    const { command, backup } = drawShapes({ directory: join(directory, 'shapes'), iterations: 200, images: 8 });
    const saved = join(backup, 'shapes.backup');
    plateau(['run', '--detach', '--name', 'shapes', '--', ...command], environment);
    await seen(saved);
    plateau(['stop', 'shapes', '--after-checkpoint', '--within', '20s', '--yes'], environment);
    await ended(environment);

    const { stdout, status } = plateau(['finish', 'shapes'], environment);
    expect(stdout).toContain('It gives: No mAP, since this Darknet computes none');
    expect(status).toBe(0);
    expect(existsSync(join(directory, 'shapes/continued-results-of-its-own/comp4_det_test_circle.txt'))).toBe(true);

    const again = plateau(['continue', 'shapes', '--iterations', '+10', '--yes'], environment);
    expect(again.stdout).toMatch(/written first: .*\/continued-max_batches-210\/shapes\.cfg, with max_batches=210/);
    // Debian's Darknet sometimes crashes while it exits (SIGSEGV within ld.so), when all is saved.
    expect([0, 139]).toContain(again.status);
    // The run that finished the first one may have begun in the same second, of which an id tells no part.
    const longer = recordsIn(environment).find(({ continues }) => continues);
    expect(longer?.continues?.at).toBeGreaterThanOrEqual(100);
    expect(existsSync(join(backup, 'shapes_final.weights'))).toBe(true);

    const cfg = longer!.command.find((word) => word.endsWith('.cfg'))!;
    writeFileSync(cfg, `${readFileSync(cfg, 'utf8')}# changed\n`);
    expect(plateau(['continue', 'shapes', '--iterations', '+10'], environment).stderr).toContain(
      `Its configuration ${cfg} has changed since the training was started`,
    );
  });
});
