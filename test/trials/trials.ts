import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isInstalled } from '../support/real/programs.ts';
import { clockSteps, libfaketime } from './clockSteps.ts';
import { cutConnections } from './cutConnections.ts';
import { failingWrites } from './failingWrites.ts';
import { fullDisk } from './fullDisk.ts';
import { fuzzReaders } from './fuzzReaders.ts';
import { fuzzSocket } from './fuzzSocket.ts';
import { killAtWrite } from './killAtWrite.ts';
import { randomKills } from './randomKills.ts';
import type { Trial } from './trial.ts';

const onProc = (): string | null => (existsSync('/proc/self/environ') ? null : 'Linux');
const withSshd = (): string | null => (isInstalled('sshd') ? null : 'sshd');
const withFaketime = (): string | null => (libfaketime() === null ? 'libfaketime' : null);
const mounting = (): string | null =>
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
    ? null
    : 'root that may mount';

/** Every trial, in the order in which they are done. */
export const trials: readonly Trial[] = [
  { name: 'kills', missing: onProc, step: randomKills },
  { name: 'kill-at-write', missing: onProc, step: killAtWrite },
  { name: 'failing-writes', missing: onProc, step: failingWrites },
  { name: 'full-disk', missing: mounting, step: fullDisk },
  { name: 'clock-steps', missing: withFaketime, step: clockSteps },
  { name: 'cut-connections', missing: withSshd, step: cutConnections },
  { name: 'fuzz-socket', missing: onProc, step: fuzzSocket },
  { name: 'fuzz-readers', missing: () => null, step: fuzzReaders },
];
