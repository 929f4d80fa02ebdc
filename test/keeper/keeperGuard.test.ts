import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { currentKeeper } from '../../src/runs/keeperLock.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { openRun } from '../../src/runs/runs.ts';
import { killKeeping } from '../support/keeper/killKeeping.ts';
import { openRoom, until } from '../support/keeper/room.ts';
import { spokenTrainer } from '../support/keeper/spokenTrainer.ts';

const room = openRoom();

/** A training with a planned stop, whose keeper is a file of its own. */
async function guardedTraining(): Promise<{ readonly record: RunRecord; readonly program: string }> {
  const program = join(room.directory, 'replaced.mjs');
  copyFileSync(room.program(), program);
  const plan = { when: 'advice', grace: 600 } as const;
  const record = await room.start(spokenTrainer(room.directory).command, { keeperProgram: program, plan });
  return { record, program };
}

test('a guard that cannot start a keeper tries ever more rarely, says so, and starts the one that is there then', async () => {
  const { record, program } = await guardedTraining();
  const tries = join(room.directory, 'tries');
  writeFileSync(
    program,
    `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(tries)}, Date.now() + ' '); process.exit(9);`,
  );
  process.kill(record.keeper?.pid ?? Number.NaN, 'SIGKILL');
  const times = (): number[] => (existsSync(tries) ? readFileSync(tries, 'utf8').trim().split(' ').map(Number) : []);
  await until(() => times().length >= 4);
  const pauses = times().map((time, at, all) => time - (all[at - 1] ?? time));
  for (const [at, seconds] of [0, 0, 1, 2].entries()) expect(pauses[at]).toBeGreaterThanOrEqual(seconds * 1000 - 50);
  await until(() => openRun(record.id).problem?.includes('4 tries') === true);
  expect(openRun(record.id).problem).toMatch(
    /^Its planned stop must wait: no keeper can be started \(4 tries; the last one ended with status 9, see \/.*keeper.log\)\. The next try is made within 4 s\.$/,
  );
  copyFileSync(room.program(), program);
  await until(() => currentKeeper(dirname(record.log)) !== null);
  await until(() => openRun(record.id).problem === null);
  expect(openRun(record.id).armed?.plan.when).toBe('advice');
});

test('a planned stop whose keeper and guard were killed is said to wait for a keeper', async () => {
  const { record } = await guardedTraining();
  await killKeeping(record);
  expect(openRun(record.id).problem).toBe('Its planned stop must wait for a keeper, which whoever looks at it starts.');
  await room.connect(openRun(record.id));
  expect(openRun(record.id).problem).toBeNull();
});
