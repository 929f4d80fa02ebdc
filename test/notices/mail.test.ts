import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseWebhook, webhookSender } from '../../src/notices/webhook.ts';
import { mailServer } from '../support/notices/mailServer.ts';
import { demo, never, notice } from '../support/notices/notice.ts';

function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-mail-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

describe('the address of a mailbox', () => {
  test.each([
    'mailto:me@example.org',
    'mailto:me@example.org,you@example.org',
    'smtps://u:p@mail.example.org?to=me@example.org',
  ])('%s is one', (address) => expect(parseWebhook(address).kind).toBe('mail'));

  test.each([
    'mailto:',
    'mailto:me',
    'smtp://mail.example.org',
    'smtps://h?to=me@example.org, x',
    'slack+mailto:me@example.org',
  ])('%s is none', (address) => expect(() => parseWebhook(address)).toThrow(/address such as/));
});

describe('a notice by mail, to a real server on this machine', () => {
  test('has the name of the run in its subject, the text, and the report as a file', async () => {
    const server = await mailServer();
    const report = join(freshDirectory(), 'night.html');
    writeFileSync(report, '<!doctype html><p>report</p>');
    const address = `smtp://${server.host}?to=me@example.org&from=gpu1@example.org`;
    await webhookSender(parseWebhook(address))({ ...notice, kind: 'end', report, urgency: 'high' }, demo, never);
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'gpu1@example.org', to: ['me@example.org'], user: null });
    expect(mail!.text).toContain(`Subject: demo: ${notice.text}`);
    expect(mail!.text).toContain('X-Priority: 1');
    expect(mail!.text).toContain('filename=night.html');
    expect(mail!.text).toContain(Buffer.from(readFileSync(report)).toString('base64').slice(0, 30));
  });

  test('signs in with the user and the password of the address', async () => {
    const server = await mailServer({ user: 'gpu box', password: 'p@ss' });
    await webhookSender(parseWebhook(`smtp://gpu%20box:p%40ss@${server.host}?to=me@example.org`))(notice, demo, never);
    expect(server.mails).toMatchObject([{ user: 'gpu box', from: 'me@example.org' }]);
  });

  test('a name cannot add a header', async () => {
    const server = await mailServer();
    const title = 'x\r\nBcc: evil@example.org\r\n\r\nbody';
    await webhookSender(parseWebhook(`smtp://${server.host}?to=me@example.org`))(notice, { id: null, title }, never);
    expect(server.mails[0]!.to).toEqual(['me@example.org']);
    expect(server.mails[0]!.text).not.toMatch(/^Bcc:/m);
  });

  test('that is refused is not sent again, and the sentence has neither password nor address of the person', async () => {
    const server = await mailServer({ user: 'u', password: 'right' });
    const sent = webhookSender(parseWebhook(`smtp://u:s3cret@${server.host}?to=me@example.org`), [0.01]);
    const problem = await sent(notice, demo, never).catch(String);
    expect(problem).toBe(`Error: ${server.host} took no notice: it answered 535.`);
    expect(server.connections()).toBe(1);
  });

  test('that the server cannot take now is sent again', async () => {
    const server = await mailServer({ busyTimes: 1 });
    await webhookSender(parseWebhook(`smtp://${server.host}?to=me@example.org`), [0.01])(notice, demo, never);
    expect(server.mails).toHaveLength(1);
  });
});

test("a notice goes through the user's own sendmail, with the recipient as its argument", async () => {
  const directory = freshDirectory();
  const kept = join(directory, 'mail');
  writeFileSync(join(directory, 'sendmail'), `#!/bin/sh\necho "$@" >"${kept}"\ncat >>"${kept}"\n`, { mode: 0o755 });
  const path = process.env['PATH'];
  process.env['PATH'] = `${directory}:${path}`;
  onTestFinished(() => {
    process.env['PATH'] = path;
  });
  await webhookSender(parseWebhook('mailto:me@example.org'))(notice, demo, never);
  const mail = readFileSync(kept, 'utf8');
  expect(mail).toMatch(/^-i -f me@example\.org me@example\.org\n/);
  expect(mail).toContain(`Subject: demo: ${notice.text}`);
});
