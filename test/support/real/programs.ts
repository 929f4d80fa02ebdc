import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { test } from 'vitest';

/**
 * Whether a real program that some tests want is on this machine. Where it is not, those tests are skipped and a line says so; with
 * PLATEAU_NO_SKIPS=NAME,... (CI) its absence is a failed test instead.
 */
export function has(program: string): boolean {
  const found = [...(process.env['PATH'] ?? '').split(delimiter), ...daemonDirectories].some((directory) =>
    isExecutable(join(directory, program)),
  );
  if (found) return true;
  const required = (process.env['PLATEAU_NO_SKIPS'] ?? '').split(',').includes(program);
  if (required) {
    test(`${program} is installed`, () => {
      throw new Error(`${program} is needed here (PLATEAU_NO_SKIPS names it), and it is not on PATH.`);
    });
  } else {
    console.warn(
      `skipped: the tests that need ${program}, which is not installed here (Debian: apt-get install ${packages[program] ?? program}).`,
    );
  }
  return false;
}

/** Debian keeps daemons where only root's PATH looks. */
const daemonDirectories = ['/usr/sbin', '/sbin'];

/** Debian's packages whose name is not that of the program. */
const packages: Readonly<Record<string, string>> = { sshd: 'openssh-server', slurmctld: 'slurm-wlm' };

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
