import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { ended, seen } from '../support/real/awaited.ts';
import { demoProgram, freshHome, plateau, recordsIn } from '../support/real/plateau.ts';

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('the trainer in the box', () => {
  test(
    'gone on with after a kill -9 ends with the very weights of one that was never interrupted',
    { timeout: 120_000 },
    async () => {
      const { directory, environment } = freshHome();
      const demo = (folder: string) => [process.execPath, demoProgram, '--directory', folder, '--iterations', '150'];
      const weights = (folder: string, kind: string) => join(folder, 'backup', `demo-healthy_${kind}.weights`);
      const [whole, killed] = [join(directory, 'whole'), join(directory, 'killed')];
      plateau(['run', '--name', 'whole', '--', ...demo(whole)], environment);

      plateau(['run', '--detach', '--name', 'killed', '--', ...demo(killed)], environment);
      await seen(weights(killed, 'last'));
      process.kill(-recordsIn(environment)[0]!.training!.pid, 'SIGKILL');
      await ended(environment);
      expect(existsSync(weights(killed, 'final'))).toBe(false);
      const best = sha256(weights(killed, 'best'));

      const { stdout, status } = plateau(['continue', 'killed', '--yes'], environment);
      expect(status).toBe(0);
      expect(stdout).toContain(`copied first, since it is written over: ${weights(killed, 'best')}`);
      expect(sha256(weights(killed, 'best.until-100'))).toBe(best);
      expect(sha256(weights(killed, 'final'))).toBe(sha256(weights(whole, 'final')));

      const finished = plateau(['finish', 'killed'], environment);
      expect(finished.stdout).toMatch(
        /class_id = 0, name = square[^]*\ndemo-healthy_best\.weights: mAP50 [\d.]+ % on the validation set\n$/,
      );
      expect(plateau(['status', 'killed'], environment).stdout).toMatch(
        /demo-healthy_best\.weights: mAP50 [\d.]+ % on the validation set/,
      );
      expect(plateau(['continue', 'killed', '--yes'], environment).stderr).toContain(
        'It has done all 150 iterations that were planned. To train for longer: --iterations +2000.',
      );
    },
  );
});
