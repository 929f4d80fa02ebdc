import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { test, type TestOptions } from 'vitest';
import { skipUnless } from '../skipUnless.ts';

/**
 * Options of a test or a suite that is skipped where a real program is not on this machine. With
 * PLATEAU_NO_SKIPS=NAME,... (CI) its absence is a failed test instead.
 */
export function needs(program: string): TestOptions {
  const found = isInstalled(program);
  if (!found && isRequired(program)) {
    test(`${program} is installed`, () => {
      throw new Error(`${program} is required (PLATEAU_NO_SKIPS names it), and it is not on PATH.`);
    });
  }
  return skipUnless(`needs ${program} (Debian: apt-get install ${packages[program] ?? program})`, found);
}

export function isInstalled(program: string): boolean {
  const path = (process.env['PATH'] ?? '').split(delimiter);
  return [...path, ...daemonDirectories].some((directory) => isExecutable(join(directory, program)));
}

/** Debian keeps daemons where only root's PATH looks. */
const daemonDirectories = ['/usr/sbin', '/sbin'];

/** Debian's packages whose name is not that of the program. */
const packages: Readonly<Record<string, string>> = {
  sshd: 'openssh-server',
  slurmctld: 'slurm-wlm',
  munged: 'munge',
  man: 'man-db',
  'rsvg-convert': 'librsvg2-bin',
};

function isRequired(program: string): boolean {
  return (process.env['PLATEAU_NO_SKIPS'] ?? '').split(',').includes(program);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
