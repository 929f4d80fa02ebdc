import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withCommandTable } from '../../tools/commandTable.ts';
import { keyTable } from '../../src/ui/state/keys/keyTable.ts';
import { listKeys } from '../../src/ui/state/keys/fleet/listKeys.ts';
import { programs } from '../../src/trainers/index.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  test('has the table of commands (node tools/commandTable.ts writes it anew)', () => {
    expect(readme).toBe(withCommandTable(readme));
  });

  test.each([...new Set(keyTable.filter(({ contexts }) => contexts.includes('panes')).map(({ shown }) => shown))])(
    'has the key %s',
    (shown) => {
      const key = shown.split(' ')[0]!.split('-')[0]!;
      const section = readme.slice(readme.indexOf('## Keys'), readme.indexOf('## Trainers'));
      expect(section).toContain(key === '' ? '`-`' : key);
    },
  );

  test.each([...new Set(listKeys.map(({ shown }) => shown))])('has the key %s of the list', (shown) => {
    const section = readme.slice(readme.indexOf('### The list of trainings'), readme.indexOf('### In the charts'));
    expect(section).toContain(shown.split(' ')[0]!);
  });

  test.each(programs.map((program) => [program.title, program] as const))(
    'has a row for %s that names its result files',
    (title, { resultFiles = [] }) => {
      const section = readme.slice(readme.indexOf('## Trainers'), readme.indexOf('## A training'));
      for (const name of title.replaceAll(/\(|\)/g, '').split(/, | \//)) {
        const last = name.trim().split(' ').at(-1)!;
        const rows = section.split('\n').filter((row) => row.startsWith('| ') && row.includes(last));
        expect(rows).not.toEqual([]);
        for (const file of resultFiles) expect(rows.join('\n')).toContain(`\`${file.name}\``);
      }
    },
  );
});
