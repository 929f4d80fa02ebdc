import { connect, createServer } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openLink } from '../../../src/keeper/socket/keeperLink.ts';
import { serveControl } from '../../../src/keeper/socket/controlServer.ts';
import { type KeeperRequest, messageLine } from '../../../src/keeper/socket/messages.ts';
import type { StopStatus } from '../../../src/stopping/controlMessages.ts';

const status: StopStatus = {
  now: 1000,
  ladder: { steps: [], ignoresInterrupt: false, alive: true },
  note: null,
  exit: null,
  armed: null,
  paused: false,
  pauses: [],
};

/** A server of the control socket that notes what it is asked. */
async function serve() {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-control-'));
  const asked: KeeperRequest[] = [];
  const server = await serveControl(directory, {
    status: () => status,
    refresh: async () => {},
    answer: async (request) => {
      asked.push(request);
      return { problem: null, target: null };
    },
    onLeave: () => {},
  });
  onTestFinished(() => {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { server, asked };
}

/** A client that says what it likes, and what it was told. */
async function client(path: string) {
  let text = '';
  const socket = connect(path).setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
  });
  onTestFinished(() => void socket.destroy());
  const told = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  await vi.waitFor(() => expect(told().length).toBeGreaterThanOrEqual(2));
  return { told, say: (line: string) => socket.write(`${line}\n`) };
}

test('whoever connects is told first what can be asked for, then the state, each with the version', async () => {
  const { server } = await serve();
  const { told } = await client(server.path);
  expect(told()).toEqual([
    {
      version: 1,
      say: 'hello',
      commands: ['target', 'signal', 'arm', 'cancel', 'pause', 'resume', 'describe', 'move'],
    },
    { version: 1, say: 'state', ...status },
  ]);
});

test('a request that is not known, or makes no sense, is answered `unsupported` and not carried out', async () => {
  const { server, asked } = await serve();
  const { told, say } = await client(server.path);
  say('{"version":9,"request":"one","ask":"transmogrify","by":"a later version"}');
  say('{"request":"two","ask":"signal","signal":"SIGUSR1","wait":1,"by":"a test"}');
  say('{"request":"three","ask":"arm","plan":{"when":"checkpoint","wait":-1},"by":"a test"}');
  say('{"ask":"cancel","by":"nobody that could be answered"}');
  say('no JSON');
  say('{"version":9,"request":"four","ask":"cancel","by":"a test","later":true}');
  await vi.waitFor(() => expect(told()).toHaveLength(6));
  expect(told().slice(2)).toEqual([
    { version: 1, say: 'unsupported', request: 'one' },
    { version: 1, say: 'unsupported', request: 'two' },
    { version: 1, say: 'unsupported', request: 'three' },
    { version: 1, say: 'answer', request: 'four', problem: null, target: null },
  ]);
  expect(asked).toEqual([{ request: 'four', ask: 'cancel', by: 'a test' }]);
});

test('what is to be carried out is the plan alone: fields that nobody knows are left out', async () => {
  const { server, asked } = await serve();
  const { told, say } = await client(server.path);
  say('{"request":"one","ask":"arm","by":"a test","plan":{"when":"now","wait":5,"sudo":true}}');
  await vi.waitFor(() => expect(told()).toHaveLength(3));
  expect(asked).toEqual([{ request: 'one', ask: 'arm', by: 'a test', plan: { when: 'now', wait: 5 } }]);
});

test('a link does not ask for what its keeper has not offered', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-control-'));
  const asked: unknown[] = [];
  const older = createServer((socket) => {
    socket.on('data', (data) => asked.push(data.toString()));
    socket.write(messageLine({ say: 'hello', version: 1, commands: ['target'] }));
    socket.write(messageLine({ say: 'state', ...status }));
  });
  const path = join(directory, 'socket');
  await new Promise<void>((resolve) => {
    older.listen(path, resolve);
  });
  const link = await openLink(path, { onStatus: () => {}, onLost: () => {} }, new AbortController().signal);
  onTestFinished(() => {
    link.close();
    older.close();
    rmSync(directory, { recursive: true, force: true });
  });
  await expect(link.ask({ request: 'one', ask: 'cancel', by: 'a test' })).rejects.toThrow(
    'it was started by another version of Plateau',
  );
  expect(asked).toEqual([]);
});
