import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parseWebhook, webhookSender } from '../../src/notices/webhook.ts';
import { demo, never, notice } from '../support/notices/notice.ts';
import { serve } from '../support/notices/serve.ts';
import { freshHome, plateau, plateauProgram } from '../support/real/plateau.ts';
import { freePort } from '../support/sources/freePort.ts';

describe('the address of a webhook', () => {
  test.each([
    ['https://ntfy.sh/topic', 'ntfy'],
    ['https://ntfy.example.org/topic', 'ntfy'],
    ['ntfy+http://10.0.0.1:8080/topic', 'ntfy'],
    ['https://hooks.slack.com/services/T/B/x', 'slack'],
    ['slack+https://chat.example.org/hooks/x', 'slack'],
    ['https://example.org/ntfy', 'json'],
    ['https://discord.com/api/webhooks/1/x', 'discord'],
    ['https://acme.webhook.office.com/x', 'teams'],
    ['https://api.telegram.org/bot1:key/sendMessage?chat_id=42', 'telegram'],
    ['json+https://ntfy.sh/topic', 'json'],
  ])('%s is one of %s', (address, kind) => {
    expect(parseWebhook(address).kind).toBe(kind);
  });

  test.each([
    '',
    'ntfy',
    'ftp://example.org',
    'file:///etc/passwd',
    'ntfy+ntfy.sh',
    'javascript:alert(1)',
    'https://a:%zz@b/',
  ])('%j is none', (address) => {
    expect(() => parseWebhook(address)).toThrow(/an address such as https/);
  });
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
    expect(Buffer.from(title.slice('=?UTF-8?B?'.length, -2), 'base64').toString()).toBe(String.raw`Größe\r\nX-Evil: 1`);
    expect(posted[0]?.headers['x-evil']).toBeUndefined();
  });

  test('gets the user and the password of its address as HTTP authentication, and an address without them', async () => {
    const { address, posted } = await serve(200);
    const url = address.replace('http://', 'http://gpu%20box:p%40ss%C3%B6@');
    await webhookSender(parseWebhook(url))(notice, demo, never);
    const [scheme, code] = String(posted[0]?.headers['authorization']).split(' ');
    expect(scheme).toBe('Basic');
    expect(Buffer.from(code!, 'base64').toString()).toBe('gpu box:p@ssö');
    expect(posted[0]?.headers.host).toBe(new URL(address).host);
  });

  test.each([
    ['refuses', 401],
    ['is broken', 500],
  ])('that %s is named by its host alone', async (_what, answer) => {
    const { address } = await serve(answer);
    const url = `${address.replace('http://', 'http://user:s3cret@')}/t0ken?key=t0ken`;
    const problem = await webhookSender(parseWebhook(url), [])(notice, demo, never).catch(String);
    expect(problem).toContain(`${new URL(address).host} took no notice: it answered ${answer}.`);
    expect(problem).not.toMatch(/s3cret|t0ken|user/);
  });

  test('that is not there is named by its host alone', async () => {
    const url = `http://user:s3cret@127.0.0.1:${await freePort()}/t0ken`;
    const problem = await webhookSender(parseWebhook(url), [])(notice, demo, never).catch(String);
    expect(problem).toContain('ECONNREFUSED');
    expect(problem).not.toMatch(/s3cret|t0ken|user/);
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
      report: null,
    });
  });

  test('of Discord gets the text, in which nobody is called, and the report of the end as a file', async () => {
    const { address, posted } = await serve(204);
    const send = webhookSender(parseWebhook(`discord+${address}`));
    await send(notice, { id: null, title: '@everyone' }, never);
    expect(JSON.parse(posted[0]!.body)).toEqual({
      content: `@everyone: ${notice.text}`,
      allowed_mentions: { parse: [] },
    });
    const report = join(freshHome().directory, 'night.html');
    writeFileSync(report, '<!doctype html>');
    await send({ ...notice, kind: 'end', report }, demo, never);
    expect(posted[1]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(posted[1]!.body).toMatch(
      /name="payload_json"[^]*"content":"demo: [^]*filename="night.html"[^]*<!doctype html>/,
    );
  });

  test('of Teams gets a card, in which a name is no markup', async () => {
    const { address, posted } = await serve(202);
    await webhookSender(parseWebhook(`teams+${address}`))(notice, { id: null, title: '[x](http://evil) *a*' }, never);
    expect(JSON.parse(posted[0]!.body)).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: { type: 'AdaptiveCard', body: [{ text: String.raw`\[x\]\(http://evil\) \*a\*` }, { wrap: true }] },
        },
      ],
    });
  });

  test('of Telegram gets the text of a message; the chat is in the address', async () => {
    const { address, posted } = await serve(200);
    const url = `${address.replace('/topic', '/bot1:key/sendMessage')}?chat_id=42`;
    await webhookSender(parseWebhook(`telegram+${url}`))(notice, demo, never);
    expect(posted[0]!.url).toBe('/bot1:key/sendMessage?chat_id=42');
    expect(JSON.parse(posted[0]!.body)).toMatchObject({ text: `demo: ${notice.text}` });
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
    const port = await freePort();
    const send = webhookSender(parseWebhook(`http://127.0.0.1:${port}/`), []);
    await expect(send(notice, demo, never)).rejects.toThrow('took no notice: it cannot be reached (ECONNREFUSED).');
  });
});

test('neither the password nor the path of a webhook is printed or kept outside run.json', async () => {
  const { address, posted } = await serve(401);
  const { environment } = freshHome();
  const webhook = `${address.replace('http://', 'http://user:s3cret@')}/t0ken`;
  const words = [plateauProgram, 'run', '--webhook', webhook, '--', 'echo', 'done'];
  const { all } = await execa(process.execPath, words, { env: environment, all: true, reject: false });
  expect(posted.length).toBeGreaterThan(0);
  expect(all).toContain(`${new URL(address).host} took no notice: it answered 401.`);
  const runs = join(environment['XDG_STATE_HOME']!, 'plateau/runs');
  const kept = readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:log|jsonl|json)$/.test(name),
  );
  const outside = kept
    .filter((name) => !name.endsWith('run.json'))
    .map((name) => readFileSync(join(runs, name), 'utf8'));
  expect(outside.length).toBeGreaterThan(1);
  expect([all, ...outside].join('\n')).not.toMatch(/s3cret|t0ken/);
  expect(plateau(['run', '--webhook', 'htps://user:s3cret@host/t0ken', '--', 'true'], environment).stderr).toBe(
    'plateau: --webhook expects an address such as https://ntfy.sh/my-topic, https://hooks.slack.com/services/T/B/key or mailto:me@example.org.\n',
  );
});
