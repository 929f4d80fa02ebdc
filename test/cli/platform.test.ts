import { expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { whyNotHere } from '../../src/cli/platform.ts';

test('on Linux everything works', () => {
  for (const { name } of commands) expect(whyNotHere(name, 'linux')).toBeNull();
});

test('on macOS what reads works, and what owns a training says why it does not', () => {
  const refused = commands.map(({ name }) => name).filter((name) => whyNotHere(name, 'darwin') !== null);
  expect(refused.toSorted()).toEqual(['attach', 'demo', 'pause', 'resume', 'run', 'stop']);
  expect(whyNotHere('run', 'darwin')).toMatch(
    /^`plateau run` needs Linux: .*\/proc, which macOS does not have\. .*--ssh/,
  );
  expect(whyNotHere(null, 'darwin')).toBeNull();
});

test('on Windows all of it points to WSL', () => {
  expect(whyNotHere('watch', 'win32')).toContain('WSL');
  expect(whyNotHere(null, 'win32')).toContain('WSL');
});
