import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './freePort.ts';

/**
 * A real sshd on the loopback interface, with keys, port and directory of its own, and an `ssh` on PATH that knows it
 * as `box`, or by another name.
 */
export interface SshServer {
  readonly directory: string;
  /** What PATH has to be so that `ssh box` gets there. */
  readonly path: string;
  /** The file that an `ssh -F` needs for that. */
  readonly config: string;
  /** Gives it another host key, which counts from the next `start` on. */
  readonly changeKey: () => void;
  /** Lets nobody in any more who has no password. */
  readonly askForPassword: () => void;
  /** Lets nothing through any more, on every connection there is. */
  readonly halt: () => void;
  /** Ends every connection there is, as a network that goes away. */
  readonly cut: () => void;
  /** Takes no connection any more, until `start`. */
  readonly stop: () => void;
  readonly start: () => Promise<void>;
  readonly close: () => void;
}

/**
 * `home`: the home directory that its sessions have, instead of the user's. `name`: what `ssh` knows it as. `user`: who
 * logs in, by default whoever runs this; another one only as root.
 */
export async function startSshServer({
  home = null,
  name: host = 'box',
  user = userInfo().username,
}: { readonly home?: string | null; readonly name?: string; readonly user?: string } = {}): Promise<SshServer> {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-sshd-'));
  // sshd reads the keys that let a user in as that user.
  chmodSync(directory, 0o755);
  const at = (name: string): string => join(directory, name);
  const port = await freePort();
  for (const key of ['host', 'user']) {
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  }
  writeFileSync(at('authorized_keys'), readFileSync(at('user.pub')), { mode: 0o644 });
  writeFileSync(
    at('sshd_config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      `PidFile ${at('sshd.pid')}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'StrictModes no',
      'UsePAM no',
      'PrintMotd no',
      // bash then takes itself for no login over the network and does not read ~/.bashrc, which may wait for a lock.
      `SetEnv SHLVL=1${home === null ? '' : ` HOME=${home}`}`,
    ].join('\n'),
  );
  writeFileSync(
    at('ssh_config'),
    [
      `Host ${host}`,
      '  HostName 127.0.0.1',
      `  Port ${port}`,
      `  User ${user}`,
      `  IdentityFile ${at('user')}`,
      '  IdentitiesOnly yes',
      '  StrictHostKeyChecking accept-new',
      `  UserKnownHostsFile ${at('known_hosts')}`,
    ].join('\n'),
  );
  const bin = mkdtempSync(join(directory, 'bin-'));
  const real = spawnSync('sh', ['-c', 'command -v ssh'], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec ${real} -F ${at('ssh_config')} "$@"\n`);
  chmodSync(join(bin, 'ssh'), 0o755);
  let server: ReturnType<typeof spawn> | null = null;

  const start = async (): Promise<void> => {
    // sshd insists on its whole path, and on a directory that only a privileged one needs.
    if (process.getuid?.() === 0) spawnSync('mkdir', ['-p', '-m', '0755', '/run/sshd']);
    server = spawn(sshd, ['-D', '-e', '-f', at('sshd_config')], { stdio: 'ignore', detached: true });
    await untilListening(port);
  };
  /** The processes of sshd that serve connections: one of root, and for another user one of that user below it. */
  const children = (): readonly number[] => {
    const found: number[] = [];
    for (let above = [server?.pid ?? 0]; above.length > 0; found.push(...above)) {
      const { stdout } = spawnSync('pgrep', ['-P', above.join(','), 'sshd'], { encoding: 'utf8' });
      above = stdout.split('\n').filter(Boolean).map(Number);
    }
    return found;
  };
  const kill = (pids: readonly number[], signal: NodeJS.Signals = 'SIGKILL'): void => {
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended by itself.
      }
    }
  };
  const halt = (): void => kill(children(), 'SIGSTOP');
  const cut = (): void => kill(children());
  const stop = (): void => {
    const connections = children();
    if (server?.pid !== undefined) kill([server.pid]);
    kill(connections);
    server = null;
  };

  await start();
  return {
    directory,
    config: at('ssh_config'),
    changeKey: () => {
      rmSync(at('host'));
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('host')]);
    },
    askForPassword: () => {
      writeFileSync(at('authorized_keys'), '');
      const config = readFileSync(at('sshd_config'), 'utf8');
      writeFileSync(at('sshd_config'), config.replace('PasswordAuthentication no', 'PasswordAuthentication yes'));
    },
    path: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    halt,
    cut,
    stop,
    start,
    close: () => {
      stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Debian keeps it where only root's PATH looks. */
const sshd = '/usr/sbin/sshd';

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const answer = spawnSync('sh', ['-c', `ssh-keyscan -T 1 -p ${port} 127.0.0.1 2>/dev/null | grep -q ssh`]);
    if (answer.status === 0) return;
    await delay(50);
  }
}
