import { connect } from 'node:net';
import { connectTimeout } from './defaults.ts';
import { isKeeperMessage, messageLine, messageReader } from './messages.ts';
import type { AnswerMessage, ControlRequest, KeeperMessage, StateMessage } from './messages.ts';

/** A connection to a living keeper. */
export interface KeeperLink {
  /** Asks and waits for the answer. Throws a sentence when the keeper goes before it answers. */
  readonly ask: (request: WithoutNumber<ControlRequest>) => Promise<AnswerMessage>;
  readonly close: () => void;
}

/** A request before it is numbered, each kind on its own. */
export type WithoutNumber<Request> = Request extends unknown ? Omit<Request, 'request'> : never;

/** What to do with what a keeper says: `onState` for the first state and every later one, `onLost` once when it has gone. */
export interface LinkListeners {
  readonly onState: (state: StateMessage) => void;
  readonly onLost: () => void;
}

/** Connects to a keeper's socket; ready when the keeper has told its state. Throws what the system says when nobody answers there. */
export async function openLink(path: string, { onState, onLost }: LinkListeners): Promise<KeeperLink> {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const waiting = new Map<number, (answer: AnswerMessage | null) => void>();
  let lastRequest = 0;
  const socket = connect(path);

  const hear = (message: KeeperMessage): void => {
    switch (message.say) {
      case 'state':
        onState(message);
        resolve();
        break;
      case 'answer':
        waiting.get(message.request)?.(message);
        waiting.delete(message.request);
        break;
    }
  };

  socket.setEncoding('utf8');
  socket.setTimeout(connectTimeout * 1000, () => {
    reject(new Error('it does not answer'));
  });
  socket.on(
    'data',
    messageReader((message) => {
      if (isKeeperMessage(message)) {
        hear(message);
      }
    }),
  );
  socket.on('error', reject);
  socket.on('close', () => {
    reject(new Error('it went away'));
  });

  try {
    await ready;
  } catch (error) {
    socket.destroy();
    throw error;
  }

  socket.setTimeout(0);
  socket.on('close', () => {
    for (const answer of waiting.values()) {
      answer(null);
    }

    waiting.clear();
    onLost();
  });

  return {
    ask: async (request) => {
      lastRequest += 1;
      const { promise, resolve: answered } = Promise.withResolvers<AnswerMessage | null>();
      waiting.set(lastRequest, answered);
      if (socket.closed || socket.destroyed) {
        answered(null);
      } else {
        socket.write(messageLine({ ...request, request: lastRequest }));
      }

      const answer = await promise;
      if (answer === null) {
        throw new Error(
          'The keeper of this training went away before it answered: look at the state of the training and ask again.',
        );
      }

      return answer;
    },
    close: () => {
      socket.end();
    },
  };
}
