import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { stateDirectory, runFiles } from '../../src/runs/runDirectory.ts';
import { writeRecord } from '../../src/runs/runRecord.ts';
import { listRuns, openRun } from '../../src/runs/runs.ts';
import { openRoom } from '../support/keeper/room.ts';

openRoom();

function recorded(id: string, changes: Partial<RunRecord> = {}): RunRecord {
  const { directory, log } = runFiles(id);
  mkdirSync(directory, { recursive: true });
  writeFileSync(log, '');
  const record: RunRecord = {
    id,
    name: 'shapes',
    command: ['darknet'],
    cwd: '/',
    log,
    state: 'ended',
    startedAt: 1000,
    keeper: null,
    training: null,
    exit: { code: 0, signal: null, time: 2000 },
    problem: null,
    ...changes,
  };
  writeRecord(directory, record);
  return record;
}

beforeEach(() => {
  rmSync(stateDirectory(), { recursive: true, force: true });
});

describe('the runs', () => {
  test('are none before the first, and then one is told how to start one', () => {
    expect(listRuns()).toEqual({ runs: [], problems: [] });
    expect(() => openRun(null)).toThrow('There is no run yet: start one with `plateau run -- COMMAND ...`.');
  });

  test('are listed newest first, and the newest is meant when none is named', () => {
    recorded('20260101-000000-a', { startedAt: 1 });
    recorded('20260103-000000-c', { startedAt: 3 });
    recorded('20260102-000000-b', { startedAt: 2 });
    expect(listRuns().runs.map(({ startedAt }) => startedAt)).toEqual([3, 2, 1]);
    expect(openRun(null).startedAt).toBe(3);
  });

  test('can be named by id, by the beginning of one, or by name, of which the newest counts', () => {
    recorded('20260101-000000-a', { startedAt: 1, name: 'a' });
    recorded('20260102-000000-b', { startedAt: 2, name: 'b' });
    recorded('20260103-000000-b', { startedAt: 3, name: 'b' });
    expect(openRun('20260102-000000-b').startedAt).toBe(2);
    expect(openRun('20260101').startedAt).toBe(1);
    expect(openRun('b').startedAt).toBe(3);
    expect(() => openRun('202601')).toThrow(
      /could be any of these runs: 20260103-000000-b, 20260102-000000-b, 20260101/,
    );
  });

  test.each(['nope', '', '../..', '20260101-000000-a/x'])(
    'that do not exist (%j) are said to, with how to see those that do',
    (name) => {
      recorded('20260101-000000-a');
      expect(() => openRun(name)).toThrow(
        `There is no run ${JSON.stringify(name)}: \`plateau runs\` lists those there are.`,
      );
    },
  );

  test.each([
    ['half-written', '{"id": "x", "na'],
    ['of another kind', '[]'],
    [
      'asking for a signal to every process',
      JSON.stringify({ ...recordedShape(), training: { pid: -1, startTime: null } }),
    ],
  ])('whose record is %s are named in a sentence, and the others are listed all the same', (_, text) => {
    recorded('20260101-000000-a');
    mkdirSync(runFiles('broken').directory);
    writeFileSync(runFiles('broken').record, text);
    mkdirSync(runFiles('empty').directory);
    const { runs, problems } = listRuns();
    expect(runs).toHaveLength(1);
    expect(problems).toEqual([
      expect.stringMatching(/runs\/broken\/run\.json is damaged/),
      expect.stringMatching(/runs\/empty\/run\.json is missing/),
    ]);
    expect(() => openRun('broken')).toThrow(/is damaged/);
  });

  test('that are recorded as running, but whose process and keeper are gone, have ended with an unknown exit status', () => {
    recorded('20260101-000000-a', { state: 'running', exit: null, training: { pid: 4_000_000, startTime: 1 } });
    expect(openRun(null)).toMatchObject({ state: 'ended', exit: { code: null, signal: null } });
  });

  test('whose keeper died before it could start them failed to start', () => {
    recorded('20260101-000000-a', { state: 'starting', exit: null });
    expect(openRun(null)).toMatchObject({ state: 'failed-to-start', problem: expect.stringContaining('keeper died') });
  });
});

function recordedShape(): object {
  return {
    id: 'x',
    name: 'x',
    command: [],
    cwd: '/',
    log: '/x',
    state: 'running',
    startedAt: 1,
    keeper: null,
    exit: null,
    problem: null,
  };
}
