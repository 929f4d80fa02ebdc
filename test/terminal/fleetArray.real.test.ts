import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { demoProgram, freshHome } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { startSlurmCluster } from '../support/sources/slurmCluster.ts';

/** Milliseconds in which the demo comes to where it is waited for, on a machine that does other work as well. */
const patience = 300_000;

describe('the list of the jobs of a real Slurm', { timeout: 900_000, ...needs('slurmctld') }, () => {
  test('shows an array of four trainings as a group, opens one, and stops it by hand, so that the next begins', async () => {
    const cluster = await startSlurmCluster();
    onTestFinished(cluster.close);
    const { directory, environment } = freshHome();
    const slurm = { ...environment, SLURM_CONF: cluster.configuration };
    const job = join(directory, 'job.sh');
    // Two of them run at once: the node has two processors.
    const trainer = `'${process.execPath}' '${demoProgram}' --directory '${directory}'/$SLURM_ARRAY_TASK_ID`;
    const scenarios = [
      'diverge',
      'healthy --iterations 100000',
      'overfit --iterations 100000',
      'healthy --iterations 100000',
    ];
    const tasks = scenarios.map((scenario, task) => `${task}) exec ${trainer} --scenario ${scenario} ;;`);
    writeFileSync(job, `#!/bin/sh\ncase $SLURM_ARRAY_TASK_ID in\n${tasks.join('\n')}\nesac\n`);
    const submitted = spawnSync(
      'sbatch',
      ['--parsable', '--array=0-3', '--job-name=sweep', `--output=${directory}/%a.log`, job],
      { encoding: 'utf8', env: slurm },
    );
    const id = submitted.stdout.trim();
    onTestFinished(() => void spawnSync('scancel', ['--signal=KILL', '--full', id], { env: slurm }));

    const { see, press, exited } = openTerminal(['--slurm'], { environment: slurm, columns: 140, rows: 40 });
    await see(/4 trainings on \d machines?/);
    await see(new RegExp(String.raw`slurm ${id}_0 .*sweep`));
    await see(new RegExp(String.raw`sweep \(array ${id}\) +4 runs`));
    await see(new RegExp(String.raw`slurm ${id}_0 .*\d+/500`), patience);
    await see(new RegExp(String.raw`slurm ${id}_2 .*WAITING for its scheduler`));

    press(`/${id}_1\r`);
    await see(/1 of 4 trainings/);
    press('\r');
    await see(/^sweep \(job \d+_1\) {2}\S/m);
    press('q');
    await see(/1 of 4 trainings/);
    press('s');
    await see(/stop this training\?/);
    press('i');
    await see(new RegExp(String.raw`slurm ${id}_1 .*STOPPED`), patience);
    press('\u001B');
    await see(new RegExp(String.raw`slurm ${id}_2 .*\d+/100000`), patience);
    await see(new RegExp(String.raw`slurm ${id}_0 .*DIVERGED`), patience);
    press('q');
    expect((await exited).exitCode).toBe(0);
  });
});
