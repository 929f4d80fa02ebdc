import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wentOnFrom } from '../../src/continuing/wentOnFrom.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { workplace } from '../support/continuing/ended.ts';
import { freshStateHome, writtenRun } from '../support/history/home.ts';

freshStateHome();

const began = 1_780_000_000;
const ended = began + 900;

const log = [
  'a',
  'Learning Rate: 0.001, Momentum: 0.9, Decay: 0.0005',
  ...[98, 99, 100].map((at) => `${at}: 1.5, 1.5 avg, 0.001 rate, 0.1 seconds, ${at * 64} images`),
  'Saving weights to backup/a.backup',
  '101: 1.5, 1.5 avg, 0.001 rate, 0.1 seconds, 6464 images',
  '',
].join('\n');

const train = ['darknet', 'detector', 'train', 'a.data', 'a.cfg'] as const;
const resumed = [...train, 'backup/a.backup'];

/** A directory with a save that was written last at an instant, and the training of Darknet that says it wrote it. */
function saved({ at = began + 600, ...changes }: { readonly at?: number } & Partial<RunRecord> = {}) {
  const cwd = workplace({ 'a.data': 'train = train.txt\n', 'a.cfg': '[net]\n', 'backup/a.backup': 'weights' });
  const file = join(cwd, 'backup/a.backup');
  utimesSync(file, at, at);
  const run = (id: string, more: Partial<RunRecord> = {}) =>
    writtenRun(id, log, {
      command: train,
      cwd,
      startedAt: began,
      exit: { code: null, signal: 'SIGINT', time: ended },
      ...changes,
      ...more,
    });
  return { cwd, file, run, first: run('1-first') };
}

async function from(cwd: string, command: readonly string[]): Promise<string | null> {
  return (await wentOnFrom({ command, cwd }, [command.at(-1)!]))?.run ?? null;
}

describe('a training that is resumed by hand', () => {
  test('goes on from the run that names its save, and ran when that was written last', async () => {
    const { cwd, file, first, run } = saved();
    run('2-later', { startedAt: ended + 60, exit: { code: 0, signal: null, time: ended + 90 } });
    expect(await wentOnFrom({ command: resumed, cwd }, ['backup/a.backup'])).toEqual({ run: first.id, file, at: 100 });
    expect(await from(cwd, [...train, file])).toBe(first.id);
  });

  test.each([
    ['counts anew', (file: string) => [...train, '-clear', file], {}],
    ['is on other data', (file: string) => ['darknet', 'detector', 'train', 'b.data', 'a.cfg', file], {}],
    ['has another network', (file: string) => ['darknet', 'detector', 'train', 'a.data', 'b.cfg', file], {}],
    ['is of another trainer', (file: string) => ['python', 'train.py', '--resume', file], {}],
    ['begins from a file that was written since', (file: string) => [...train, file], { at: ended + 60 }],
    ['begins from one that still trains', (file: string) => [...train, file], { state: 'running' as const }],
    [
      'begins from one that only validated',
      (file: string) => [...train, file],
      { finishes: { run: '0', file: 'a.backup', at: null } },
    ],
  ])('is joined to none where it %s', async (_, command, changes) => {
    const { cwd, file } = saved(changes);
    expect(await from(cwd, command(file))).toBeNull();
  });

  test('is joined to none where two runs may have written its save, or none names it', async () => {
    const { cwd, file, run } = saved();
    writeFileSync(join(cwd, 'backup/other.backup'), 'weights');
    utimesSync(join(cwd, 'backup/other.backup'), began + 600, began + 600);
    expect(await from(cwd, [...train, 'backup/other.backup'])).toBeNull();
    expect(await from(cwd, [...train, 'backup/none.backup'])).toBeNull();
    run('2-beside');
    expect(await from(cwd, [...train, file])).toBeNull();
  });
});
