import { connect } from 'node:net';
import type { Answer, KeeperMessage, StopStatus } from '../../stopping/controlMessages.ts';
import { connectTimeout } from '../defaults.ts';
import { isState, type KeeperRequest, keeperMessageOf, messageLine, messageReader } from './messages.ts';

/** A connection to a living keeper. */
export interface KeeperLink {
  /**
   * Asks and waits for the answer; null when the keeper goes before it answers.
   * Throws a sentence when the keeper does not know the request.
   */
  readonly ask: (request: KeeperRequest) => Promise<Answer | null>;
  readonly close: () => void;
}

/**
 * What to do with what a keeper says: `onStatus` for the first status and every later one, `onLost` once it has gone.
 */
export interface LinkListeners {
  readonly onStatus: (status: StopStatus) => void;
  readonly onLost: () => void;
}

/** The code of the error for a keeper that speaks a protocol of another version. */
export const otherVersion = 'KEEPER_OF_OTHER_VERSION';

/**
 * Connects to a keeper's socket; ready when it has told its status. The signal ends the waiting for that. Throws what
 * the system says when nobody answers, and an error with the code `otherVersion` when what is said is not understood
 * here.
 */
export async function openLink(
  path: string,
  { onStatus, onLost }: LinkListeners,
  signal: AbortSignal,
): Promise<KeeperLink> {
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  const waiting = new Map<string, (answer: Answer | 'unsupported' | null) => void>();
  let commands: readonly string[] = [];
  const socket = connect(path);

  const hear = (message: KeeperMessage): void => {
    switch (message.say) {
      case 'hello':
        ({ commands } = message);
        break;
      case 'state':
        onStatus(message);
        resolve();
        break;
      case 'answer':
        waiting.get(message.request)?.(message);
        break;
      case 'unsupported':
        waiting.get(message.request)?.('unsupported');
        break;
      default:
        message satisfies never;
    }
  };

  socket.setEncoding('utf8');
  socket.setTimeout(connectTimeout * 1000, () => {
    reject(new Error('it does not answer'));
  });
  socket.on(
    'data',
    messageReader((text) => {
      const message = keeperMessageOf(text);
      if (message !== null) hear(message);
      else if (isState(text)) reject(Object.assign(new Error('it is of another version'), { code: otherVersion }));
    }),
  );
  socket.on('error', reject);
  socket.on('close', () => {
    reject(new Error('it went away'));
  });

  const giveUp = () => reject(new Error('it was not waited for'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await ready;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }

  socket.setTimeout(0);
  socket.on('close', () => {
    for (const answer of waiting.values()) answer(null);
    onLost();
  });

  return {
    ask: async (request) => {
      if (!commands.includes(request.ask)) throw new Error(unsupported);
      if (socket.closed || socket.destroyed) return null;
      const { promise, resolve: answered } = Promise.withResolvers<Answer | 'unsupported' | null>();
      waiting.set(request.request, answered);
      socket.write(messageLine(request));
      const answer = await promise;
      waiting.delete(request.request);
      if (answer === 'unsupported') throw new Error(unsupported);
      return answer;
    },
    close: () => {
      socket.end();
    },
  };
}

const unsupported =
  'The keeper of this training does not know that request: it was started by another version of Plateau.';
