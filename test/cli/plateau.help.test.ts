import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { wholeHelp } from '../../src/cli/help/helpText.ts';
import { plateau } from '../support/real/plateau.ts';

/** Of all these tests, none of which starts a run. */
const home = mkdtempSync(join(tmpdir(), 'plateau-help-'));
const environment = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: home };

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a question for help', () => {
  test.each([
    ['help stop', 'plateau stop [RUN]'],
    ['stop --help', 'plateau stop [RUN]'],
    ['watch x --help', 'plateau watch FILE'],
    ['run -d -h', 'plateau run [options]'],
    ['--help', 'plateau says when to stop'],
    ['help', 'plateau says when to stop'],
  ])('plateau %s is answered, wherever it stands', (line, answer) => {
    const { status, stdout, stderr } = plateau(line.split(' '), environment);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(answer);
  });

  test('is short with -h, and whole with --help', () => {
    const short = plateau(['run', '-h'], environment).stdout;
    const whole = plateau(['run', '--help'], environment).stdout;
    expect(short).not.toContain('Examples:');
    expect(whole).toContain('Examples:');
    expect(whole.split('\n').length).toBeGreaterThan(2 * short.split('\n').length);
  });

  test('behind -- is one to the trainer', () => {
    const { stdout, stderr } = plateau(['check', '--model', 'none.cfg', '--', 'echo', '--help'], environment);
    expect(stdout).not.toContain('Examples:');
    expect(stderr).not.toBe('');
  });

  test('plateau run --version says the version', () => {
    expect(plateau(['run', '--version'], environment)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe('a typing mistake', () => {
  test.each([
    ['stpo', 'Did you mean `plateau stop`?'],
    ['run --adivce careful -- true', 'Did you mean `--advice`?'],
    ['runs --limti 3', 'Did you mean `--limit`?'],
  ])('plateau %s: %s', (line, answer) => {
    const { status, stderr, stdout } = plateau(line.split(' '), environment);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(answer);
  });

  test('that is near nothing gets no guess', () => {
    expect(plateau(['bicycle'], environment).stderr).toBe(
      'plateau: Unknown command `bicycle`: `plateau help` lists the commands.\n',
    );
  });
});

describe('the help of each command', () => {
  test.each(commands.map((command) => [command.name, command] as const))('%s is complete', (name, command) => {
    expect(command.examples.length).toBeGreaterThanOrEqual(2);
    const help = wholeHelp(command);
    // What has to be copied whole is not broken.
    const broken = help.split('\n').filter((line) => !command.usage.includes(line) && !line.startsWith('  plateau'));
    expect(broken.filter((line) => line.length > 100)).toEqual([]);
    const letters = command.flags.flatMap(({ flags }) => Object.values(flags).flatMap(({ short }) => short ?? []));
    expect(letters).toEqual([...new Set(letters)]);
    for (const [call] of command.examples) expect([name, call]).toEqual([name, expect.stringContaining('plateau')]);
  });
});
