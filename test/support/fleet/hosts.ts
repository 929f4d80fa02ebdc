import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { endTraining } from '../real/endTraining.ts';
import { plateau, plateauProgram, recordsIn } from '../real/plateau.ts';
import { type SshServer, startSshServer } from '../sources/sshServer.ts';

/** A host of its own: an sshd of its own, and a home with the Plateau of this build. */
export interface RealHost extends SshServer {
  readonly name: string;
  readonly home: string;
  /** For what is started there without ssh. */
  readonly environment: Record<string, string>;
  /** Runs a command of Plateau there. */
  readonly plateau: (...words: string[]) => ReturnType<typeof plateau>;
  /** Starts a training there and returns its id. */
  readonly train: (name: string, script: string, ...flags: string[]) => string;
}

/**
 * Starts hosts of these names, each with a real sshd and a home, and an `ssh` in front of PATH that knows them. All
 * that runs there ends with the test.
 */
export async function startHosts(...names: readonly string[]): Promise<readonly RealHost[]> {
  const root = mkdtempSync(join(tmpdir(), 'plateau-hosts-'));
  const hosts: RealHost[] = [];
  for (const name of names) {
    const home = join(root, name);
    installWrapper(home);
    const server = await startSshServer({ home, name });
    const environment = { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8' };
    hosts.push({
      ...server,
      name,
      home,
      environment,
      plateau: (...words) => plateau(words, environment),
      train: (run, script, ...flags) => {
        const words = ['run', '--detach', '--name', run, ...flags, '--', 'sh', '-c', script];
        const { stdout, stderr } = plateau(words, environment);
        const id = stdout.split('\n')[0];
        if (!id) throw new Error(stderr);
        return id;
      },
    });
  }
  const putBack = putOnPath(sshWith(root, hosts));
  onTestFinished(() => {
    putBack();
    for (const host of hosts) {
      host.close();
      for (const record of recordsIn({ XDG_STATE_HOME: join(host.home, '.local/state') })) endTraining(record);
    }
    rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });
  return hosts;
}

/** Puts a directory in front of PATH, and returns the way to put it back as it was. */
export function putOnPath(directory: string): () => void {
  const before = process.env['PATH'];
  process.env['PATH'] = `${directory}${delimiter}${before}`;
  return () => {
    process.env['PATH'] = before;
  };
}

/** `plateau install` puts the executable there. `flags`: of Node. */
export function installWrapper(home: string, flags = ''): void {
  const wrapper = join(home, '.local/bin/plateau');
  mkdirSync(join(home, '.local/bin'), { recursive: true });
  writeFileSync(wrapper, `#!/bin/sh\nexec '${process.execPath}' ${flags} '${plateauProgram}' "$@"\n`);
  chmodSync(wrapper, 0o755);
}

/** A directory with an `ssh` that knows all hosts, and what else is said in its configuration. */
export function sshWith(root: string, hosts: readonly SshServer[], more = ''): string {
  const bin = mkdtempSync(join(root, 'bin-'));
  const config = join(bin, 'config');
  writeFileSync(config, [...hosts.map((host) => `Include ${host.config}`), more, ''].join('\n'));
  writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${config} "$@"\n`);
  chmodSync(join(bin, 'ssh'), 0o755);
  return bin;
}
