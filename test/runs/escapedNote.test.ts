import { spawn } from 'node:child_process';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { escapedFrom, runMark } from '../../src/processes/proc/escaped.ts';
import { escapedNote, escapedOf } from '../../src/runs/escapedNote.ts';
import { thisMachine } from '../../src/processes/thisMachine.ts';
import { recordedRun } from '../support/history/home.ts';
import { onLinux } from '../support/skipUnless.ts';
import { soon } from '../support/soon.ts';

describe('a process that carries the mark of a run', onLinux, () => {
  test('has got away from one that runs, and not from one that is still starting', async () => {
    const id = `run-of-${process.pid}`;
    const worker = spawn('sleep', ['600'], { env: { ...process.env, [runMark]: id }, stdio: 'ignore' });
    onTestFinished(() => void worker.kill('SIGKILL'));
    const running = recordedRun(id, { state: 'running', training: null, machine: thisMachine() });
    await soon(() => expect(escapedFrom(running).map(({ pid }) => pid)).toEqual([worker.pid]));
    expect(escapedNote(running)).toContain(`got away from it and runs on: ${worker.pid} (sleep 600)`);
    const starting = { ...running, state: 'starting' } as const;
    expect(escapedOf(starting)).toEqual([]);
    expect(escapedNote(starting)).toBeNull();
  });
});
