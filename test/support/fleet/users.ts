import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished, type TestOptions } from 'vitest';
import { shellQuote } from '../../../src/words/shellQuote.ts';
import { canPlayAnother } from '../../trials/twoUsers.ts';
import { isInstalled, needs } from '../real/programs.ts';
import { skipUnless } from '../skipUnless.ts';
import { type SshServer, startSshServer } from '../sources/sshServer.ts';
import { installWrapper, putOnPath, sshWith } from './hosts.ts';

/** A user of this machine, as a host of its own: an account, a home with the Plateau of this build, and an sshd. */
export interface RealUser extends SshServer {
  /** As `ssh` knows the host. */
  readonly name: string;
  /** Runs a command of Plateau there, over ssh. */
  readonly plateau: (...words: string[]) => ReturnType<typeof run>;
  /**
   * Starts a training of the demo there, with these flags of `plateau run` and of the demo. `allowed`: it waits after
   * so many evaluations (default: never).
   */
  readonly train: (name: string, scenario: string, flags?: readonly string[], allowed?: number) => RealTraining;
}

/** A training of the demo. */
export interface RealTraining {
  readonly id: string;
  readonly directory: string;
  /** How it ended, as its keeper has written it; null while it runs. */
  readonly exit: () => { readonly status: number | null; readonly signal: string | null } | null;
  /** The process of its keeper. */
  readonly keeper: () => number;
  readonly log: () => string;
  /** How many evaluations its log has. */
  readonly evaluations: () => number;
  /** Lets it go on until it has so many evaluations, by default to its end. */
  readonly allow: (evaluations?: number) => void;
  /** Lets it go on to its end, no faster than its keeper reads: else it is over before it can be stopped. */
  readonly goOn: () => Promise<void>;
}

/** Options of a suite that needs users of its own. */
export function needsUsers(): TestOptions {
  const reason = 'needs root, useradd, and a place that other users may read';
  return { ...needs('sshd'), ...skipUnless(reason, isInstalled('useradd') && canPlayAnother()) };
}

/**
 * Makes users of this machine, with a real sshd each, and an `ssh` in front of PATH that knows each as a host of the
 * name. With the test they end, and all that runs as they.
 */
export async function startUsers(...names: readonly string[]): Promise<readonly RealUser[]> {
  const root = mkdtempSync(join(tmpdir(), 'plateau-users-'));
  chmodSync(root, 0o755);
  const users: RealUser[] = [];
  const logins: string[] = [];
  let putBack = (): void => {};
  onTestFinished(() => {
    putBack();
    for (const user of users) user.close();
    for (const login of logins) removeUser(login);
    rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });
  for (const name of names) {
    const login = `plateau-${name}-${process.pid}`;
    logins.push(login);
    const home = join(root, name);
    // A password that none matches; without one sshd takes the account for locked.
    done('useradd', '--create-home', '--home-dir', home, '--shell', '/bin/sh', '--password', '*', login);
    installWrapper(home);
    done('chown', '--recursive', `${login}:`, home);
    const server = await startSshServer({ name, user: login });
    users.push({
      ...server,
      name,
      plateau: (...words) => run('ssh', name, overSsh(words)),
      train: (training, scenario, flags = [], allowed = Infinity) => {
        const gate = join(home, `${training}.gate`);
        writeFileSync(gate, String(allowed));
        const gated = ['--env', `NODE_OPTIONS=--import=${gateProgram}`, '--env', `PLATEAU_TEST_GATE=${gate}`];
        const words = ['--name', training, '--scenario', scenario, '--directory', join(home, training), ...gated];
        const id = done('ssh', name, overSsh(['demo', '--detach', ...words, ...flags])).split('\n')[0]!;
        return realTraining(home, id, gate);
      },
    });
  }
  putBack = putOnPath(sshWith(root, users));
  return users;
}

function realTraining(home: string, id: string, gate: string): RealTraining {
  const directory = join(home, '.local/state/plateau/runs', id);
  // As it stands there: Plateau itself does not follow the record of another user.
  const record = () => JSON.parse(readFileSync(join(directory, 'run.json'), 'utf8'));
  const log = (): string => readFileSync(join(directory, 'output.log'), 'utf8');
  const isRead = (): boolean =>
    JSON.parse(readFileSync(join(directory, 'status.json'), 'utf8')).log.size ===
    statSync(join(directory, 'output.log')).size;
  const evaluations = (): number => log().split('mean average precision (mAP@').length - 1;
  const allow = (upTo = Infinity): void => writeFileSync(gate, String(upTo));
  return {
    id,
    directory,
    exit: () => record().exit,
    keeper: () => record().keeper.pid,
    log,
    evaluations,
    allow,
    goOn: async () => {
      while (record().exit === null) {
        if (isRead()) allow(evaluations() + 1);
        await sleep(100);
      }
    },
  };
}

/** The command of Plateau, as one word for the shell of a host. */
function overSsh(words: readonly string[]): string {
  return ['.local/bin/plateau', ...words].map(shellQuote).join(' ');
}

const gateProgram = resolve(import.meta.dirname, 'gate.ts');

function run(program: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', timeout: 120_000 });
  return { status, stdout, stderr };
}

/** What a command wrote. Throws what it complained of where it failed. */
function done(program: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = run(program, ...words);
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

/** Ends all that runs as a user, and removes the user with its home. */
function removeUser(login: string): void {
  const { stdout } = spawnSync('id', ['--user', login], { encoding: 'utf8' });
  const uid = stdout.trim();
  if (uid === '') return;
  // A keeper that is killed is started again by its guard.
  for (let pids = processesOf(uid); pids.length > 0; pids = processesOf(uid)) for (const pid of pids) kill(pid);
  spawnSync('userdel', ['--force', '--remove', login]);
}

function processesOf(uid: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const [, real] = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8')) ?? [];
      return /^\d+$/.test(name) && real === uid ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
