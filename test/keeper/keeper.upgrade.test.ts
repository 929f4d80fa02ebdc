import { cpSync, existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { thisMachine } from '../../src/processes/thisMachine.ts';
import { identityOf } from '../../src/processes/processIdentity.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { openRun } from '../../src/runs/runs.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { spokenTrainer, type SpokenTrainer } from '../support/keeper/spokenTrainer.ts';
import { freshHome, recordsIn } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

const room = openRoom();
let number = 0;

/** Plateau as it is installed, in a directory that an upgrade may replace. */
function installed(): { readonly directory: string; readonly keeper: string; readonly plateau: string } {
  number += 1;
  const directory = join(room.directory, `installed-${number}`);
  for (const part of ['bin', 'dist']) cpSync(resolve(part), join(directory, part), { recursive: true });
  cpSync(resolve('package.json'), join(directory, 'package.json'));
  return { directory, keeper: join(directory, 'dist', 'keeper.js'), plateau: join(directory, 'bin', 'plateau.js') };
}

/** As a new build does it: every file has another name. */
function upgrade(directory: string): void {
  for (const file of readdirSync(join(directory, 'dist'))) rmSync(join(directory, 'dist', file));
}

async function savesUntilItEnds(trainer: SpokenTrainer, record: RunRecord): Promise<void> {
  for (let at = 101; openRun(record.id).state !== 'ended'; at += 100) {
    trainer.saves();
    trainer.trains(at);
    await delay(300);
  }
}

describe('a keeper whose Plateau was replaced', () => {
  test('pauses, resumes and carries a planned stop out', async () => {
    const { directory, keeper } = installed();
    const trainer = spokenTrainer(room.directory);
    trainer.trains(1, 3);
    const record = await room.start(trainer.command, { keeperProgram: keeper });
    await until(() => existsSync(join(dirname(record.log), 'status.json')));
    upgrade(directory);
    const control = await room.connect(record);
    await control.pause();
    await control.resume();
    await control.arm({ when: 'checkpoint' });
    await savesUntilItEnds(trainer, record);
    expect(openRun(record.id)).toMatchObject({ keeper: record.keeper, exit: { signal: 'SIGINT' } });
  });

  test('while it started refuses a stop that depends on the log, says so, and still stops at once', async () => {
    const { directory, keeper } = installed();
    for (const file of readdirSync(join(directory, 'dist'))) {
      if (file.startsWith('openTraining-')) rmSync(join(directory, 'dist', file));
    }
    const trainer = spokenTrainer(room.directory);
    const record = await room.start(trainer.command, { keeperProgram: keeper });
    const control = await room.connect(record);
    const pid = record.keeper?.pid;
    const reason = `this Plateau was replaced or removed while it started; \`kill ${pid}\` lets a new keeper take over`;
    await until(() => openRun(record.id).problem !== null);
    expect(openRun(record.id).problem).toBe(`Its keeper cannot follow it: ${reason}.`);
    await expect(control.arm({ when: 'checkpoint' })).rejects.toThrow(
      `Such a stop cannot be carried out: ${reason}. A stop at once can.`,
    );
    await room.stop(record, {});
    expect(openRun(record.id)).toMatchObject({ state: 'ended', exit: { signal: 'SIGINT' } });
  });
});

test('a dashboard whose Plateau was replaced stays open, its panes and its stop included', async () => {
  const { directory, plateau } = installed();
  const { environment } = freshHome();
  const trainer = spokenTrainer(room.directory);
  trainer.trains(1, 3);
  const terminal = openTerminal([], {
    environment,
    columns: 100,
    rows: 30,
    command: [process.execPath, plateau, 'run', '--name', 'shapes', '--', ...trainer.command],
  });
  await terminal.see(/RUNNING/);
  upgrade(directory);
  terminal.press('R');
  // What it has loaded meanwhile it shows, in a box that takes the keys; of the rest it says why not.
  await terminal.see(/Plateau was replaced or removed while this was open|no other training/i);
  if (terminal.screen().includes('no other training')) terminal.press('R');
  await vi.waitFor(() => expect(terminal.screen()).not.toContain('no other training'));
  terminal.press('9');
  await terminal.see(/machine/);
  terminal.press('s');
  await terminal.see(/SIGINT/);
  terminal.press('i');
  await terminal.see(/STOPPED BY SIGINT/);
  expect(recordsIn(environment)).toHaveLength(1);
});

test('a keeper that speaks the protocol of another version is named, with the way out', async () => {
  const record = await room.start(['sleep', '60']);
  process.kill(record.keeper?.pid ?? 0, 'SIGKILL');
  const directory = dirname(record.log);
  const { pid, startTime } = identityOf(process.pid);
  symlinkSync(`${pid}:${startTime}:${thisMachine().boot}`, join(directory, 'keeper.9'));
  rmSync(record.socket ?? '');
  const old = createServer((client) => client.write('{"say":"state","ladder":{"sent":[]}}\n'));
  await new Promise<void>((listening) => {
    old.listen(record.socket ?? '', listening);
  });
  await expect(room.connect(record)).rejects.toThrow(
    `The keeper of the run ${record.id} (process ${pid}) was started by another version of Plateau, and does not understand this one. Use that version, or end the keeper with \`kill -INT ${pid}\` and ask again: a new one takes over, and the training goes on.`,
  );
  rmSync(join(directory, 'keeper.9'));
  old.close();
  expect((await (await room.connect(record)).target())?.pid).toBe(record.training?.pid);
});
