import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keptRun } from '../support/cli/kept.ts';
import { freshHome, plateauProgram } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

// Whatever is told by somebody else is shown, and nothing of it reaches a terminal as a command.

/** The clipboard (OSC 52), a title, a cleared screen, C1, bidirectional marks, a forged line, a format of tmux. */
const hostile =
  'x\u001B]52;c;cm0gLXJmIH4=\u0007\u001B]0;pwned\u001B\\\u001B[2J\u009B31m\u202Egnp.\u2066\nplateau: all is well\r#[fg=red]#(touch pwned)\u2028';

/** What no terminal should get from us, but for the line breaks between lines. */
const acted = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/;

/** A name with parts of the hostile one and anything else, as a file can have it. */
const names = fc
  .array(
    fc.oneof(
      fc.constantFrom(...hostile.split(/(?=[\u001B\u009B\u202E\u2066\n\r#])/)),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((parts) => `x${parts.join('').replaceAll(/[/\0]/g, '_').toWellFormed()}`.slice(0, 60))
  .map((name) => name.toWellFormed());

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

function runIn(directory: string, args: readonly string[], environment: Record<string, string>): Output {
  const { stdout, stderr } = spawnSync(process.execPath, [plateauProgram, ...args], {
    cwd: directory,
    env: environment,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { stdout, stderr };
}

function expectHarmless({ stdout, stderr }: Output): void {
  expect(stdout + stderr).not.toBe('');
  expect(acted.exec(stdout + stderr)).toBe(null);
  expect(stdout + stderr).not.toMatch(/^plateau: all is well/m);
}

/** A log of the demo with a class, a file and an error of these names. */
function logOf(name: string): string {
  return readFileSync('fixtures/demo/overfit.log', 'utf8')
    .replaceAll('demo-overfit', name.replaceAll('\n', ''))
    .replaceAll('circle', name.replaceAll('\n', ''))
    .concat(`\nError: cannot open ${name}\n`);
}

const ways: readonly [string, (name: string, directory: string, environment: Record<string, string>) => Output[]][] = [
  [
    'the name of a log and what is in it',
    (name, directory, environment) => {
      writeFileSync(join(directory, name), logOf(name));
      return [
        ['inspect', `./${name}`],
        ['inspect', '--json', `./${name}`],
        ['advise', `./${name}`],
        ['advise', '--json', `./${name}`],
        ['compare', `./${name}`, `./${name}`],
        ['compare', '--json', `./${name}`, `./${name}`],
      ].map((args) => runIn(directory, args, environment));
    },
  ],
  [
    'the name of a file that is not there',
    (name, directory, environment) =>
      [
        ['inspect', name],
        ['replay', name],
        ['check', name],
        ['plan', name],
        ['run', '--cwd', `/${name}`, '--', 'true'],
        ['advise', '--config', name, 'x'],
      ].map((args) => runIn(directory, args, environment)),
  ],
  [
    'words of the command line',
    (name, directory, environment) =>
      [
        [name],
        ['attach', name],
        ['stop', name],
        ['run', name],
        ['run', '--', name],
        ['run', '--grace', name, '--auto-stop', '--', 'true'],
        [`--${name}`],
        ['inspect', `--${name}`],
        ['inspect', '--trainer', name, 'x'],
        ['watch', '--webhook', name, 'x'],
        ['watch', '--notify-command', `'${name}`, 'x'],
      ].map((args) => runIn(directory, args, environment)),
  ],
  [
    'the name, the words, the trouble and the machine of a run',
    (name, directory, environment) => {
      const machine = { id: 'f'.repeat(32), host: name, boot: name, pidNamespace: null, uid: 0 };
      keptRun(environment, '20260101-000000-over', { name, command: [name, name], cwd: `/${name}` });
      keptRun(environment, '20260101-000001-elsewhere', { name, state: 'running', exit: null, machine });
      keptRun(environment, '20260101-000002-unborn', { name, state: 'failed-to-start', exit: null, problem: name });
      return [
        ['runs'],
        ['runs', '--json'],
        ['status', '20260101-000000-over'],
        ['status', '--json', '20260101-000000-over'],
        ['status', '--tmux', '20260101-000000-over'],
        ['attach', '20260101-000000-over'],
        ['attach', '20260101-000001-elsewhere'],
        ['attach', '20260101-000002-unborn'],
        ['stop', '20260101-000001-elsewhere'],
        ['runs', 'rm', '20260101-000000-over'],
      ].map((args) => runIn(directory, args, environment));
    },
  ],
  [
    'what a training says and how it fails',
    (name, directory, environment) => {
      writeFileSync(join(directory, 'log'), logOf(name));
      return [
        runIn(
          directory,
          ['run', '--name', name, '--', 'sh', '-c', 'cat log; echo "$0" >&2; exit 3', name],
          environment,
        ),
      ];
    },
  ],
  [
    'the values of a configuration',
    (name, directory, environment) =>
      [
        { [name]: 1 },
        { trainer: name },
        { maxTime: name },
        { metrics: { [name]: name } },
        { metrics: { loss: `(${name}` } },
      ].map((value) => {
        writeFileSync(join(directory, 'plateau.config.json'), JSON.stringify(value));
        writeFileSync(join(directory, 'log'), 'x');
        return runIn(directory, ['inspect', 'log'], environment);
      }),
  ],
  [
    'the classes and the files of a data set',
    (name, directory, environment) => {
      const line = name.replaceAll(/[\n\r\u2028]/g, '');
      for (const part of ['images', 'labels']) mkdirSync(join(directory, `set${line}`, part), { recursive: true });
      writeFileSync(join(directory, `set${line}`, 'images', `${name}.png`), 'no image');
      writeFileSync(join(directory, `set${line}`, 'labels', `${name}.txt`), '7 0.5 0.5 2 x\n');
      writeFileSync(
        join(directory, `set${line}`, 'data.yaml'),
        `path: .\ntrain: images\nval: ${JSON.stringify(line)}\nnames: ${JSON.stringify([name, name, line])}\n`,
      );
      return [
        ['check', `set${line}/data.yaml`],
        ['check', '--json', `set${line}/data.yaml`],
        ['plan', `set${line}/data.yaml`],
      ].map((args) => runIn(directory, args, environment));
    },
  ],
];

describe('nothing that a terminal acts upon gets to it by', () => {
  test.each(ways)(
    '%s',
    (_what, outputs) => {
      const { directory, environment } = freshHome();
      for (const output of outputs(hostile.replaceAll('/', '_'), directory, environment)) expectHarmless(output);
    },
    120_000,
  );

  test('a file name and a word, whatever they are', () => {
    const { directory, environment } = freshHome();
    fc.assert(
      fc.property(names, (name) => {
        expectHarmless(runIn(directory, ['inspect', `./${name}`], environment));
        expectHarmless(runIn(directory, ['attach', `x${name}`], environment));
      }),
      { numRuns: 4 },
    );
  });
});

describe('on the screen', () => {
  const open = (args: readonly string[], environment: Record<string, string>, cwd: string) => {
    const terminal = openTerminal(args, { environment, cwd, columns: 120, rows: 40 });
    let text = '';
    terminal.onText((more) => {
      text += more;
    });
    return { ...terminal, text: () => text };
  };
  const commands = /\u001B\]52|\u001B\]0;pwned|\u001B\[2J\u009B|[\u0080-\u009F\u202A-\u202E\u2066-\u2069\u2028]/;

  test('the name of a log and what is in it are shown, and steer neither the terminal nor its title', async () => {
    const { directory, environment } = freshHome();
    const name = hostile.replaceAll('/', '_');
    writeFileSync(join(directory, name), logOf(hostile));
    const { see, press, exited, text, screen } = open(['watch', `./${name}`], environment, directory);
    await see(/FAILED/);
    expect(screen()).toContain(String.raw`\x1b]52`);
    press('q');
    await exited;
    expect(screen()).toContain(String.raw`\x1b]52`);
    expect(commands.exec(text())).toBe(null);
  });

  test('so are the runs of the list', async () => {
    const { directory, environment } = freshHome();
    keptRun(environment, '20260101-000000-over', { name: hostile });
    const { see, press, exited, text } = open([], environment, directory);
    await see(/\\x1b\]52/);
    press('q');
    await exited;
    expect(commands.exec(text())).toBe(null);
  });
});
