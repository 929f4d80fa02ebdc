import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { demoProgram, freshHome, plateauProgram, recordsIn } from '../support/real/plateau.ts';
import { onLinux } from '../support/skipUnless.ts';

/**
 * A monitor with no terminal as a batch script starts it, in the environment of a job. The scheduler itself is not
 * needed for its signals.
 */
function jobOf(environment: Record<string, string>, directory: string) {
  const job = spawn(
    process.execPath,
    [plateauProgram, 'run', '--', process.execPath, demoProgram, '--directory', directory, '--iterations', '5000'],
    {
      env: { ...environment, SLURM_JOB_ID: '4711', SLURM_JOB_END_TIME: String(Math.floor(Date.now() / 1000) + 3600) },
      stdio: 'ignore',
    },
  );
  onTestFinished(() => void job.kill('SIGKILL'));
  const exited = new Promise<number | null>((resolve) => {
    job.on('exit', (code) => resolve(code));
  });
  return { job, exited };
}

async function training(environment: Record<string, string>) {
  await vi.waitFor(() => expect(readFileSync(recordsIn(environment)[0]!.log, 'utf8')).toMatch(/^ 5: /m), {
    timeout: 30_000,
    interval: 300,
  });
  return recordsIn(environment)[0]!;
}

test.each(['monitor', 'keeper'] as const)(
  'in a Slurm job SIGUSR1 to the %s becomes a stop after the next checkpoint, and the job ends with the training',
  { timeout: 60_000 },
  async (whom) => {
    const { directory, environment } = freshHome();
    const { job, exited } = jobOf(environment, join(directory, 'demo'));
    const record = await training(environment);
    process.kill(whom === 'monitor' ? job.pid! : record.keeper!.pid, 'SIGUSR1');
    await vi.waitFor(() => expect(audit(record.log)).toContain('"event":"armed"'), { timeout: 10_000 });
    expect(audit(record.log)).toContain('Slurm sent SIGUSR1: the time of job 4711 is over');
    expect(await exited).toBe(130);
    expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended', exit: { signal: 'SIGINT' } });
    expect(readFileSync(record.log, 'utf8')).toContain('_last.weights');
  },
);

test(
  'in a Slurm job SIGUSR1 to every process, as the scheduler sends it to a step, spares the trainer until it has saved',
  { timeout: 60_000, ...onLinux },
  async () => {
    const { directory, environment } = freshHome();
    const { job, exited } = jobOf(environment, join(directory, 'demo'));
    const record = await training(environment);
    for (const pid of [record.training!.pid, record.keeper!.pid, job.pid!]) process.kill(pid, 'SIGUSR1');
    expect(await exited).toBe(130);
    expect(readFileSync(record.log, 'utf8')).toMatch(/_last\.weights\n[\s\S]*avg loss/);
  },
);

test(
  'in a Slurm job SIGTERM to both is one stop, at the latest well before the SIGKILL that follows',
  { timeout: 60_000 },
  async () => {
    const { directory, environment } = freshHome();
    const { job, exited } = jobOf(environment, join(directory, 'demo'));
    const record = await training(environment);
    process.kill(record.keeper!.pid, 'SIGTERM');
    job.kill('SIGTERM');
    expect(await exited).toBe(130);
    const plans = audit(record.log)
      .split('\n')
      .filter((line) => line.includes('"event":"armed"'))
      .map((line) => JSON.parse(line).plan);
    expect(plans).toHaveLength(1);
    expect(plans[0].within + 2 * plans[0].wait).toBeLessThan(30);
  },
);

function audit(log: string): string {
  return readFileSync(join(dirname(log), 'events.log'), 'utf8');
}
