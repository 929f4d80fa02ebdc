import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commands } from '../src/cli/commands.ts';

/** The README's table of commands: run this script after a command or its flags have changed. */
function commandTable(): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const rows = commands.flatMap(({ usage, summary }) =>
    usage.map((line, index) => `| \`${cell(line)}\` | ${index === 0 ? summary : ''} |`),
  );
  return [heading, '|---|---|', ...rows].join('\n');
}

const heading = '| command | what it does |';

/** The README with its table as it should be. Throws when it has none. */
export function withCommandTable(readme: string): string {
  const start = readme.indexOf(heading);
  const end = readme.indexOf('\n\n', start);
  if (start === -1 || end === -1) throw new Error(`README.md has no table that begins with ${heading}.`);
  return readme.slice(0, start) + commandTable() + readme.slice(end);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync('README.md', withCommandTable(readFileSync('README.md', 'utf8')));
}
