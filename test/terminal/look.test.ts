import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { themeNames, themeOf } from '../../src/ui/terminal/theme.ts';
import { logUntil } from '../support/terminal/growingLog.ts';

const escape = '\u001B';
const log = logUntil('fixtures/ultralytics/8.3.241-curve.log', /^ +all /, 20);

for (const theme of themeNames) {
  test(`--theme ${theme} shows the colours of that theme and no others`, async () => {
    const used = await coloursOf(['--theme', theme], {});
    const known = new Set(Object.values(themeOf(theme, 256)).flatMap(parameters));
    expect(used.filter((colour) => !known.has(colour))).toEqual([]);
    expect(used.length > 0).toBe(theme !== 'none');
  });
}

test('NO_COLOR leaves the terminal its own colours', async () => {
  expect(await coloursOf([], { NO_COLOR: '1' })).toEqual([]);
});

test('--chars ascii sends nothing but ASCII, though the log draws with lines; what is two cells wide everywhere stays', async () => {
  const text = await sentBy(['--chars', 'ascii'], {});
  const others = new Set(Array.from(text).filter((character) => character > '\u007E'));
  expect([...others].filter((character) => !/\p{Emoji_Presentation}/u.test(character))).toEqual([]);
});

/** What is sent to the terminal until the dashboard stands. */
async function sentBy(words: readonly string[], variables: Record<string, string>): Promise<string> {
  const { directory, environment } = freshHome();
  const path = join(directory, 'training.log');
  writeFileSync(path, log);
  const terminal = openTerminal(['watch', ...words, path], {
    environment: { ...environment, ...variables },
    cwd: directory,
    columns: 120,
    rows: 40,
  });
  let text = '';
  terminal.onText((piece) => {
    text += piece;
  });
  await terminal.see(/(?:IMPROVING|MORE EXPECTED)[^]*^\? help/m);
  return text;
}

/** The SGR parameters that were sent, those that end a colour left out. */
async function coloursOf(words: readonly string[], variables: Record<string, string>): Promise<string[]> {
  const text = await sentBy(words, variables);
  const found = Array.from(text.matchAll(new RegExp(`${escape}\\[([\\d;]*)m`, 'g')), ([, style = '']) => style);
  return [...new Set(found.flatMap(parameters))].filter((parameter) => !ending.has(parameter));
}

function parameters(style: string): string[] {
  return style.split(';').filter((parameter) => parameter !== '');
}

/** Source: ECMA-48, 8.3.117. */
const ending = new Set(['0', '22', '24', '27', '39', '49']);
