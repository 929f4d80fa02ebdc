import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeRun } from '../../src/keeper/describeRun.ts';
import { filesIn } from '../../src/runs/runDirectory.ts';
import { readRecord, type RunRecord, writeRecord } from '../../src/runs/runRecord.ts';
import { openRoom, until } from '../support/keeper/room.ts';

const room = openRoom();
const by = 'the test';
const now = (record: RunRecord) => readRecord(dirname(record.log));

describe('what a person says of a run', () => {
  test('is written by its keeper while that lives, and stays with whatever it writes later', async () => {
    const record = await room.start('while :; do echo line; sleep 0.1; done');
    await describeRun(record, { name: 'fold 3', group: 'folds', tags: ['a', 'b', 'a'], note: ' of five ' }, { by });
    const described = { name: 'fold 3', group: 'folds', tags: ['a', 'b'], note: 'of five' };
    expect(now(record)).toMatchObject(described);
    const control = await room.connect(record);
    await control.arm({ when: 'now' });
    await until(() => now(record).state === 'ended');
    expect(now(record)).toMatchObject(described);
    expect(readFileSync(filesIn(dirname(record.log)).audit, 'utf8')).toContain('"event":"described"');
  });

  test('is written into the record of one that is over, where what is not named stays', async () => {
    const record = await room.start('true');
    await until(() => now(record).state === 'ended');
    await describeRun(record, { group: 'folds' }, { by });
    await describeRun(record, { note: 'the best' }, { by });
    expect(now(record)).toMatchObject({ name: record.name, group: 'folds', note: 'the best' });
    await describeRun(record, { group: null }, { by });
    expect(now(record)).toMatchObject({ group: null, note: 'the best' });
  });

  test('is refused when it is no name, or much too long, or of a run that another Plateau or machine has', async () => {
    const record = await room.start('true');
    await until(() => now(record).state === 'ended');
    await expect(describeRun(record, { name: ' ' }, { by })).rejects.toThrow('A name needs at least one character.');
    await expect(describeRun(record, { note: 'x'.repeat(501) }, { by })).rejects.toThrow('500 characters at most');
    await expect(describeRun({ ...record, version: 99 }, {}, { by })).rejects.toThrow('newer Plateau');
    const elsewhere = {
      ...record,
      state: 'running',
      machine: { host: 'gpu9', boot: 'b', bootId: 'c', id: 'm' },
    } as const;
    writeRecord(dirname(record.log), elsewhere);
    await expect(describeRun(elsewhere, { name: 'x' }, { by })).rejects.toThrow('it was started on gpu9');
    expect(now(record).name).toBe(record.name);
  });
});
