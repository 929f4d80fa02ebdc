import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { reportAtEnd } from '../../src/notices/endReport.ts';
import { soon } from '../support/soon.ts';
import { demo, never, notice } from '../support/notices/notice.ts';
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

test('the report is drawn at low priority: another training may run on the machine', async () => {
  const { directory } = freshHome();
  // Stands for Plateau: it writes the priority that it has come to.
  const program = join(directory, 'drawer.mjs');
  writeFileSync(
    program,
    `import { writeFileSync } from 'node:fs';
     import { getPriority } from 'node:os';
     const timer = setInterval(() => {
       if (getPriority() < ${constants.priority.PRIORITY_BELOW_NORMAL}) return;
       clearInterval(timer);
       writeFileSync(process.argv.at(-1), 'low');
     }, 10);`,
  );
  const { write } = reportAtEnd('night', join(directory, 'reports'), [process.execPath, program]);
  await write({ ...notice, kind: 'end' }, demo, never);
  expect(readFileSync(join(directory, 'reports', 'night.html'), 'utf8')).toBe('low');
});

test('a template with an unknown field is refused at once', () => {
  const { environment } = freshHome();
  const { status, stderr } = plateau(['run', '--notice-text', '{titel}', '--', 'true'], environment);
  expect(status).toBe(2);
  expect(stderr).toContain('--notice-text expects a text with fields such as {title}: it has no field {titel}');
});
