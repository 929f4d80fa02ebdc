import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { freshHome, isAlive, plateau, plateauProgram, recordsIn } from '../support/real/plateau.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 25_000, interval: 100 });

/** Starts a training that ends of SIGTERM only, and tells with a file that it is ready. */
async function stubborn() {
  const { directory, environment } = freshHome();
  const ready = join(directory, 'ready');
  const script = `trap : INT; trap "exit 7" TERM; touch '${ready}'; while :; do sleep 0.1; done`;
  plateau(['run', '--detach', '--', 'sh', '-c', script], environment);
  await soon(() => expect(existsSync(ready)).toBe(true));
  return environment;
}

/** `plateau stop`, and what it has said so far. */
function stopping(environment: Record<string, string>, ...flags: readonly string[]) {
  const command = spawn(process.execPath, [plateauProgram, 'stop', ...flags], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void command.kill('SIGKILL'));
  let said = '';
  command.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => {
    command.on('exit', resolve);
  });
  return { command, said: () => said, exited };
}

const signalsIn = (environment: Record<string, string>): readonly string[] =>
  readFileSync(join(recordsIn(environment)[0]!.log, '../events.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line): { event: string; signal: string } => JSON.parse(line))
    .flatMap(({ event, signal }) => (event === 'signal' ? [signal] : []));

describe('plateau stop', () => {
  test('goes on in the keeper when it is interrupted', { timeout: 60_000 }, async () => {
    const environment = await stubborn();
    const { command, said, exited } = stopping(environment, '--wait', '2s');
    await soon(() => expect(said()).toMatch(/It does not depend on this terminal[\s\S]*SIGINT sent to process/));
    command.kill('SIGINT');
    await exited;
    await soon(() =>
      expect(recordsIn(environment)[0]).toMatchObject({ state: 'ended', exit: { code: 7 }, armed: null }),
    );
    expect(signalsIn(environment)).toEqual(['SIGINT', 'SIGTERM']);
  });

  test('ends, with exit status 1, when somebody cancels it', { timeout: 60_000 }, async () => {
    const environment = await stubborn();
    const { said, exited } = stopping(environment, '--wait', '600s');
    await soon(() => expect(said()).toContain('It does not depend on this terminal'));
    await soon(() => expect(signalsIn(environment)).toEqual(['SIGINT']));
    expect(plateau(['stop', '--cancel'], environment)).toMatchObject({ status: 0, stderr: '' });
    expect(await exited).toBe(1);
    expect(said()).toContain('The stop was cancelled: the training goes on.');
    const [record] = recordsIn(environment);
    expect(record).toMatchObject({ state: 'running', armed: null, signals: [{ signal: 'SIGINT' }] });
    expect(isAlive(record!.training!.pid)).toBe(true);
  });

  test(
    'by two people at once succeeds for both, and names no signal that was not sent',
    { timeout: 60_000 },
    async () => {
      const environment = await stubborn();
      const both = [stopping(environment, '--wait', '2s'), stopping(environment, '--wait', '2s', '--signal', 'KILL')];
      expect(await Promise.all(both.map(async ({ exited }) => exited))).toEqual([0, 0]);
      expect(signalsIn(environment)).toEqual(['SIGINT', 'SIGTERM']);
      for (const { said } of both) expect(said()).not.toContain('SIGKILL');
    },
  );

  test('--json tells each step to a program, as pause and resume do', { timeout: 60_000 }, async () => {
    const environment = await stubborn();
    const [record] = recordsIn(environment);
    const lines = (...words: readonly string[]): readonly { kind: string; run: string; text: string }[] => {
      const { status, stdout, stderr } = plateau([...words, '--json'], environment);
      expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: '' });
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    expect(lines('pause')).toEqual([{ kind: 'paused', run: record!.id, name: record!.name }]);
    expect(lines('resume')).toEqual([{ kind: 'resumed', run: record!.id, name: record!.name }]);
    const steps = lines('stop', '--wait', '1s');
    expect(steps.map(({ kind }) => kind)).toEqual(['cost', 'sent', 'waited', 'sent', 'exited']);
    expect(steps[0]).toMatchObject({ run: record!.id, costs: expect.any(Array), target: expect.any(Object) });
    expect(steps[1]).toMatchObject({ sent: { signal: 'SIGINT' }, text: expect.stringContaining('SIGINT sent') });
    expect(steps.at(-1)).toMatchObject({ exit: { code: 7, left: [] } });
  });
});
