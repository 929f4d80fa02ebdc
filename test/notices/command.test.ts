import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandSender } from '../../src/notices/command.ts';
import { splitArgs } from '../../src/notices/splitArgs.ts';
import { demo, never, notice } from '../support/notices/notice.ts';

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
    expect(splitArgs(line)).toEqual(expected);
  });

  test.each(['', '   ', `say 'open`, `""`])('that is no command is refused: %j', (line) => {
    expect(() => splitArgs(line)).toThrow(/no program is named|is not closed/);
  });
});
