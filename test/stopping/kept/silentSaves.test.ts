import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeKept } from '../../../src/stopping/kept/describeKept.ts';
import { silentSaves } from '../../../src/stopping/kept/silentSaves.ts';
import { detr } from '../../../src/trainers/detr.ts';
import { runOf } from '../../support/run/build.ts';

function training(...files: readonly string[]): string {
  const cwd = mkdtempSync(join(tmpdir(), 'plateau-silent-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, 'out'));
  for (const [index, file] of files.entries()) {
    writeFileSync(join(cwd, 'out', file), Buffer.alloc(64));
    utimesSync(join(cwd, 'out', file), 1000 + index, 1000 + index);
  }
  return cwd;
}

const names = detr.habits.silentFiles!;

test('are found in the output directory of the command, the newest first', () => {
  const cwd = training('checkpoint.pth', 'last.pth', 'log.txt');
  for (const flag of [['--output_dir', 'out'], ['--output-dir=out'], ['--output_dir', 'gone', '--output_dir', 'out']]) {
    expect(silentSaves({ command: ['python', 'main.py', ...flag], cwd }, names)).toEqual([
      { path: 'out/last.pth', written: 1001 },
      { path: 'out/checkpoint.pth', written: 1000 },
    ]);
  }
});

test('are not guessed where the command names no directory, or nothing is in it', () => {
  const cwd = training();
  expect(silentSaves({ command: ['python', 'main.py'], cwd }, names)).toEqual([]);
  expect(silentSaves({ command: ['python', 'main.py', '--output_dir'], cwd }, names)).toEqual([]);
  expect(silentSaves({ command: ['python', 'main.py', '--output_dir', 'out'], cwd }, names)).toEqual([]);
});

test('are left out where the system does not let them be looked at', () => {
  const cwd = training('last.pth');
  symlinkSync('checkpoint.pth', join(cwd, 'out/checkpoint.pth'));
  expect(silentSaves({ command: ['main.py', '--output_dir', 'out'], cwd }, names)).toEqual([
    { path: 'out/last.pth', written: 1000 },
  ]);
});

test('are looked at after the end like those that were announced', () => {
  const cwd = training('checkpoint.pth');
  const [save] = silentSaves({ command: ['main.py', '--output_dir', 'out'], cwd }, names);
  expect(describeKept(runOf(), cwd, [save!.path])).toEqual([
    'not whole: out/checkpoint.pth ends in the middle of a save, and cannot be gone on from',
  ]);
});
