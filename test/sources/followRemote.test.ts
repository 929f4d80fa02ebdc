import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { processFacts } from '../../src/processes/processes.ts';
import { identityOf } from '../../src/processes/processIdentity.ts';
import type { TrainingControl } from '../../src/stopping/control.ts';
import { type FoundProcess, foundReach } from '../../src/stopping/driver/foundReach.ts';
import { openViewStop } from '../../src/stopping/driver/viewStop.ts';
import { followRemote } from '../../src/sources/followRemote.ts';
import { sshPlace } from '../../src/processes/remote/place.ts';
import { remoteHost } from '../../src/processes/remote/remoteHost.ts';
import { findRemoteWriter } from '../../src/sources/remoteWriter.ts';
import { freshHome, plateau, recordsIn } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { type SshServer, startSshServer } from '../support/sources/sshServer.ts';

async function controlOf(found: FoundProcess): Promise<TrainingControl> {
  return (await openViewStop(foundReach(found), () => null)).control;
}

describe('a real sshd on the loopback', { timeout: 60_000, ...needs('sshd') }, () => {
  let server: SshServer;
  const ownPath = process.env['PATH'];

  beforeAll(async () => {
    server = await startSshServer();
    process.env['PATH'] = server.path;
  });

  afterAll(() => {
    process.env['PATH'] = ownPath;
    server.close();
  });

  /** A log with a name that no shell may touch. */
  function freshLog(text = ''): string {
    const directory = join(server.directory, `it's a $(run) \`of\` "mine" ${Math.random()}`);
    mkdirSync(directory);
    const path = join(directory, "train 'n' log.txt");
    writeFileSync(path, text);
    return path;
  }

  /** Follows a log there, and keeps what came as the monitor would. */
  function follow(path: string, host = 'box') {
    const heard = { text: '', old: '', caughtUp: false, problems: [] as (string | null)[], resets: 0 };
    const following = followRemote(
      sshPlace(host),
      path,
      {
        onBytes: (bytes, time) => {
          heard.text += bytes.toString();
          if (time === null) heard.old += bytes.toString();
        },
        onCaughtUp: () => {
          heard.caughtUp = true;
        },
        onReset: () => {
          heard.resets++;
          heard.text = '';
        },
        onProblem: (sentence) => heard.problems.push(sentence),
      },
      { first: 0.1, max: 0.4 },
    );
    onTestFinished(() => following.close());
    return heard;
  }

  const until = async (isTrue: () => boolean) => {
    while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const soon = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

  test('gives what was there before without a time, and then what is written', async () => {
    const path = freshLog('one\n');
    const heard = follow(path);
    await soon(() => expect(heard).toMatchObject({ text: 'one\n', old: 'one\n', caughtUp: true }));
    appendFileSync(path, 'two\nthr');
    await soon(() => expect(heard).toMatchObject({ text: 'one\ntwo\nthr', old: 'one\n' }));
  });

  test('goes on after a connection that was cut, again and again, and no byte is lost or doubled', async () => {
    const path = freshLog();
    const heard = follow(path);
    let written = '';
    for (let line = 1; line <= 3000; line++) {
      const text = `${line}: loss ${Math.sin(line)}\n`;
      written += text;
      appendFileSync(path, text);
      if (line % 500 === 0) {
        await until(() => heard.text !== '');
        server.cut();
      }
      if (line % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await soon(() => expect(heard.text.length).toBeGreaterThanOrEqual(written.length));
    expect(heard.text).toBe(written);
    expect(heard.problems.join('\n')).toMatch(/The connection to box broke \(.+\); trying again in 0\.\d s\./);
  });

  test('waits longer and longer for a machine that is away, and says so until it is back', async () => {
    const path = freshLog('before\n');
    const heard = follow(path);
    await soon(() => expect(heard.caughtUp).toBe(true));
    server.stop();
    appendFileSync(path, 'meanwhile\n');
    await soon(() =>
      expect(heard.problems.at(-1)).toMatch(
        /The connection to box could not be made \(.*refused.*\); trying again in 0\.4 s\./,
      ),
    );
    await server.start();
    await soon(() => expect(heard).toMatchObject({ text: 'before\nmeanwhile\n' }));
    expect(heard.problems.at(-1)).toBeNull();
  });

  test('reads a file that took the place of the log to its end first, and begins a log that was cut off anew', async () => {
    const path = freshLog('old\n');
    const heard = follow(path);
    await soon(() => expect(heard.text).toBe('old\n'));
    appendFileSync(path, 'last words');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'new\n');
    await soon(() => expect(heard.text).toBe('old\nlast words\nnew\n'));
    truncateSync(path);
    appendFileSync(path, '2\n');
    await soon(() => expect(heard).toMatchObject({ text: '2\n', resets: 1 }));
  });

  test('leaves nothing running there when it is closed or the connection breaks', async () => {
    const path = freshLog('x\n');
    const heard = follow(path);
    await soon(() => expect(heard.caughtUp).toBe(true));
    const followers = () =>
      spawnSync('pgrep', ['-f', '^sh -c f=.*plateau-sshd'], { encoding: 'utf8' })
        .stdout.trim()
        .split('\n')
        .filter(Boolean);
    const before = followers();
    expect(before.length).toBeGreaterThan(0);
    server.cut();
    await soon(() => expect(followers().filter((pid) => before.includes(pid))).toEqual([]));
  });

  test('says what is missing there in one sentence', async () => {
    await expect(findRemoteWriter(sshPlace('box'), '/no/such/log')).rejects.toThrow(
      /^box has no file \/no\/such\/log; name the file/,
    );
    await expect(findRemoteWriter(sshPlace('box'), server.directory)).rejects.toThrow(
      /is a directory; name the log file in it\.$/,
    );
    expect(() => sshPlace('-oProxyCommand=touch /tmp/owned')).toThrow(
      'A host is named as ssh knows it, such as user@gpu-box',
    );
  });

  test('finds who writes the log there, and stops it by number and start time', async () => {
    const path = freshLog();
    const child = spawn(
      'sh',
      [
        '-c',
        `sh -c 'trap "sleep 0.1; echo saved; exit 3" INT; echo ready; while :; do sleep 0.05; done' 2>&1 | tee "$1" >/dev/null`,
        'sh',
        path,
      ],
      { detached: true, stdio: 'ignore' },
    );
    onTestFinished(() => void spawnSync('pkill', ['-KILL', '-g', String(child.pid)]));
    await soon(() => expect(readFileSync(path, 'utf8')).toContain('ready'));
    const place = sshPlace('box');
    const writer = await findRemoteWriter(place, path);
    if (!('identity' in writer)) throw new Error(writer.reason);
    expect(writer).toMatchObject({
      command: expect.stringMatching(/^sh -c trap/),
      ignoresInterrupt: false,
    });
    expect(writer.identity).toEqual(identityOf(writer.identity.pid));
    expect(writer.carriers).toHaveLength(1);
    const control = await controlOf({
      identity: writer.identity,
      spared: writer.carriers,
      host: remoteHost(place),
    });
    onTestFinished(() => control.close());
    expect(await control.target()).toMatchObject({ pid: writer.identity.pid });
    await control.signal('SIGINT');
    await soon(() => expect(control.exit()).toMatchObject({ code: null, left: [] }));
    await soon(() => expect(readFileSync(path, 'utf8')).toContain('saved'));
  });

  test('refuses a number there that belongs to another process by now', async () => {
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { startTime } = identityOf(child.pid!);
    const host = remoteHost(sshPlace('box'));
    await host.send('SIGKILL', { kind: 'processes', processes: [{ pid: child.pid!, startTime: startTime! + 1 }] });
    const control = await controlOf({ identity: { pid: child.pid!, startTime: startTime! - 1 }, host });
    onTestFinished(() => control.close());
    await expect(control.signal('SIGINT')).rejects.toThrow('SIGINT was not sent');
    expect(processFacts(child.pid!)).not.toBeNull();
  });

  test('`plateau watch --ssh` tells a log there that is over, and says that nobody writes it', () => {
    const { environment } = freshHome();
    const path = freshLog(readFileSync('fixtures/demo/healthy.log', 'utf8'));
    const { stdout, stderr } = plateau(['watch', '--ssh', 'box', path], { ...environment, PATH: server.path });
    expect(stderr).toContain(`No process of this user on box has ${path} open for writing`);
    expect(stdout).toBe(plateau(['watch', path], environment).stdout);
  });

  test('`plateau watch --ssh` tells all that the writer there wrote until it ended', () => {
    const { environment } = freshHome();
    const path = freshLog();
    // Cut off before the log itself says that it is over: only the end of its writer ends the watching.
    const script = 'head -n 2000 fixtures/demo/healthy.log; sleep 6';
    const child = spawn('sh', ['-c', `sh -c '${script}; echo last' > "$1"`, 'sh', path], {
      detached: true,
      stdio: 'ignore',
    });
    onTestFinished(() => void spawnSync('pkill', ['-KILL', '-g', String(child.pid)]));
    const { stdout, stderr } = plateau(['watch', '--ssh', 'box', path], { ...environment, PATH: server.path });
    expect(stderr).toMatch(/^Written by process \d+ of \w+, for \d+ s: sh -c/);
    expect(readFileSync(path, 'utf8')).toMatch(/last\n$/);
    expect(stdout).toContain('the process is gone at iteration 272');
  });

  test('a training that was started over ssh outlives the connection, and `attach` shows every line', async () => {
    const { environment } = freshHome();
    const script = 'i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo "line $i of 40"; sleep 0.1; done';
    const remote = `XDG_STATE_HOME='${environment['XDG_STATE_HOME']}' ${process.execPath} bin/plateau.js run --name far -- sh -c '${script}'`;
    const client = spawn('ssh', ['-tt', 'box', `cd '${process.cwd()}' && ${remote}`], {
      env: { ...process.env, PATH: server.path },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(() => void client.kill('SIGKILL'));
    await soon(() => expect(recordsIn(environment)).toMatchObject([{ name: 'far', state: 'running' }]));
    server.cut();
    const [record] = recordsIn(environment);
    plateau(['attach', record!.id], environment);
    const wanted = Array.from({ length: 40 }, (_, index) => `line ${index + 1} of 40\n`).join('');
    expect(readFileSync(record!.log, 'utf8')).toBe(wanted);
    expect(recordsIn(environment)).toMatchObject([{ exit: { code: 0, signal: null } }]);
  });
});
