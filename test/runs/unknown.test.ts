import { spawnSync } from 'node:child_process';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { readRecord, writeRecord } from '../../src/runs/runRecord.ts';
import { freshHome, isAlive, plateau, plateauProgram, recordsIn } from '../support/real/plateau.ts';
import { skipUnless } from '../support/skipUnless.ts';
import { soon } from '../support/soon.ts';

const mayUnshare = spawnSync('unshare', ['--pid', '--uts', '--mount', '--fork', '--mount-proc', 'true']).status === 0;

/** A training that runs, and what the program says of it from within other namespaces of this kernel. */
function training() {
  const { directory, environment } = freshHome();
  const { stdout } = plateau(['run', '--detach', '--', 'sleep', '600'], environment);
  const id = stdout.split('\n')[0] ?? '';
  const within = (flags: readonly string[], before: string, words: readonly string[]) => {
    const script = `${before}; exec "$@"`;
    const program = [process.execPath, plateauProgram, ...words];
    const {
      status,
      stdout: out,
      stderr,
    } = spawnSync('unshare', [...flags, '--fork', 'sh', '-c', script, 'sh', ...program], {
      env: environment,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout: out, stderr };
  };
  return { id, directory, environment, within, record: () => recordsIn(environment).find((each) => each.id === id)! };
}

function listed(text: string): { state: string; problem: string | null } {
  const [first]: [{ state: string; problem: string | null }] = JSON.parse(text);
  return first;
}

describe('a training', skipUnless('needs unshare(1) and the right to use it', mayUnshare), () => {
  test('is known, attached to and stopped after its host was given another name', () => {
    const { id, within, record } = training();
    const renamed = (...words: string[]) => within(['--uts'], 'hostname renamed', words);
    expect(listed(renamed('runs', '--json').stdout)).toMatchObject({ state: 'running', problem: null });
    expect(renamed('stop', '--now', id)).toMatchObject({ status: 0, stderr: '' });
    expect(record()).toMatchObject({ state: 'ended', exit: { signal: 'SIGINT' } });
  });

  test('of another container is unknown: it is neither said to have ended nor removed, but answers its keeper', () => {
    const { id, within, record } = training();
    const inContainer = (...words: string[]) => within(['--pid', '--mount-proc'], ':', words);
    expect(listed(inContainer('runs', '--json').stdout)).toMatchObject({
      state: 'unknown',
      problem: expect.stringContaining(`Whether ${id} still runs is not known here`),
    });
    const removed = inContainer('runs', 'rm', id);
    expect(removed.status).toBe(1);
    expect(removed.stderr).toContain(`${id} was not removed.`);
    const { training: leader, state } = record();
    expect(state).toBe('running');
    expect(isAlive(leader!.pid)).toBe(true);
    // The socket leads to its keeper, which is in the right place.
    expect(inContainer('stop', '--now', id).status).toBe(0);
    expect(isAlive(leader!.pid)).toBe(false);
  });

  test('of a container whose keeper is gone is not adopted from another one', async () => {
    const { id, within, record } = training();
    const { keeper, training: leader } = record();
    process.kill(keeper!.pid, 'SIGKILL');
    await soon(() => expect(isAlive(keeper!.pid)).toBe(false));
    const stopped = within(['--pid', '--mount-proc'], ':', ['stop', '--now', id]);
    expect(stopped.status).toBe(1);
    expect(stopped.stderr).toContain(`Whether ${id} still runs is not known here`);
    expect(isAlive(leader!.pid)).toBe(true);
  });

  test('of an earlier boot has ended, unless its log was written since', async () => {
    const { directory, within, record } = training();
    const known = record();
    const written = ['output.log', 'times.jsonl'].map((name) => join(dirname(known.log), name));
    await soon(() => expect(written.every((path) => existsSync(path))).toBe(true));
    const rewritten: RunRecord = {
      ...readRecord(dirname(known.log)),
      keeper: null,
      training: { pid: 4_000_000, startTime: 1 },
    };
    for (const pid of [known.keeper!.pid, known.training!.pid]) process.kill(pid, 'SIGKILL');
    writeRecord(dirname(known.log), rewritten);
    writeFileSync(join(directory, 'boot_id'), '00000000-0000-0000-0000-000000000000\n');
    const afterBoot = (): { state: string } => {
      const mount = `mount --bind ${join(directory, 'boot_id')} /proc/sys/kernel/random/boot_id`;
      return listed(within(['--mount'], mount, ['runs', '--json']).stdout);
    };
    expect(afterBoot().state).toBe('unknown');
    for (const path of written) utimesSync(path, 1000, 1000);
    expect(afterBoot().state).toMatch(/^(?:ended|stopped)$/);
  });
});
