import { rmSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';
import { earlierRuns, secondsBefore } from '../../../src/runs/linked/earlierRuns.ts';
import { keptRun } from '../../support/cli/kept.ts';
import { freshHome } from '../../support/real/plateau.ts';

const from = (run: string, at: number | null) => ({ continues: { run, file: '/w/last.pt', at } });

beforeEach(() => {
  const { environment } = freshHome();
  vi.stubEnv('XDG_STATE_HOME', environment['XDG_STATE_HOME']);
  keptRun(environment, '1-first', { startedAt: 1000, exit: { code: null, signal: 'SIGINT', time: 1100 } });
  keptRun(environment, '2-second', {
    startedAt: 5000,
    exit: { code: 1, signal: null, time: 5050 },
    pauses: [{ from: 5010, to: 5030 }],
    ...from('1-first', 40),
  });
});

test('gives the runs that one is the rest of, the oldest first, and where each was gone on from', () => {
  expect(earlierRuns(from('2-second', 70)).map(({ record, at }) => [record.id, at])).toEqual([
    ['1-first', 40],
    ['2-second', 70],
  ]);
  expect(earlierRuns({})).toEqual([]);
});

test('adds up their time, pauses left out', () => {
  expect(secondsBefore(from('2-second', 70))).toBe(130);
  expect(secondsBefore({})).toBe(0);
});

test('ends at a run that was removed, and at one that is in the row already', () => {
  expect(earlierRuns(from('9-none', 1))).toEqual([]);
  expect(earlierRuns(from('../2-second', 1))).toEqual([]);
  rmSync(`${process.env['XDG_STATE_HOME']}/plateau/runs/1-first`, { recursive: true });
  expect(earlierRuns(from('2-second', 70)).map(({ record }) => record.id)).toEqual(['2-second']);
  keptRun({ XDG_STATE_HOME: process.env['XDG_STATE_HOME']! }, '1-first', from('2-second', 1));
  expect(earlierRuns(from('2-second', 70)).map(({ record }) => record.id)).toEqual(['1-first', '2-second']);
});
