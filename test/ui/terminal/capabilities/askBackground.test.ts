import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, test, vi } from 'vitest';

const answers = '\u001B]11;rgb:ffff/ffff/ffff\u0007\u001B[?62c';

/** A terminal that is asked afresh: a process asks its own only once. */
async function ask(type: (stdin: PassThrough) => void) {
  const { askBackground } = await import('../../../../src/ui/terminal/capabilities/askBackground.ts');
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {}, ref() {}, unref() {} });
  const asked = askBackground(stdin, new PassThrough());
  type(stdin);
  return asked;
}

describe('a terminal that was asked for its background', () => {
  beforeEach(() => vi.resetModules());

  test('types on without its answers, each key once', async () => {
    const { background, keys } = await ask((stdin) => {
      // An arrow key that comes in two parts, the first together with the answers.
      stdin.write(`w${answers}\u001B`);
      stdin.write('[A');
      stdin.end('q');
    });
    expect(background).toBe('light');
    expect(await text(keys)).toBe('w\u001B[Aq');
  });

  test('that is gone just after Escape ends with that key', async () => {
    const { background, keys } = await ask((stdin) => stdin.end('q\u001B'));
    expect(background).toBeNull();
    expect(await text(keys)).toBe('q\u001B');
  });
});
