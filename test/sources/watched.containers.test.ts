import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TrainingControl } from '../../src/stopping/control.ts';
import { clientReach, type ClientTarget } from '../../src/stopping/driver/clientReach.ts';
import { openViewStop } from '../../src/stopping/driver/viewStop.ts';
import { dockerContainer } from '../../src/sources/docker.ts';
import { followStamped, type StampedLog } from '../../src/sources/followStamped.ts';
import { kubernetesPod } from '../../src/sources/kubernetes.ts';
import { createStampedLines } from '../../src/sources/stampedLines.ts';
import { watchCommand } from '../../src/sources/watched.ts';
import { standIn } from '../support/processes/standIn.ts';

const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

async function controlOf(target: ClientTarget): Promise<TrainingControl> {
  return (await openViewStop(clientReach(target), () => null)).control;
}

/**
 * Answers `docker` and `kubectl logs` from the file `log`: all of it, or, when it follows, only until `gone` is there,
 * with its exit status.
 */
const logs = `
  since=; follow=
  for word; do case $word in --since=*|--since-time=*) since=\${word#*=};; --follow*) follow=1;; esac; done
  show() { awk -v since="$since" '$1 >= substr(since, 1, FROM)' log; }
  show
  [ -z "$follow" ] || { until [ -e gone ]; do sleep 0.05; done; rm gone; exit "$(cat status)"; }
`;

function follow(log: StampedLog) {
  const heard = { text: '', old: '', caughtUp: false, over: false, problems: [] as (string | null)[] };
  const following = followStamped(
    log,
    {
      onBytes: (bytes, time) => {
        heard.text += bytes.toString();
        if (time === null) heard.old += bytes.toString();
      },
      onCaughtUp: () => {
        heard.caughtUp = true;
      },
      onEnd: () => {
        heard.over = true;
      },
      onProblem: (sentence) => heard.problems.push(sentence),
    },
    { first: 0.05, max: 0.2 },
  );
  onTestFinished(() => following.close());
  return heard;
}

const second = (line: number) => `2026-01-01T00:00:0${line}.50000000${line}Z`;

describe('a container, through a stand-in for `docker`', () => {
  const inspected = (running: boolean) =>
    JSON.stringify([
      { State: { Running: running, Pid: 4242 }, Config: { Tty: false, User: '' }, Path: 'python', Args: ['train.py'] },
    ]);
  const docker = `case $1 in
    inspect) cat inspect.json;;
    logs) ${logs.replace('FROM', '99')};;
  esac`;

  test('is read from its beginning, and on after the daemon went away, with no line lost or doubled', async () => {
    const stand = standIn('docker', docker);
    writeFileSync(stand.at('inspect.json'), inspected(true));
    writeFileSync(stand.at('log'), `${second(1)} one\n${second(2)} two\n${second(2)} two\n`);
    const { log } = await dockerContainer('trainer');
    const heard = follow({ ...log, tellsErrorsApart: false });
    await soon(() => expect(heard).toMatchObject({ caughtUp: true, text: 'one\ntwo\ntwo\n', old: 'one\ntwo\ntwo\n' }));
    appendFileSync(stand.at('log'), `${second(2)} two\n${second(3)} three\n`);
    writeFileSync(stand.at('status'), '1');
    writeFileSync(stand.at('gone'), '');
    await soon(() => expect(heard.text).toBe('one\ntwo\ntwo\ntwo\nthree\n'));
    const broken = 'The log of container trainer broke off (docker: exit status 1); trying again in';
    await soon(() => expect(heard.problems.join('\n')).toContain(broken));
    writeFileSync(stand.at('inspect.json'), inspected(false));
    writeFileSync(stand.at('status'), '0');
    writeFileSync(stand.at('gone'), '');
    await soon(() => expect(heard.over).toBe(true));
    expect(heard.text).toBe('one\ntwo\ntwo\ntwo\nthree\n');
    expect(stand.calls()).toContain(`logs --timestamps --follow --since=${second(2)} trainer`);
  });

  test('is stopped with `docker kill`, signal by signal, and paused with `docker pause`', async () => {
    const stand = standIn('docker', docker);
    writeFileSync(stand.at('inspect.json'), inspected(true));
    const { target } = await dockerContainer('trainer');
    const control = await controlOf(target);
    onTestFinished(() => control.close());
    expect(await control.target()).toMatchObject({
      pid: 4242,
      command: 'python train.py',
      user: 'root (in the container)',
    });
    await control.pause();
    await control.signal('SIGINT', { wait: 0.05 });
    await expect(control.signal('SIGKILL')).rejects.toThrow('SIGINT was sent');
    await soon(() => expect(control.ladder().allowed).toContain('SIGTERM'));
    await control.signal('SIGTERM', { wait: 0.05 });
    expect(stand.calls().filter((call) => !call.startsWith('inspect'))).toEqual([
      'pause trainer',
      'unpause trainer',
      'kill --signal=INT trainer',
      'kill --signal=TERM trainer',
    ]);
    writeFileSync(stand.at('inspect.json'), inspected(false));
    expect(await control.target()).toBeNull();
    expect(control.exit()).toMatchObject({ left: [] });
  });

  test('that does not exist, or no Docker, is said in a sentence', async () => {
    standIn('docker', 'echo "[]"; echo "Error: No such container: nothing" >&2; exit 1');
    await expect(dockerContainer('nothing')).rejects.toThrow(
      'Docker knows no container nothing: Error: No such container: nothing.',
    );
    await expect(dockerContainer('--all')).rejects.toThrow('--docker expects a container');
  });
});

describe('a pod, through a stand-in for `kubectl`', () => {
  const pod = JSON.stringify({
    spec: {
      containers: [
        { name: 'side', image: 'envoy' },
        { name: 'main', image: 'ml:1', command: ['python'], args: ['train.py'] },
      ],
    },
    status: { containerStatuses: [{ name: 'main', state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }] },
  });
  // Kubernetes knows seconds only: it gives the whole second again.
  const kubectl = `case $1 in
    get) cat pod.json;;
    logs) ${logs.replace('FROM', '19')};;
  esac`;

  test('is read on after a broken connection to the second, and what comes twice is dropped', async () => {
    const stand = standIn('kubectl', kubectl);
    writeFileSync(stand.at('pod.json'), pod);
    writeFileSync(stand.at('log'), `${second(1)} one\n2026-01-01T00:00:02.1Z two\n2026-01-01T00:00:02.2Z three\n`);
    const { log } = await kubernetesPod({ pod: 'train-0', namespace: 'ml', container: 'main' });
    const heard = follow(log);
    await soon(() => expect(heard.text).toBe('one\ntwo\nthree\n'));
    appendFileSync(stand.at('log'), '2026-01-01T00:00:02.200000001Z four\n');
    writeFileSync(stand.at('status'), '1');
    writeFileSync(stand.at('gone'), '');
    await soon(() => expect(heard.text).toBe('one\ntwo\nthree\nfour\n'));
    expect(stand.calls()).toContain(
      'logs train-0 --namespace=ml --container=main --timestamps=true --follow=true --since-time=2026-01-01T00:00:02.2Z',
    );
  });

  test('is stopped by a signal to process 1 of its container, and SIGKILL is refused with the way out', async () => {
    const stand = standIn('kubectl', kubectl);
    writeFileSync(stand.at('pod.json'), pod);
    const { target } = await kubernetesPod({ pod: 'train-0', namespace: null, container: 'main' });
    const control = await controlOf(target);
    onTestFinished(() => control.close());
    expect(await control.target()).toMatchObject({ command: 'python train.py' });
    await control.signal('SIGINT', { wait: 0.05 });
    expect(stand.calls()).toContain('exec train-0 --container=main -- sh -c kill -INT 1');
    await soon(() => expect(control.ladder().allowed).toContain('SIGKILL'));
    await expect(control.signal('SIGKILL')).rejects.toThrow('delete the pod instead: kubectl delete pod train-0.');
  });

  test('that is none is said in a sentence', async () => {
    standIn('kubectl', 'echo \'Error from server (NotFound): pods "x" not found\' >&2; exit 1');
    await expect(kubernetesPod({ pod: 'x', namespace: null, container: null })).rejects.toThrow(
      'Kubernetes knows no pod x: Error from server (NotFound): pods "x" not found.',
    );
    await expect(kubernetesPod({ pod: '--all', namespace: null, container: null })).rejects.toThrow(
      '--k8s expects a name',
    );
  });
});

describe('a client that is not there', () => {
  test('is named, and what to do', async () => {
    const before = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    onTestFinished(() => {
      process.env['PATH'] = before;
    });
    await expect(dockerContainer('trainer')).rejects.toThrow(
      'The program `docker` is not installed here, or not on PATH',
    );
  });
});

describe("a command of the user's own", () => {
  test('is read until it ends, and stopped by the other one', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-command-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const flag = join(directory, 'stop');
    const watched = watchCommand(`echo one; until [ -e '${flag}' ]; do sleep 0.05; done; echo two`, `touch '${flag}'`);
    const heard = { text: '', over: false };
    const following = await watched.source.follow({
      onBytes: (bytes) => {
        heard.text += bytes.toString();
      },
      onEnd: () => {
        heard.over = true;
      },
    });
    onTestFinished(() => following.close());
    const { control } = await openViewStop(watched.reach!, () => null);
    onTestFinished(() => control.close());
    await soon(() => expect(heard.text).toBe('one\n'));
    await control.signal('SIGINT', { wait: 0.05 });
    await soon(() => expect(heard).toEqual({ text: 'one\ntwo\n', over: true }));
    await soon(() => expect(control.exit()).not.toBeNull());
  });

  test('says why it failed', async () => {
    const watched = watchCommand('echo nothing to follow >&2; exit 4', null);
    const problems: (string | null)[] = [];
    await watched.source.follow({ onBytes: () => {}, onProblem: (sentence) => problems.push(sentence) });
    await soon(() => expect(problems).toEqual(['The command of --follow has ended: nothing to follow.']));
    expect(watched.reach).toBeNull();
  });
});

describe('lines with a time before them', () => {
  test('are given without it, with the time they were written', () => {
    const lines = createStampedLines();
    expect(lines.push(Buffer.from('2026-01-01T00:00:01.25Z  loss 1\r\n2026-01'))).toEqual([
      { bytes: Buffer.from(' loss 1\r\n'), time: Date.parse('2026-01-01T00:00:01.25Z') / 1000 },
    ]);
    expect(lines.push(Buffer.from('-01T00:00:02+00:00 x\n'))).toMatchObject([{ bytes: Buffer.from('x\n') }]);
  });

  test('that were cut off by a broken connection come again, whole', () => {
    const lines = createStampedLines();
    lines.push(Buffer.from(`${second(1)} one\n${second(2)} tw`));
    lines.reconnect();
    const again = lines.push(Buffer.from(`${second(1)} one\n${second(2)} two\n`));
    expect(again.map(({ bytes }) => bytes.toString())).toEqual(['two\n']);
  });

  test('of the client itself have no time', () => {
    expect(createStampedLines().push(Buffer.from('error from daemon\n'))).toMatchObject([{ time: null }]);
  });
});
