import { chmodSync, copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { createStatusWriter } from '../../src/history/keepStatus.ts';
import { logFingerprint } from '../../src/history/logFingerprint.ts';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { type RunRecord, writeRecord } from '../../src/runs/runRecord.ts';
import { runSource } from '../../src/runs/runSource.ts';
import { readStatus, type StatusFile, writeStatus } from '../../src/runs/statusFile.ts';
import { type SshServer, startSshServer } from '../../test/support/sources/sshServer.ts';

/** A machine of the fleet: a home, a real sshd on the loopback, and runs. */
export interface BenchMachine {
  readonly name: string;
  readonly home: string;
  readonly server: SshServer;
}

/** A log of a real training, short, so that the benches do not wait for reading. */
const log = resolve('fixtures/demo/overfit.log');

export async function startMachine(root: string, name: string): Promise<BenchMachine> {
  const home = join(root, name);
  mkdirSync(join(home, '.local/bin'), { recursive: true });
  const wrapper = join(home, '.local/bin/plateau');
  writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' '${resolve('bin/plateau.js')}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return { name, home, server: await startSshServer({ home, name }) };
}

/** A directory with an `ssh` that knows all machines. */
export function writeSsh(root: string, machines: readonly BenchMachine[]): string {
  const bin = join(root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'config'), machines.map(({ server }) => `Include ${server.config}\n`).join(''));
  writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${join(bin, 'config')} "$@"\n`);
  chmodSync(join(bin, 'ssh'), 0o755);
  return bin;
}

/** Runs that are over, as their keepers leave them, in the state directory of a home. */
export async function writeEndedRuns(home: string, name: string, count: number): Promise<void> {
  let first: StatusFile | null = null;
  const ended = join(home, 'ended.log');
  copyFileSync(log, ended);
  for (let index = 0; index < count; index += 1) {
    const id = `20260101-${String(index).padStart(6, '0')}-${name}`;
    const directory = join(home, '.local/state/plateau/runs', id);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    linkSync(ended, join(directory, 'output.log'));
    const record: RunRecord = {
      id,
      name: `run-${index}`,
      command: ['python', 'train.py', '--lr', String(index)],
      cwd: '/',
      log: join(directory, 'output.log'),
      state: 'ended',
      startedAt: 1_780_000_000 + index,
      keeper: null,
      training: null,
      exit: { code: 0, signal: null, time: 1_780_003_600 + index },
      problem: null,
    };
    writeRecord(directory, record);
    // The logs are alike, so that one is read for all.
    first ??= await statusOf(record);
    writeStatus(record, { ...first, run: id, log: { ...first.log, ...logFingerprint(record) } });
  }
}

async function statusOf(record: RunRecord): Promise<StatusFile> {
  const monitor = await openMonitor(runSource(record), circumstancesOf(record));
  await monitor.readToEnd();
  createStatusWriter(() => record, monitor)(monitor.now(), true);
  monitor.close();
  return readStatus(record)!;
}

/** Trainings of one iteration a second, each with its keeper. */
export async function startTrainings({ home, name }: BenchMachine, count: number): Promise<void> {
  const script = `while read -r line; do echo "$line"; sleep 1; done <'${log}'`;
  for (let index = 0; index < count; index += 1) {
    const words = ['bin/plateau.js', 'run', '--detach', '--name', `${name}-${index}`, '--', 'sh', '-c', script];
    await execa(process.execPath, words, {
      env: { HOME: home, PATH: process.env['PATH'] ?? '' },
      extendEnv: false,
      stdin: 'ignore',
    });
  }
}
