import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

interface Posted {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * A server on this machine that answers with these statuses, one after the other, the last of them ever after; null:
 * not at all.
 */
export async function serve(...statuses: (number | null)[]): Promise<{ address: string; posted: Posted[] }> {
  const posted: Posted[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    posted.push({ url: request.url ?? '', headers: request.headers, body: await text(request) });
    const status = statuses[Math.min(posted.length, statuses.length) - 1];
    if (status !== null && status !== undefined) response.writeHead(status).end('answer');
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${portOf(server)}/topic`, posted };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
