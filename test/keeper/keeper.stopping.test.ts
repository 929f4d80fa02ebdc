import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { StopSignal } from '../../src/stopping/control.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { thisMachine } from '../../src/processes/thisMachine.ts';
import { processFacts } from '../../src/processes/processes.ts';
import { identityOf } from '../../src/processes/processIdentity.ts';
import { openRun } from '../../src/runs/runs.ts';
import { writeRecord } from '../../src/runs/runRecord.ts';
import { localHost } from '../../src/processes/localHost.ts';
import { type RecordedProcesses, recordedTraining } from '../../src/processes/recorded.ts';
import { findTraining, sendSignal } from '../../src/processes/signals/sendSignal.ts';
import { describeStep } from '../../src/stopping/describeStop.ts';
import type { StopStep } from '../../src/stopping/stopNow.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { errorMessage } from '../../src/words/errors.ts';
import { asRoot, onLinux } from '../support/skipUnless.ts';
import { processesOfGroup } from '../support/processes/processesOfGroup.ts';

const room = openRoom();
const strangers: number[] = [];

afterEach(() => {
  for (const pid of strangers.splice(0)) {
    process.kill(pid, 'SIGKILL');
  }
});

/** A process, leader of its own group, that no keeper started. */
function stranger(options: { uid?: number } = {}): number {
  const child = spawn('sleep', ['60'], { ...options, detached: true, stdio: 'ignore' });
  const pid = child.pid ?? Number.NaN;
  strangers.push(pid);
  return pid;
}

async function said(record: RunRecord, text: string): Promise<void> {
  await until(() => readFileSync(record.log, 'utf8').includes(text));
}

/** Waits until a training has ended, and its keeper, which writes its record last, has gone. */
async function isOver(record: RunRecord): Promise<void> {
  await until(() => openRun(record.id).state === 'ended' && processFacts(record.keeper?.pid ?? 0) === null);
}

async function stop(
  record: RunRecord,
  signal: StopSignal,
  wait: number,
): Promise<{ steps: StopStep[]; problem: string | null }> {
  const steps: StopStep[] = [];
  const problem = await room.stop(record, { strongest: signal, wait, onStep: (step) => void steps.push(step) }).then(
    () => null,
    (error: unknown) => errorMessage(error),
  );
  return { steps, problem };
}

function sentIn(steps: readonly StopStep[]): readonly string[] {
  return steps.flatMap((step) => (step.step === 'sent' ? [step.sent.signal] : []));
}

async function signalTraining(record: RecordedProcesses, signal: StopSignal): Promise<void> {
  const training = recordedTraining(record);
  await sendSignal(localHost, training, await findTraining(localHost, training), signal);
}

describe('stopping a training', () => {
  test('begins with SIGINT, which lets it save, and tells every step', async () => {
    const record = await room.start('trap "echo saved; exit 5" INT; echo ready; while :; do sleep 0.1; done');
    await said(record, 'ready');
    const { steps } = await stop(record, 'SIGTERM', 10);
    expect(steps.map(({ step }) => step)).toEqual(['sent', 'exited']);
    expect(describeStep(steps[1]!)).toBe('the training has ended with exit status 5');
    expect(readFileSync(record.log, 'utf8')).toContain('saved');
    expect(openRun(record.id).exit).toMatchObject({ code: 5, signal: null });
  });

  test('goes on to SIGTERM and, only if asked for, to SIGKILL, each after its wait', async () => {
    const record = await room.start('trap : INT TERM; echo ready; while :; do sleep 0.1; done');
    await said(record, 'ready');
    const first = await stop(record, 'SIGTERM', 0.3);
    expect(sentIn(first.steps)).toEqual(['SIGINT', 'SIGTERM']);
    expect(first.problem).toMatch(/still runs after SIGTERM: stop it again with `--signal KILL`/);
    expect(openRun(record.id).state).toBe('running');
    const second = await stop(record, 'SIGKILL', 0.3);
    expect(sentIn(second.steps)).toEqual(['SIGKILL']);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGKILL' });
  });

  test('is written down: who asked, which signal, when, and what was refused', async () => {
    const record = await room.start('trap : INT; echo ready; while :; do sleep 0.1; done');
    await said(record, 'ready');
    const control = await room.connect(record);
    await control.signal('SIGINT');
    await expect(control.signal('SIGTERM')).rejects.toThrow('has another');
    const audit = readFileSync(join(dirname(record.log), 'events.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(audit.map(({ event }) => event)).toEqual(['started', 'signal', 'refused']);
    expect(audit[1]).toMatchObject({ by: 'a test', signal: 'SIGINT', wait: 10, processes: expect.any(Number) });
  });

  test('says beforehand that it ignores SIGINT, and begins with SIGTERM then', onLinux, async () => {
    const record = await room.start('trap "" INT; echo ready; exec sleep 60');
    await said(record, 'ready');
    const control = await room.connect(record);
    expect(await control.target()).toMatchObject({ ignoresInterrupt: true });
    await expect(control.signal('SIGINT')).rejects.toThrow('SIGINT was not sent: the training ignores it');
    const { steps } = await stop(record, 'SIGTERM', 10);
    expect(sentIn(steps)).toEqual(['SIGTERM']);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGTERM' });
  });

  test('notices that it ignores SIGINT even if it began to after somebody had connected', onLinux, async () => {
    const go = join(room.directory, 'ignore');
    const record = await room.start(
      `while [ ! -e ${go} ]; do sleep 0.05; done; trap "" INT; echo ignoring; exec sleep 60`,
    );
    const control = await room.connect(record);
    expect(control.ladder().allowed).toEqual(['SIGINT']);
    writeFileSync(go, '');
    await said(record, 'ignoring');
    await until(async () => (await control.target())?.ignoresInterrupt === true);
    expect(control.ladder().allowed).toEqual(['SIGTERM']);
  });

  test('reaches the whole group: a launcher and its workers leave no orphan', async () => {
    const worker = 'sleep 60 & sleep 60 & wait';
    const record = await room.start(`sh -c '${worker}' & sh -c '${worker}' & echo ready; wait`);
    await said(record, 'ready');
    const group = record.training?.pid ?? 0;
    await until(() => processesOfGroup(group).length === 7);
    expect(await (await room.connect(record)).target()).toMatchObject({ processes: 7, processGroup: group });
    await stop(record, 'SIGTERM', 0.5);
    expect(processesOfGroup(group)).toEqual([]);
  });

  test('names what its leader leaves behind, and can still end that', async () => {
    const record = await room.start('sleep 61 & echo ready; sleep 60');
    await said(record, 'ready');
    const group = record.training?.pid ?? 0;
    await until(() => processesOfGroup(group).length === 3);
    const control = await room.connect(record);
    process.kill(group, 'SIGKILL');
    await until(() => control.exit() !== null);
    expect(control.exit()?.left.map(({ command }) => command)).toEqual(expect.arrayContaining(['sleep 61']));
    expect(control.ladder().allowed).toContain('SIGINT');
    // Background jobs of a script ignore SIGINT, so that it takes two steps.
    const { steps } = await stop(record, 'SIGTERM', 0.3);
    expect(sentIn(steps).at(-1)).toBe('SIGTERM');
    expect(processesOfGroup(group)).toEqual([]);
    await until(() => control.exit()?.left.length === 0);
  });

  test('ends what is left of a training whose keeper has gone long ago', async () => {
    const record = await room.start('sleep 60 & exit 3');
    await isOver(record);
    expect(processesOfGroup(record.training?.pid ?? 0)).toHaveLength(1);
    await stop(record, 'SIGTERM', 0.3);
    expect(processesOfGroup(record.training?.pid ?? 0)).toEqual([]);
    expect(openRun(record.id).exit).toMatchObject({ code: 3 });
  });

  test('continues a training that was stopped by ^Z or SIGSTOP, since it would not notice otherwise', async () => {
    const record = await room.start(['sleep', '60']);
    process.kill(record.training?.pid ?? Number.NaN, 'SIGSTOP');
    await until(() => processFacts(record.training?.pid ?? 0)?.stopped === true);
    const { steps } = await stop(record, 'SIGTERM', 10);
    expect(sentIn(steps)).toEqual(['SIGINT']);
    expect(openRun(record.id).exit).toMatchObject({ signal: 'SIGINT' });
  });

  test('does nothing to a training that has ended', async () => {
    const record = await room.start('exit 6');
    await until(() => openRun(record.id).state === 'ended');
    const { steps, problem } = await stop(openRun(record.id), 'SIGKILL', 10);
    expect(steps.map(({ step }) => step)).toEqual(['exited']);
    expect(problem).toBeNull();
  });
});

describe('no signal is ever sent', () => {
  test('to a process that only has the number of the training', async () => {
    const record = await room.start('exit 0');
    await isOver(record);
    const pid = stranger();
    const { startTime } = identityOf(pid);
    const forged = { ...record, training: { pid, startTime: (startTime ?? 0) - 1 } };
    await expect(signalTraining(forged, 'SIGKILL')).rejects.toThrow(
      `process ${pid} is not the training that was started`,
    );
    writeRecord(dirname(record.log), { ...forged, state: 'running' });
    const control = await room.connect(record);
    expect(await control.target()).toBeNull();
    await expect(control.signal('SIGINT')).rejects.toThrow('SIGINT was not sent');
    expect(processFacts(pid)?.command).toBe('sleep 60');
  });

  test(
    'to a process of another boot or container, even if its number and start time are the same',
    onLinux,
    async () => {
      const pid = stranger();
      const training = identityOf(pid);
      const machine = { ...thisMachine(), boot: 'another' };
      await expect(signalTraining({ training, machine }, 'SIGINT')).rejects.toThrow(
        'is not the training that was started',
      );
      expect(processFacts(pid)).not.toBeNull();
    },
  );

  test('to a process of another machine: its run is named as one to attach to there', async () => {
    const record = await room.start('exit 0');
    await isOver(record);
    writeRecord(dirname(record.log), { ...record, machine: { host: 'gpu-box', boot: 'another', id: 'another' } });
    expect(openRun(record.id).state).toBe('running');
    await expect(room.connect(record)).rejects.toThrow(
      /was started on gpu-box, .* attach to it, stop it and remove it from there/,
    );
  });

  test('to a process of another user', asRoot, async () => {
    const pid = stranger({ uid: 65_534 });
    await expect(signalTraining({ training: identityOf(pid) }, 'SIGINT')).rejects.toThrow(
      /runs as (nobody|user 65534), not as root/,
    );
    expect(processFacts(pid)).not.toBeNull();
  });
});
