import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { plateau } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { isWhole, startSlowSaver, stoppedBetweenItsFiles } from '../support/real/slowSaver.ts';
import { onLinux } from '../support/skipUnless.ts';
import { soon } from '../support/soon.ts';

const eventsOf = (record: RunRecord): readonly { event: string; signal?: string; files?: readonly string[] }[] =>
  readFileSync(join(dirname(record.log), 'events.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const signalsOf = (record: RunRecord) =>
  eventsOf(record).flatMap(({ event, signal }) => (event === 'signal' ? [signal] : []));

describe('a trainer that writes its weights in place for seconds', { ...onLinux, ...needs('python3') }, () => {
  test.each(['last.pt', 'best.pt'])(
    'keeps %s whole when it is stopped while that is written',
    async (name) => {
      const { environment, path, record } = startSlowSaver(6, 3);
      await soon(() => expect(statSync(path(name)).size).toBeGreaterThan(4000));
      const { status, stdout } = plateau(['stop'], environment);
      expect(stdout).toContain(`${name} is being written: SIGINT waits until that is over, and asks after 2 min`);
      expect(status).toBe(0);
      expect([isWhole(path('last.pt')), isWhole(path('best.pt'))]).toEqual([true, true]);
      expect(signalsOf(record())).toEqual(['SIGINT']);
    },
    60_000,
  );

  test('keeps both whole when it is stopped in the 80 ms between them, nine times of nine', async () => {
    const results = [];
    for (let time = 0; time < 9; time++) results.push(await stoppedBetweenItsFiles());
    expect(results).toEqual(Array.from({ length: 9 }, () => [true, true]));
  }, 300_000);

  test('keeps them whole when --within runs out in the middle of a save', async () => {
    const { environment, path, record } = startSlowSaver(3, 3);
    await soon(() => expect(statSync(path('last.pt')).size).toBeGreaterThan(4000));
    expect(plateau(['stop', '--after-checkpoint', '--within', '0.2s'], environment).status).toBe(0);
    await soon(() => expect(record().state).toBe('ended'), 300);
    expect([isWhole(path('last.pt')), isWhole(path('best.pt'))]).toEqual([true, true]);
    expect(eventsOf(record())).toContainEqual(expect.objectContaining({ event: 'held', signal: 'SIGINT' }));
  }, 60_000);

  test('is signalled all the same when the time for that is over, as --save-wait says with --within', async () => {
    const { environment, path, record } = startSlowSaver(30, 3);
    await soon(() => expect(statSync(path('last.pt')).size).toBeGreaterThan(4000));
    plateau(['stop', '--after-checkpoint', '--within', '0.2s', '--save-wait', '1s'], environment);
    await soon(() => expect(record().state).toBe('ended'), 300);
    expect(isWhole(path('last.pt'))).toBe(false);
  }, 60_000);

  test('is not signalled without a word of somebody, when nobody can be asked', async () => {
    const { environment, path, record } = startSlowSaver(30, 3);
    await soon(() => expect(statSync(path('last.pt')).size).toBeGreaterThan(4000));
    const { status, stderr } = plateau(['stop', '--save-wait', '1s'], environment);
    expect(stderr).toMatch(/SIGINT was not sent: last\.pt is still being written\. The stop stays planned/);
    expect(status).toBe(1);
    expect(signalsOf(record())).toEqual([]);
    expect(plateau(['stop', '--even-if-saving'], environment).status).toBe(0);
    expect(signalsOf(record())).toEqual(['SIGINT']);
  }, 60_000);
});
