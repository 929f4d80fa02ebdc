import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { trainerCommand } from '../../../src/keeper/trainer/trainerCommand.ts';

const directory = mkdtempSync(join(tmpdir(), 'plateau-command-'));
const programs = join(directory, 'programs');
mkdirSync(programs);
// `env` stands for any interpreter that exists: nothing here is run.
program('python3.12', '');
program('darknet', '\u007FELF');
program('stdbuf', '\u007FELF');
program('yolo', '#!/usr/bin/env python3\nimport ultralytics\n');
program('torchrun', "#!/bin/sh\n'''exec' '/a very long path/bin/python3' \"$0\" \"$@\"\n' '''\n");
program('train.sh', '#!/bin/sh\nexec python3 train.py\n');
symlinkSync('python3.12', join(programs, 'snake'));

afterAll(() => {
  rmSync(directory, { recursive: true });
});

function program(name: string, content: string): void {
  writeFileSync(join(programs, name), content, { mode: 0o755 });
}

function run(...command: string[]): readonly string[] {
  return trainerCommand(command, programs, { PATH: programs });
}

describe('the command of a trainer', () => {
  test.each(['darknet', './darknet', 'train.sh'])('is put behind stdbuf when it is no Python (%s)', (name) => {
    expect(run(name, '-map')).toEqual([join(programs, 'stdbuf'), '-oL', '-eL', '--', name, '-map']);
  });

  test.each(['python3.12', './python3.12', 'snake', 'yolo', 'torchrun'])(
    'is left as it is when it is Python (%s)',
    (name) => {
      expect(run(name, 'train')).toEqual([name, 'train']);
    },
  );

  test('is left as it is where stdbuf does not exist', () => {
    const bare = join(directory, 'bare');
    mkdirSync(bare);
    symlinkSync(join(programs, 'darknet'), join(bare, 'darknet'));
    expect(trainerCommand(['darknet'], '/', { PATH: bare })).toEqual(['darknet']);
  });

  test('ignores SIGUSR1 in a Slurm job, where the scheduler sends it to every process, if `env` knows how', () => {
    const slurm = { PATH: programs, SLURM_JOB_ID: '7' };
    expect(trainerCommand(['yolo'], programs, slurm)).toEqual(['yolo']);
    program('env', '#!/bin/sh\nexit 125\n');
    expect(trainerCommand(['yolo'], programs, slurm)).toEqual(['yolo']);
    program('env', '#!/bin/sh\nexit 0\n');
    const ignoring = [join(programs, 'env'), '--ignore-signal=USR1', '--'];
    expect(trainerCommand(['yolo'], programs, slurm)).toEqual([...ignoring, 'yolo']);
    expect(trainerCommand(['darknet'], programs, slurm).slice(0, 4)).toEqual([...ignoring, join(programs, 'stdbuf')]);
  });

  test('is looked for where the trainer itself would: its working directory for a relative entry of PATH', () => {
    expect(trainerCommand(['yolo'], directory, { PATH: './programs' })).toEqual(['yolo']);
    expect(() => trainerCommand(['yolo'], programs, { PATH: './programs' })).toThrow('"yolo" was not found');
  });
});
