import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { clockSteps } from './clockSteps.ts';
import { cutConnections } from './cutConnections.ts';
import { exitStatuses } from './exitStatuses.ts';
import { failingWrites } from './failingWrites.ts';
import { fullDisk } from './fullDisk.ts';
import { fuzzReaders } from './fuzzReaders.ts';
import { fuzzSocket } from './fuzzSocket.ts';
import { killAtWrite } from './killAtWrite.ts';
import { lostChunks } from './lostChunks.ts';
import { randomKills } from './randomKills.ts';
import type { Trial } from './trial.ts';
import { canPlayAnother, twoUsers } from './twoUsers.ts';

const onLinux = { needs: 'Linux', isPossible: () => existsSync('/proc/self/environ') };
const onLinuxThatMounts = {
  needs: 'Linux and root that may mount',
  isPossible: () => spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0,
};

const withAnotherUser = { needs: 'root, and another user who can read this directory', isPossible: canPlayAnother };

/** Every trial, in the order in which they are done. */
export const trials: readonly Trial[] = [
  { name: 'kills', ...onLinux, step: randomKills },
  { name: 'kill-at-write', ...onLinux, step: killAtWrite },
  { name: 'failing-writes', ...onLinux, step: failingWrites },
  { name: 'lost-chunks', ...onLinux, step: lostChunks },
  { name: 'exit-statuses', ...onLinux, step: exitStatuses },
  { name: 'full-disk', ...onLinuxThatMounts, step: fullDisk },
  { name: 'clock-steps', program: 'faketime', ...onLinux, step: clockSteps },
  { name: 'cut-connections', program: 'sshd', ...onLinux, step: cutConnections },
  { name: 'two-users', program: 'setpriv', ...withAnotherUser, step: twoUsers },
  { name: 'fuzz-socket', ...onLinux, step: fuzzSocket },
  { name: 'fuzz-readers', ...onLinux, step: fuzzReaders },
];
