import { execFileSync } from 'node:child_process';
import { chmodSync, constants, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { openTerminal, type Terminal } from './terminal.ts';

/** A home of its own for what is drawn, in which `plateau` is the program as it was last built. */
export interface Stage {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Opens a terminal with a program in it; `plateau` is found. */
  readonly open: (command: readonly [string, ...string[]], columns: number, rows: number) => Terminal;
  /** Puts the first lines of a recorded log there, as `head -n COUNT` does. */
  readonly putLog: (fixture: string, name: string, count: number) => void;
  /** Runs a command of Plateau to its end and returns what it printed. */
  readonly plateau: (...words: string[]) => string;
}

/**
 * Lets a story play in a directory that always has the same name, since some screens show where they are. Afterwards
 * every terminal is closed, every training stopped, and the directory gone. Throws when somebody else uses the
 * directory.
 */
export async function onStage(
  play: (stage: Stage) => Promise<void>,
  directory = join(tmpdir(), 'plateau-screens'),
): Promise<void> {
  make(directory);
  const environment = prepare(directory);
  const plateau = (...words: string[]) =>
    execFileSync(join(directory, 'bin/plateau'), words, { cwd: directory, env: environment, encoding: 'utf8' });
  const terminals: Terminal[] = [];
  try {
    await play({
      directory,
      environment,
      open(command, columns, rows) {
        const terminal = openTerminal({ command, columns, rows, cwd: directory, environment });
        terminals.push(terminal);
        return terminal;
      },
      putLog(fixture, name, count) {
        writeFileSync(join(directory, name), firstLines(readFileSync(resolve(root, fixture)), count));
      },
      plateau,
    });
  } finally {
    for (const terminal of terminals) terminal.close();
    const running: { readonly id: string }[] = JSON.parse(plateau('runs', '--state', 'running,starting', '--json'));
    for (const { id } of running) plateau('stop', id);
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

const root = resolve(import.meta.dirname, '../..');

function make(directory: string): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    throw new Error(`${directory} is there already: remove it when no other \`npm run screenshots\` runs.`, {
      cause: error,
    });
  }
}

/**
 * Installs the program and the Node that runs it there, so that no picture shows where the project lies, and no build
 * can change it meanwhile. Nothing else of the machine is found but its shell: neither GPUs nor settings of who draws
 * belong into the pictures.
 */
function prepare(directory: string): Record<string, string> {
  const tools = join(directory, 'bin');
  mkdirSync(tools);
  for (const name of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, name), join(directory, 'lib', name), { recursive: true });
  }
  copyFileSync(process.execPath, join(tools, 'node'), constants.COPYFILE_FICLONE);
  const program = join(tools, 'plateau');
  writeFileSync(program, `#!/bin/sh\nexec '${join(tools, 'node')}' '${join(directory, 'lib/bin/plateau.js')}' "$@"\n`);
  chmodSync(program, 0o755);
  return {
    HOME: directory,
    PATH: tools,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    XDG_STATE_HOME: join(directory, '.state'),
    XDG_CONFIG_HOME: join(directory, '.config'),
    XDG_CACHE_HOME: join(directory, '.cache'),
  };
}

function firstLines(bytes: Buffer, count: number): Buffer {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const next = bytes.indexOf(0x0a, end);
    if (next === -1) return bytes;
    end = next + 1;
  }
  return bytes.subarray(0, end);
}
