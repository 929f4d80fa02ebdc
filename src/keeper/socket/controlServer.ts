import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { prepareSocketDirectory, socketPath } from '../../runs/socketPath.ts';
import { type Answer, controlCommands, controlVersion, type StopStatus } from '../../stopping/controlMessages.ts';
import { type KeeperRequest, messageLine, messageReader, requestOf } from './messages.ts';

/** What the server of a keeper needs from it. */
export interface ControlHandlers {
  readonly status: () => StopStatus;
  /** Looks at the training, so that the status is as fresh as can be. Never throws. */
  readonly refresh: () => Promise<void>;
  readonly answer: (request: KeeperRequest) => Promise<Answer>;
  /** A screen or command has gone. */
  readonly onLeave: () => void;
}

/** The control socket of a run, served. */
export interface ControlServer {
  readonly path: string;
  readonly clients: () => number;
  /** Tells everyone the status. */
  readonly broadcast: () => void;
  /** Makes the socket again where something removed it. */
  readonly renew: () => Promise<void>;
  /** Lets everyone read what was said, then ends all connections and removes the socket. */
  readonly close: () => void;
}

/**
 * Serves the control socket (mode 0600) of a run's directory, whose keeper the caller is, so that a socket found there
 * is a dead one's. Throws a sentence when it cannot be made.
 */
export async function serveControl(directory: string, handlers: ControlHandlers): Promise<ControlServer> {
  const path = socketPath(directory);
  const clients = new Set<Socket>();
  const welcome = (client: Socket): void => {
    clients.add(client);
    serveClient(client, handlers, () => {
      clients.delete(client);
      handlers.onLeave();
    });
  };

  let server = await boundServer(path, directory, welcome);
  return {
    path,
    clients: () => clients.size,
    broadcast: () => {
      const line = statusLine(handlers);
      for (const client of clients) client.write(line);
    },
    renew: async () => {
      server.close();
      server = await boundServer(path, directory, welcome);
    },
    close: () => {
      server.close();
      for (const client of clients) client.destroySoon();
    },
  };
}

function serveClient(client: Socket, handlers: ControlHandlers, onLeave: () => void): void {
  const say = (line: string): void => {
    if (client.writable) client.write(line);
  };
  const answer = async (request: KeeperRequest): Promise<void> => {
    const given = await handlers.answer(request);
    say(messageLine({ say: 'answer', request: request.request, ...given }));
  };
  const read = messageReader((message: unknown) => {
    const request = requestOf(message);
    if (request === null) return;
    if ('unsupported' in request) say(messageLine({ say: 'unsupported', request: request.unsupported }));
    else void answer(request);
  });
  client.setEncoding('utf8');
  client.on('data', read);
  // A client that dies is followed by `close`; nothing else is to be done about it.
  client.on('error', () => {});
  client.on('close', onLeave);
  say(messageLine({ say: 'hello', version: controlVersion, commands: [...controlCommands, 'describe', 'move'] }));
  void handlers.refresh().then(() => say(statusLine(handlers)));
}

function statusLine({ status }: ControlHandlers): string {
  return messageLine({ say: 'state', ...status() });
}

async function boundServer(path: string, directory: string, welcome: (client: Socket) => void): Promise<Server> {
  const server = createServer(welcome);
  prepareSocketDirectory(path, directory);
  rmSync(path, { force: true });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  // Binding happens within this call; the trainer must not inherit this mask.
  const mask = process.umask(0o177);
  server.listen(path, resolve);
  process.umask(mask);
  await promise;
  chmodSync(path, 0o600);
  server.on('error', () => {});
  return server;
}
