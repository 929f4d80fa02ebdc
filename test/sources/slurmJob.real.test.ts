import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TrainingControl } from '../../src/stopping/control.ts';
import { clientReach, type ClientTarget } from '../../src/stopping/driver/clientReach.ts';
import { openViewStop } from '../../src/stopping/driver/viewStop.ts';
import { followRemote } from '../../src/sources/followRemote.ts';
import { jobPlace } from '../../src/processes/remote/place.ts';
import { slurmJob, slurmTarget } from '../../src/sources/slurmJob.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { type SlurmCluster, startSlurmCluster } from '../support/sources/slurmCluster.ts';
import { asRoot } from '../support/skipUnless.ts';

const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 100 });

async function controlOf(target: ClientTarget): Promise<TrainingControl> {
  return (await openViewStop(clientReach(target), () => null)).control;
}

describe(
  'a real Slurm of one node',
  {
    timeout: 60_000,
    // munged and slurmd want to be started by root, as Slurm itself is.
    ...asRoot,
    ...needs('slurmctld'),
    ...needs('munged'),
  },
  () => {
    let cluster: SlurmCluster;
    const before = process.env['SLURM_CONF'];

    beforeAll(async () => {
      cluster = await startSlurmCluster();
      process.env['SLURM_CONF'] = cluster.configuration;
    });

    afterAll(() => {
      spawnSync('scancel', ['--full', '--signal=KILL', '--state=RUNNING'], { stdio: 'ignore' });
      if (before === undefined) delete process.env['SLURM_CONF'];
      else process.env['SLURM_CONF'] = before;
      cluster.close();
    });

    /** Submits a batch script, which writes to a file with a space in its name. */
    function submit(script: string, name = 'train'): { id: string; log: string } {
      const file = join(cluster.directory, `${name}.sh`);
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
      const log = join(cluster.directory, `${name} output.log`);
      const words = ['--parsable', `--job-name=${name}`, `--output=${log}`, `--chdir=${cluster.directory}`, file];
      const id = spawnSync('sbatch', words, { encoding: 'utf8' }).stdout.trim();
      onTestFinished(() => void spawnSync('scancel', ['--full', '--signal=KILL', id]));
      return { id, log };
    }

    async function wrote(log: string, text: string): Promise<void> {
      await soon(() => expect(existsSync(log) && readFileSync(log, 'utf8')).toContain(text));
    }

    test('tells a job, where it runs and where its output goes', async () => {
      const { id, log } = submit('echo ready; exec sleep 60', 'told');
      await wrote(log, 'ready');
      expect(await slurmJob(id)).toMatchObject({
        id,
        name: 'told',
        user: 'root',
        state: 'RUNNING',
        output: log,
        errors: null,
        command: join(cluster.directory, 'told.sh'),
        directory: cluster.directory,
        node: expect.stringMatching(/^\w/),
      });
    });

    test('SIGINT reaches the program that a batch script runs without srun, which scancel alone leaves out', async () => {
      const { id, log } = submit(
        `sh -c 'trap "echo saved; exit 3" INT; echo ready; while :; do sleep 0.1; done'`,
        'interrupted',
      );
      await wrote(log, 'ready');
      const control = await controlOf(slurmTarget(await slurmJob(id), 'root'));
      onTestFinished(() => control.close());
      expect(await control.target()).toMatchObject({
        user: 'root',
        command: join(cluster.directory, 'interrupted.sh'),
      });
      await control.signal('SIGINT', { wait: 0.1 });
      await wrote(log, 'saved');
      await soon(() => expect(control.exit()).toMatchObject({ left: [] }));
    });

    test('a job that goes on after SIGINT is cancelled by SIGTERM, and Slurm ends it', async () => {
      const { id, log } = submit('trap "" INT; echo ready; exec sleep 60', 'cancelled');
      await wrote(log, 'ready');
      const control = await controlOf(slurmTarget(await slurmJob(id), 'root'));
      onTestFinished(() => control.close());
      await control.signal('SIGINT', { wait: 0.1 });
      await soon(() => expect(control.ladder().allowed).toContain('SIGTERM'));
      await control.signal('SIGTERM', { wait: 0.1 });
      await soon(async () => expect((await slurmJob(id)).state).toBe('CANCELLED'));
    });

    test("another user's job is refused", async () => {
      const { id, log } = submit('echo ready; exec sleep 60', 'foreign');
      await wrote(log, 'ready');
      const control = await controlOf(slurmTarget(await slurmJob(id), 'alice'));
      onTestFinished(() => control.close());
      await expect(control.target()).rejects.toThrow(`Job ${id} is root's, not alice's; only root should stop it.`);
      await expect(control.signal('SIGINT')).rejects.toThrow('only root should stop it');
    });

    test('the output of a job is followed on its own node, in a step of the job', async () => {
      const { id, log } = submit('echo one; sleep 3; echo two; exec sleep 60', 'followed');
      await wrote(log, 'one');
      const { node } = await slurmJob(id);
      let text = '';
      const following = followRemote(jobPlace(id, node!), log, {
        onBytes: (bytes) => {
          text += bytes.toString();
        },
      });
      onTestFinished(() => following.close());
      await soon(() => expect(text).toBe('one\ntwo\n'));
    });

    test('`plateau watch --slurm` tells a job until it is over', async () => {
      const { environment } = freshHome();
      const recorded = join(process.cwd(), 'fixtures/demo/healthy.log');
      const { id, log } = submit(`cat '${recorded}'; sleep 2`, 'watched');
      await wrote(log, 'mAP');
      const { stdout, stderr, status } = plateau(['watch', '--slurm', id], {
        ...environment,
        SLURM_CONF: cluster.configuration,
      });
      expect(stderr).toMatch(new RegExp(`^Job ${id} \\(watched\\) of root is \\w+; its output goes to `));
      expect(stdout).toContain('mAP');
      expect(status).toBe(0);
    });

    test('a job that Slurm does not know is said so', async () => {
      await expect(slurmJob('999999')).rejects.toThrow(/^Slurm does not know job 999999: .*Invalid job id/);
      await expect(slurmJob('1; rm -rf /')).rejects.toThrow('--slurm expects the number of a job such as 4711');
    });
  },
);
