import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { soon } from '../support/soon.ts';
import { serve } from '../support/notices/serve.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';

const log = resolve(import.meta.dirname, '../../fixtures/ultralytics/8.3.241-plain.log');

test('the keeper writes the report of a run that has ended, and the notice of the end names it', async () => {
  const { directory, environment } = freshHome();
  const { address, posted } = await serve(200);
  const reports = join(directory, 'reports');
  const words = [
    'run',
    '--detach',
    '--report-on-end',
    reports,
    '--webhook',
    address,
    '--notice-text',
    '{kind}: {text}',
  ];
  const started = plateau([...words, '--', 'cat', log], environment);
  expect(started).toMatchObject({ status: 0 });
  const id = /\d{8}-\d{6}-\S+/.exec(started.stdout)![0];
  await soon(() => expect(posted).toHaveLength(1));
  const path = join(reports, `${id}.html`);
  const { text, report } = JSON.parse(posted[0]!.body);
  expect(report).toBe(path);
  expect(text).toMatch(new RegExp(`^end: ended: [^]*; report: ${path}$`));
  expect(readFileSync(path, 'utf8')).toMatch(/^<!doctype html>[^]*ended/);
});

test('a report that cannot be written keeps no notice back, and is said by the audit log', async () => {
  const { environment } = freshHome();
  const { address, posted } = await serve(200);
  const words = ['run', '--detach', '--report-on-end', '/dev/null/reports', '--webhook', address];
  expect(plateau([...words, '--', 'cat', log], environment)).toMatchObject({ status: 0 });
  await soon(() => expect(posted).toHaveLength(1));
  expect(JSON.parse(posted[0]!.body)).toMatchObject({ kind: 'end', report: null });
});

test('a template with an unknown field is refused at once', () => {
  const { environment } = freshHome();
  const { status, stderr } = plateau(['run', '--notice-text', '{titel}', '--', 'true'], environment);
  expect(status).toBe(2);
  expect(stderr).toContain('--notice-text expects a text with fields such as {title}: it has no field {titel}');
});
