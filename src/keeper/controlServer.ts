import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { asRequest, messageLine, messageReader, requestNumber } from './messages.ts';
import type { AnswerMessage, ControlRequest, StateMessage } from './messages.ts';
import { prepareSocketDirectory, socketPath } from '../runs/socketPath.ts';

/** What the server of a keeper needs from it. */
export interface ControlHandlers {
  readonly state: () => StateMessage;
  readonly answer: (request: ControlRequest) => AnswerMessage;
  /** A screen or command has gone. */
  readonly onLeave: () => void;
}

/** The control socket of a run, served. */
export interface ControlServer {
  readonly path: string;
  readonly clients: () => number;
  /** Tells everyone the state. */
  readonly broadcast: () => void;
  /** Makes the socket again where something removed it. */
  readonly renew: () => Promise<void>;
  /** Lets everyone read what was said, then ends all connections and removes the socket. */
  readonly close: () => void;
}

/**
 * Serves the control socket (mode 0600) of a run's directory, whose keeper the caller is, so that a socket found there is a dead one's.
 * Throws a sentence when it cannot be made.
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
      const line = messageLine(handlers.state());
      for (const client of clients) {
        client.write(line);
      }
    },
    renew: async () => {
      server.close();
      server = await boundServer(path, directory, welcome);
    },
    close: () => {
      server.close();
      for (const client of clients) {
        client.destroySoon();
      }
    },
  };
}

function serveClient(client: Socket, { state, answer }: ControlHandlers, onLeave: () => void): void {
  const read = messageReader((message: unknown) => {
    const request = asRequest(message);
    const number = requestNumber(message);
    if (request !== null) {
      client.write(messageLine(answer(request)));
    } else if (number !== null) {
      const problem =
        'The keeper of this training does not know that request: it was started by another version of Plateau.';
      client.write(messageLine({ say: 'answer', request: number, problem, target: null }));
    }
  });
  client.setEncoding('utf8');
  client.on('data', read);
  // A client that dies is followed by `close`; nothing else is to be done about it.
  client.on('error', () => {});
  client.on('close', onLeave);
  client.write(messageLine(state()));
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
