import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeDataSet } from '../support/checklist/planted.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';

test('plateau check writes the same findings as JSON, a table, a text and a page', () => {
  const { directory, environment } = freshHome();
  const { data } = writeDataSet(join(directory, 'set'), 'darknet', true);
  const check = (...words: string[]) => plateau(['check', data, ...words], environment);
  const { findings } = JSON.parse(check('--json').stdout);
  expect(findings.length).toBeGreaterThan(20);

  const rows = check('--csv').stdout.trimEnd().split('\r\n');
  expect(rows[0]).toBe('level,check,what,where,todo');
  expect(rows).toHaveLength(findings.length + 1);

  const lines = check('--markdown').stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(findings.length + 2);

  const page = join(directory, 'check.html');
  const { status, stdout, stderr } = check('-o', page);
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: '' });
  const text = readFileSync(page, 'utf8');
  expect(text.match(/<tr><td>(?:error|warning|hint)<\/td>/g)).toHaveLength(findings.length);
});

test.each([
  [['--json', '--csv'], 'Only one of --json and --csv can be given.'],
  [['--json', '-o', 'check.html'], '--json is for what is printed, not for --output.'],
])('two forms at once are refused: %j', (words, sentence) => {
  const { environment } = freshHome();
  const { status, stderr } = plateau(['check', ...words], environment);
  expect(status).toBe(2);
  expect(stderr).toContain(sentence);
});
