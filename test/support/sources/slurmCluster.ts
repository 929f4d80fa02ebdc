import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './freePort.ts';

/**
 * A real Slurm of one node: munged, slurmctld and slurmd with a configuration, keys, ports and a directory of their
 * own.
 */
export interface SlurmCluster {
  readonly directory: string;
  /** The value of SLURM_CONF. */
  readonly configuration: string;
  readonly close: () => void;
}

export async function startSlurmCluster(): Promise<SlurmCluster> {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-slurm-'));
  const at = (name: string): string => join(directory, name);
  chmodSync(directory, 0o755);
  for (const name of ['spool', 'state', 'run', 'log']) mkdirSync(at(name), { mode: 0o755 });
  writeFileSync(at('munge.key'), randomBytes(1024), { mode: 0o400 });
  const host = hostname().split('.')[0]!;
  const configuration = at('slurm.conf');
  writeFileSync(
    configuration,
    [
      'ClusterName=test',
      `SlurmctldHost=${host}(127.0.0.1)`,
      `SlurmctldPort=${await freePort()}`,
      `SlurmdPort=${await freePort()}`,
      `SlurmUser=${userInfo().username}`,
      'AuthType=auth/munge',
      // A job that is requeued may start again once its credential has expired.
      `AuthInfo=socket=${at('run/munge.sock')},cred_expire=5`,
      `StateSaveLocation=${at('state')}`,
      `SlurmdSpoolDir=${at('spool')}`,
      `SlurmctldPidFile=${at('run/slurmctld.pid')}`,
      `SlurmdPidFile=${at('run/slurmd.pid')}`,
      `SlurmctldLogFile=${at('log/slurmctld.log')}`,
      `SlurmdLogFile=${at('log/slurmd.log')}`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'MpiDefault=none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_CPU',
      'ReturnToService=2',
      'KillWait=5',
      'JobAcctGatherType=jobacct_gather/none',
      'AccountingStorageType=accounting_storage/none',
      `NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN`,
      'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
    ].join('\n'),
  );
  const run = (program: string, ...words: string[]): void => {
    const { status, stderr } = spawnSync(program, words, {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin`, SLURM_CONF: configuration },
    });
    if (status !== 0) throw new Error(`${program} did not start: ${stderr}`);
  };
  run(
    'munged',
    `--key-file=${at('munge.key')}`,
    `--socket=${at('run/munge.sock')}`,
    `--pid-file=${at('run/munged.pid')}`,
    `--log-file=${at('log/munged.log')}`,
    `--seed-file=${at('run/munged.seed')}`,
    '--force',
  );
  run('slurmctld', '-f', configuration);
  run('slurmd', '-f', configuration);
  for (let tries = 0; tries < 300; tries++) {
    const { stdout } = spawnSync('sinfo', ['--noheader', '--format=%t'], {
      encoding: 'utf8',
      env: { ...process.env, SLURM_CONF: configuration },
    });
    if (stdout.startsWith('idle')) break;
    await delay(100);
  }
  return {
    directory,
    configuration,
    close: () => {
      for (const name of ['slurmd', 'slurmctld', 'munged']) {
        try {
          process.kill(Number(readFileSync(at(`run/${name}.pid`), 'utf8')), 'SIGKILL');
        } catch {
          // It has ended by itself.
        }
      }
      rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
