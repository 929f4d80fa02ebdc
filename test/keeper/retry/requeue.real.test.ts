import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunRecord } from '../../../src/runs/runRecord.ts';
import { demoProgram, freshHome, plateau, plateauProgram, recordsIn } from '../../support/real/plateau.ts';
import { needs } from '../../support/real/programs.ts';
import { asRoot } from '../../support/skipUnless.ts';
import { type SlurmCluster, startSlurmCluster } from '../../support/sources/slurmCluster.ts';

describe('a real Slurm of one node', { timeout: 300_000, ...asRoot, ...needs('slurmctld'), ...needs('munged') }, () => {
  let cluster: SlurmCluster;
  beforeAll(async () => {
    cluster = await startSlurmCluster();
    process.env['SLURM_CONF'] = cluster.configuration;
  });
  afterAll(() => {
    spawnSync('scancel', ['--full', '--signal=KILL', '--user=root']);
    delete process.env['SLURM_CONF'];
    cluster.close();
  });

  const jobState = (id: string): string =>
    /JobState=(\w+)/.exec(spawnSync('scontrol', ['show', 'job', id], { encoding: 'utf8' }).stdout)?.[1] ?? '';

  test('a training of three slices goes on by itself, each from the save of the one before', async () => {
    const { directory, environment } = freshHome();
    const script = join(directory, 'job.sh');
    const words = [demoProgram, '--directory', join(directory, 'demo'), '--iterations', '600'];
    const command = [process.execPath, ...words].join(' ');
    writeFileSync(script, `#!/bin/sh\nexec ${process.execPath} ${plateauProgram} run -- ${command}\n`);
    const { stdout } = spawnSync(
      'sbatch',
      ['--parsable', '--requeue', '--open-mode=append', `--output=${join(directory, 'job.log')}`, script],
      { encoding: 'utf8', env: { ...environment, SLURM_CONF: cluster.configuration } },
    );
    const job = stdout.trim();
    const slice = async (attempt: number): Promise<RunRecord> =>
      vi.waitFor(
        () => {
          const record = recordsIn(environment).find((each) => (each.attempt ?? 1) === attempt);
          expect(readFileSync(record!.log, 'utf8')).toMatch(/_last\.weights[\s\S]*avg loss/);
          return record!;
        },
        { timeout: 120_000, interval: 200 },
      );
    for (const attempt of [1, 2]) {
      await slice(attempt);
      // As --signal=B:USR1@600 does ten minutes before the end.
      spawnSync('scancel', ['--batch', '--signal=USR1', job]);
    }
    const last = await slice(3);
    await vi.waitFor(() => expect(recordsIn(environment).find(({ id }) => id === last.id)!.state).toBe('ended'), {
      timeout: 120_000,
      interval: 500,
    });
    const [third, second, first] = recordsIn(environment);
    expect([first!.continues ?? null, second!.continues?.run, third!.continues?.run]).toEqual([
      null,
      first!.id,
      second!.id,
    ]);
    expect(first!.retry?.why).toMatch(
      new RegExp(`^job ${job} of Slurm goes back in the queue, and then goes on from .*_last.weights`),
    );
    expect(second!.retryOf?.why).toBe(`job ${job} of Slurm was started again`);
    expect(third!.exit).toMatchObject({ code: 0 });
    expect(readFileSync(third!.log, 'utf8')).toMatch(/\n 600: /);
    const starts = [first, second, third].map((each) => Number(/^ (\d+): /m.exec(readFileSync(each!.log, 'utf8'))![1]));
    expect(starts).toEqual([1, second!.continues!.at! + 1, third!.continues!.at! + 1]);
    await vi.waitFor(() => expect(jobState(job)).toBe('COMPLETED'), { timeout: 30_000, interval: 500 });
    expect(recordsIn(environment)).toHaveLength(3);
    expect(plateau(['status', third!.id], environment).stdout).toContain('It is attempt 3, in place of');
  });

  test('`plateau run --sbatch` submits a training, follows it from the queue to its end, and has its status', () => {
    const { directory, environment } = freshHome();
    const demo = [process.execPath, demoProgram, '--directory', join(directory, 'demo'), '--iterations', '60'];
    const submit = (...words: readonly string[]) =>
      plateau(['run', '--sbatch', ...words], { ...environment, SLURM_CONF: cluster.configuration });
    const { stdout, stderr, status } = submit('--time=5 --comment="two words"', '--name', 'night', '--', ...demo);
    expect([stderr, status]).toEqual(['', 0]);
    const [record] = recordsIn(environment);
    const job = record!.job!.id;
    expect(stdout).toContain(`Job ${job} is in the queue of Slurm`);
    expect(stdout).toMatch(/night \(\S+-night\) runs on \S+\.[\s\S]*mAP/);
    expect(record).toMatchObject({ name: 'night', state: 'ended', exit: { code: 0 }, requeues: 'wanted' });
    const shown = spawnSync('scontrol', ['show', 'job', job], { encoding: 'utf8' }).stdout;
    expect(shown).toMatch(/JobName=night[\s\S]*Requeue=1[\s\S]*TimeLimit=00:05:00[\s\S]*Comment=two words/);
    expect(submit('--no-such-option', '--', ...demo)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/Slurm took no job: .*no-such-option/),
    });
  });
});
