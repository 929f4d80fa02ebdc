import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openFleet } from '../../../src/app/fleet/openFleet.ts';
import { freshHome, plateauProgram } from '../../support/real/plateau.ts';
import { needs } from '../../support/real/programs.ts';
import { type SlurmCluster, startSlurmCluster } from '../../support/sources/slurmCluster.ts';
import { soon } from '../../support/soon.ts';

describe('a real Slurm', { timeout: 180_000, ...needs('slurmctld') }, () => {
  let cluster: SlurmCluster;

  beforeAll(async () => {
    cluster = await startSlurmCluster();
    process.env['SLURM_CONF'] = cluster.configuration;
  });

  afterAll(() => {
    delete process.env['SLURM_CONF'];
    cluster.close();
  });

  async function opened(environment: Record<string, string>) {
    const before = process.env['XDG_STATE_HOME'];
    process.env['XDG_STATE_HOME'] = environment['XDG_STATE_HOME'];
    const fleet = await openFleet({ hosts: [], slurm: true, pods: null, experiment: null });
    onTestFinished(async () => {
      await fleet.close();
      if (before === undefined) delete process.env['XDG_STATE_HOME'];
      else process.env['XDG_STATE_HOME'] = before;
    });
    return fleet;
  }

  function submit(script: string, environment: Record<string, string>, ...flags: string[]): string {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-job-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const path = join(directory, 'job.sh');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    const { stdout, stderr } = spawnSync('sbatch', ['--parsable', `--output=${directory}/%a.log`, ...flags, path], {
      encoding: 'utf8',
      env: { ...environment, SLURM_CONF: cluster.configuration },
    });
    if (stdout === '') throw new Error(stderr);
    return stdout.trim();
  }

  test('tells of an array of four: two run, two wait, and one that is stopped makes room', async () => {
    const { environment } = freshHome();
    const id = submit(
      `cat '${process.cwd()}/fixtures/demo/healthy.log'; exec sleep 600`,
      environment,
      '--array=0-3',
      '--job-name=folds',
    );
    onTestFinished(() => void spawnSync('scancel', ['--signal=KILL', '--full', id]));
    const fleet = await opened(environment);
    const states = () =>
      fleet
        .members()
        .map(({ state }) => state)
        .toSorted();
    await soon(() => expect(states()).toEqual(['running', 'running', 'waiting', 'waiting']));
    expect(fleet.members()[0]).toMatchObject({ group: `folds (array ${id})`, way: 'slurm', name: 'folds' });
    const first = fleet.members().find(({ state }) => state === 'running')!;
    await soon(() => expect(fleet.members().find(({ key }) => key === first.key)!.verdict).not.toBeNull());
    expect(await fleet.request(first.key, { ask: 'stop', plan: { when: 'now' } })).toEqual({ state: 'done' });
    await soon(() => expect(states()).toEqual(['running', 'running', 'stopped', 'waiting']));
  });

  test('tells of a job that waited, and was over before it was looked at again, what its log says', async () => {
    const { environment } = freshHome();
    const script = `cat '${process.cwd()}/fixtures/demo/diverge.log'; exit 1`;
    const id = submit(script, environment, '--hold', '--job-name=short');
    const fleet = await opened(environment);
    const job = () => fleet.members().find(({ run }) => run === id);
    await soon(() => expect(job()).toMatchObject({ state: 'waiting', verdict: null }));
    spawnSync('scontrol', ['release', id]);
    await vi.waitFor(() => expect(job()).toMatchObject({ state: 'failed', verdict: { name: 'diverged' } }), {
      timeout: 120_000,
    });
  });

  test('is told once of a job in which `plateau run` runs: by its record, which the keeper serves', async () => {
    const { environment } = freshHome();
    const run = `'${process.execPath}' '${plateauProgram}' run --name night -- sh -c 'while :; do echo epoch; sleep 0.1; done'`;
    const id = submit(run, environment, '--job-name=job-of-night');
    onTestFinished(() => void spawnSync('scancel', ['--signal=KILL', '--full', id]));
    const fleet = await opened(environment);
    const ofJob = () => fleet.members().filter(({ name, job }) => name === 'night' || job?.id === id);
    await soon(() => expect(ofJob().map(({ name }) => name)).toEqual(['night']));
    expect(ofJob()[0]).toMatchObject({ job: { scheduler: 'slurm', id, array: null }, way: 'here' });
    expect(fleet.hosts().find(({ kind }) => kind === 'slurm')).toMatchObject({ state: 'live' });
  });
});
