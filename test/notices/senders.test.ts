import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimNotice } from '../../src/notices/claim.ts';
import { commandSender } from '../../src/notices/command.ts';
import type { Notice } from '../../src/notices/notice.ts';
import { createOutbox } from '../../src/notices/outbox.ts';
import { splitWords } from '../../src/notices/splitWords.ts';
import { parseWebhook, webhookSender } from '../../src/notices/webhook.ts';

const notice: Notice = {
  kind: 'verdict',
  verdict: 'plateau',
  action: 'may-stop',
  urgency: 'normal',
  text: 'plateau (may-stop): flat for 31 epochs',
  key: 'x',
};
const demo = { id: '20260101-000000-demo', title: 'demo' };
const never = new AbortController().signal;

interface Posted {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server on this machine that answers with these statuses, one after the other, the last of them ever after; null: not at all. */
async function serve(...statuses: (number | null)[]): Promise<{ address: string; posted: Posted[] }> {
  const posted: Posted[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    posted.push({ headers: request.headers, body: await text(request) });
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

describe('the address of a webhook', () => {
  test.each([
    ['https://ntfy.sh/topic', 'ntfy'],
    ['https://ntfy.example.org/topic', 'ntfy'],
    ['ntfy+http://10.0.0.1:8080/topic', 'ntfy'],
    ['https://hooks.slack.com/services/T/B/x', 'slack'],
    ['slack+https://chat.example.org/hooks/x', 'slack'],
    ['https://example.org/ntfy', 'json'],
    ['json+https://ntfy.sh/topic', 'json'],
  ])('%s is one of %s', (address, kind) => {
    expect(parseWebhook(address).kind).toBe(kind);
  });

  test.each(['', 'ntfy', 'ftp://example.org', 'file:///etc/passwd', 'ntfy+ntfy.sh', 'javascript:alert(1)'])(
    '%j is none',
    (address) => {
      expect(() => parseWebhook(address)).toThrow(/an address such as https/);
    },
  );
});

describe('a webhook', () => {
  test('of ntfy gets the text, with the run as its title and the urgency as its priority', async () => {
    const { address, posted } = await serve(200);
    await webhookSender(parseWebhook(`ntfy+${address}`))({ ...notice, urgency: 'high' }, demo, never);
    expect(posted).toMatchObject([
      { body: notice.text, headers: { title: 'demo', priority: '4', 'content-type': 'text/plain; charset=utf-8' } },
    ]);
  });

  test('of ntfy gets a name that is no ASCII encoded as mail does, and no header of its own making', async () => {
    const { address, posted } = await serve(200);
    await webhookSender(parseWebhook(`ntfy+${address}`))(notice, { id: null, title: 'Größe\r\nX-Evil: 1' }, never);
    const title = String(posted[0]?.headers['title']);
    expect(Buffer.from(title.slice('=?UTF-8?B?'.length, -2), 'base64').toString()).toBe('Größe X-Evil: 1');
    expect(posted[0]?.headers['x-evil']).toBeUndefined();
  });

  test('of Slack gets the text, in which nobody is called', async () => {
    const { address, posted } = await serve(200);
    await webhookSender(parseWebhook(`slack+${address}`))(notice, { id: null, title: '<!channel> & co' }, never);
    expect(JSON.parse(posted[0]!.body)).toEqual({ text: `&lt;!channel&gt; &amp; co: ${notice.text}` });
  });

  test('of anybody else gets all of it as JSON', async () => {
    const { address, posted } = await serve(204);
    await webhookSender(parseWebhook(address))(notice, demo, never);
    expect(JSON.parse(posted[0]!.body)).toEqual({
      title: 'demo',
      run: demo.id,
      kind: 'verdict',
      verdict: 'plateau',
      action: 'may-stop',
      urgency: 'normal',
      text: notice.text,
    });
  });

  test('that is busy is tried again until it takes it', async () => {
    const { address, posted } = await serve(503, 429, 200);
    await webhookSender(parseWebhook(address), [0.01, 0.01, 0.01])(notice, demo, never);
    expect(posted).toHaveLength(3);
  });

  test('that never takes it is given up, without telling its secret path', async () => {
    const { address, posted } = await serve(500);
    const sent = webhookSender(parseWebhook(address), [0.01, 0.01])(notice, demo, never);
    await expect(sent).rejects.toThrow(/^127\.0\.0\.1:\d+ took no notice: it answered 500\.$/);
    expect(posted).toHaveLength(3);
  });

  test('that refuses is not asked again', async () => {
    const { address, posted } = await serve(404, 200);
    await expect(webhookSender(parseWebhook(address), [0.01])(notice, demo, never)).rejects.toThrow('it answered 404');
    expect(posted).toHaveLength(1);
  });

  test('that cannot be reached is said so', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portOf(server);
    server.close();
    await once(server, 'close');
    const send = webhookSender(parseWebhook(`http://127.0.0.1:${port}/`), []);
    await expect(send(notice, demo, never)).rejects.toThrow('took no notice: it cannot be reached (ECONNREFUSED).');
  });
});

describe('a notify command', () => {
  const words = (script: string): [string, ...string[]] => [process.execPath, '-e', script, 'first word'];

  test('gets the text as its last word and all of it in its environment, and no shell sees it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-notices-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const path = join(directory, 'told');
    const script = `require('fs').writeFileSync(${JSON.stringify(path)}, JSON.stringify([process.argv.slice(1), process.env.PLATEAU_TITLE, process.env.PLATEAU_ACTION, process.env.PLATEAU_URGENCY, process.env.PLATEAU_RUN]))`;
    await commandSender(words(script), '/')(
      { ...notice, text: '$(touch /tmp/x) `id` "q"' },
      { ...demo, title: 'a;b' },
      never,
    );
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([
      ['first word', 'a;b: $(touch /tmp/x) `id` "q"'],
      'a;b',
      'may-stop',
      'normal',
      demo.id,
    ]);
  });

  test('that fails, or is not there, is said so', async () => {
    await expect(commandSender(words('process.exit(3)'), '/')(notice, demo, never)).rejects.toThrow(
      'failed (exit status 3)',
    );
    const missing = commandSender(['/no/such/program'], '/')(notice, demo, never);
    await expect(missing).rejects.toThrow('The notify command /no/such/program failed (there is no such program).');
  });

  test.each([
    ['notify-send -u critical', ['notify-send', '-u', 'critical']],
    [`say 'two words' "and \\"more\\"" a\\ b ''`, ['say', 'two words', 'and "more"', 'a b', '']],
    ['  spaced\tout  ', ['spaced', 'out']],
    ['echo $HOME * | cat', ['echo', '$HOME', '*', '|', 'cat']],
  ])('is cut into words as a shell would: %s', (line, expected) => {
    expect(splitWords(line)).toEqual(expected);
  });

  test.each(['', '   ', `say 'open`, `""`])('that is no command is refused: %j', (line) => {
    expect(() => splitWords(line)).toThrow(/names no program|is not closed/);
  });
});

describe('the outbox', () => {
  test('sends in order, one at a time, to each sender for itself', async () => {
    const sent: string[] = [];
    const slow = async ({ text: words }: Notice) => {
      await new Promise((done) => {
        setTimeout(done, 5);
      });
      sent.push(`slow ${words}`);
    };
    const broken = async () => {
      throw new Error('It broke.');
    };
    const outbox = createOutbox([slow, broken], demo);
    for (const words of ['a', 'b', 'c']) outbox.put({ ...notice, text: words });
    expect(await outbox.close(10)).toEqual(['It broke.']);
    expect(sent).toEqual(['slow a', 'slow b', 'slow c']);
  });

  test('drops what does not arrive in the last seconds, and says so', async () => {
    const { address, posted } = await serve(null);
    const outbox = createOutbox([webhookSender(parseWebhook(address))], demo);
    outbox.put(notice);
    await expect.poll(() => posted).toHaveLength(1);
    expect(await outbox.close(0.05)).toEqual(['A notice was still on its way and was dropped.']);
  });

  test('with nothing on its way closes at once', async () => {
    expect(await createOutbox([async () => {}], demo).close(1000)).toEqual([]);
  });
});

describe('a notice that several views would send', () => {
  test('is claimed by the first, for each run and change', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-claims-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    expect([claimNotice(directory, 'end'), claimNotice(directory, 'end'), claimNotice(directory, 'other')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('is one for all who see it within some seconds, whatever came in between', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-claims-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    expect(claimNotice(directory, 'verdict-plateau-may-stop.7')).toBe(true);
    expect(claimNotice(directory, 'verdict-plateau-may-stop.8')).toBe(false);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(join(directory, 'notices', 'verdict-plateau-may-stop.7'), longAgo, longAgo);
    expect(claimNotice(directory, 'verdict-plateau-may-stop.9')).toBe(true);
    utimesSync(join(directory, 'notices', 'verdict-plateau-may-stop.9'), longAgo, longAgo);
    // It was better meanwhile, so that this is another change.
    expect(claimNotice(directory, 'verdict-improving-continue.10')).toBe(true);
    expect(claimNotice(directory, 'verdict-plateau-may-stop.11')).toBe(true);
  });

  test('is sent by all where nothing can be written', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-claims-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    writeFileSync(join(directory, 'notices'), 'a file');
    expect(claimNotice(directory, 'end')).toBe(true);
    expect(claimNotice('/proc/nowhere', 'end')).toBe(true);
  });
});
