import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/advisor/verdict.ts';
import { whyNotRemoved } from '../../src/runs/removeRuns.ts';
import { filesIn } from '../../src/runs/runDirectory.ts';
import { isOfNewerVersion, readRecord, writeRecord } from '../../src/runs/runRecord.ts';
import { listRuns } from '../../src/runs/runs.ts';
import { freshStateHome, recordedRun } from '../support/history/home.ts';

freshStateHome();

/** Changes the file of a run as another version may have written it; returns its directory. */
function rewritten(change: (file: Record<string, unknown>) => object): string {
  const directory = dirname(recordedRun('20260101-000000-a').log);
  const { record } = filesIn(directory);
  writeFileSync(record, JSON.stringify(change(JSON.parse(readFileSync(record, 'utf8')))));
  return directory;
}

const fileOf = (directory: string) => JSON.parse(readFileSync(filesIn(directory).record, 'utf8'));

describe('run.json', () => {
  test('has a version, the exit status by its name, and null for what is absent', () => {
    const { log } = recordedRun('20260101-000000-a');
    expect(fileOf(dirname(log))).toMatchObject({
      version: 2,
      exit: { status: 0, signal: null, time: 1_780_000_900 },
      group: null,
      tags: [],
      note: null,
      continues: null,
      after: null,
      attempt: 1,
    });
  });

  test('says that an exit is unknown, and when it came', () => {
    const { log } = recordedRun('20260101-000000-a', { exit: { code: null, signal: null, time: 7 } });
    expect(fileOf(dirname(log))).toMatchObject({ exit: 'unknown', endedAt: 7 });
    expect(readRecord(dirname(log)).exit).toEqual({ code: null, signal: null, time: 7 });
  });

  test('of version 1 is read as before', () => {
    const directory = rewritten((file) => {
      const kept = new Set('id name command cwd log state startedAt keeper training problem'.split(' '));
      const old = Object.fromEntries(Object.entries(file).filter(([name]) => kept.has(name)));
      return { ...old, exit: { code: 3, signal: null, time: 9 } };
    });
    expect(readRecord(directory)).toMatchObject({ state: 'ended', exit: { code: 3, signal: null, time: 9 } });
  });

  test('keeps fields that this version does not know when it is written again', () => {
    const directory = rewritten((file) => ({ ...file, colour: 'green' }));
    writeRecord(directory, { ...readRecord(directory), name: 'other' });
    expect(fileOf(directory)).toMatchObject({ colour: 'green', name: 'other' });
  });

  test('of a newer version is listed as it is, and neither put right nor removed', () => {
    rewritten((file) => ({
      ...file,
      version: 3,
      state: 'running',
      exit: null,
      training: { pid: 4_000_000, startTime: 1 },
    }));
    const [record] = listRuns().runs;
    expect(record).toMatchObject({ version: 3, state: 'running' });
    expect(whyNotRemoved(record!)).toContain('a newer Plateau');
  });

  test.each([
    ['armed', { plan: 'soon' }, null],
    ['signals', [{ signal: 'SIGHUP' }], []],
    ['requests', 'none', []],
    ['pauses', [{ from: 'noon' }], []],
    ['strays', [{ pid: 1, startTime: 1 }], []],
    ['strays', [null], []],
    ['notices', { command: [], cwd: '/', webhooks: [] }, null],
    ['trainer', 7, null],
    ['tags', [1], []],
    ['after', { run: 7 }, null],
  ])('with damaged %s (%j) is read as if it said %j', (name, damaged, otherwise) => {
    const directory = rewritten((file) => ({ ...file, [name]: damaged }));
    expect(readRecord(directory)).toHaveProperty(name, otherwise);
  });

  test('keeps its time budget when other settings are damaged or missing', () => {
    const directory = rewritten((file) => ({ ...file, advice: { preset: 'bold', maxTime: 60 } }));
    expect(readRecord(directory).advice).toEqual({ ...defaultSettings, maxTime: 60 });
  });

  test('with a version that is no number is read, and taken for a newer one', () => {
    const directory = rewritten((file) => ({ ...file, version: 'next' }));
    expect(isOfNewerVersion(readRecord(directory))).toBe(true);
  });

  test.each([
    ['id', 7],
    ['command', ['train', 7]],
    ['state', 'asleep'],
    ['startedAt', 'today'],
    ['training', { pid: 1, startTime: null }],
    ['training', { pid: -5, startTime: null }],
    ['training', { pid: 2.5, startTime: null }],
    ['training', { pid: 5 }],
    ['keeper', { pid: '5', startTime: null }],
    ['exit', { status: 0, signal: null }],
    ['problem', 7],
    ['machine', { boot: null }],
    ['socket', 7],
  ])('is damaged when its %s is %j', (name, damaged) => {
    const directory = rewritten((file) => ({ ...file, [name]: damaged }));
    expect(() => readRecord(directory)).toThrow(/run\.json is damaged/);
  });

  test('keeps fields that this version does not know inside of others', () => {
    const parts = {
      training: { pid: 4_000_000, startTime: 1, colour: 'green' },
      machine: { host: 'box', boot: null, colour: 'green' },
      strays: [{ pid: 4_000_001, startTime: null, colour: 'green' }],
      notices: { command: null, cwd: '/', webhooks: [], colour: 'green' },
    };
    const directory = rewritten((file) => ({ ...file, ...parts }));
    writeRecord(directory, readRecord(directory));
    expect(fileOf(directory)).toMatchObject(parts);
  });
});
