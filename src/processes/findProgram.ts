import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { statOf } from '../log/files/statOf.ts';
import { systemErrorMessage } from '../words/errors.ts';

/**
 * Finds the file that a command would run, as execvp(3) does: along PATH when the name has no slash, from the working
 * directory otherwise. Throws a sentence when the working directory is missing, or the program is not found, not
 * executable, or its interpreter is missing.
 */
export function findProgram(
  name: string,
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  checkDirectory(cwd);
  if (name === '') {
    throw new Error('No command was given: write it after `--`, as in `plateau run -- darknet detector train ...`.');
  }

  const path = name.includes('/') ? resolve(cwd, name) : foundOnPath(name, cwd, environment['PATH'] ?? '');
  checkInterpreter(name, path);
  return path;
}

/** The first line of a script without its `#!` (`/usr/bin/env python3`), or null for anything else. */
export function interpreterLine(path: string): string | null {
  const beginning = firstBytes(path);
  return beginning.startsWith('#!') ? (beginning.slice(2).split('\n')[0] ?? '').trim() : null;
}

/** The first 512 bytes of a file as text; empty when it cannot be read, which an executable file need not be. */
export function firstBytes(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(512);
      return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

function checkDirectory(cwd: string): void {
  const found = statOf(cwd);
  if (found === null) {
    throw new Error(`The working directory ${cwd} does not exist: make it, or give another with --cwd.`);
  }

  if (!found.isDirectory()) {
    throw new Error(`${cwd} is not a directory, so nothing can run in it: give another with --cwd.`);
  }

  try {
    accessSync(cwd, constants.X_OK);
  } catch (error) {
    throw new Error(
      `The working directory ${cwd} cannot be entered (${systemErrorMessage(error)}): give another with --cwd.`,
      {
        cause: error,
      },
    );
  }
}

function foundOnPath(name: string, cwd: string, path: string): string {
  const candidates = path
    .split(delimiter)
    .map((directory) => resolve(cwd, join(directory === '' ? '.' : directory, name)));
  const executable = candidates.find((candidate) => whyNotExecutable(candidate) === null);
  if (executable !== undefined) {
    return executable;
  }

  const unexecutable = candidates.find((candidate) => statOf(candidate)?.isFile() === true);
  throw new Error(
    unexecutable === undefined
      ? `The command ${JSON.stringify(name)} was not found in any directory of PATH: check its spelling, or write the path of the program (./${name} for one in the working directory).`
      : notExecutable(unexecutable),
  );
}

function checkInterpreter(name: string, path: string): void {
  const why = whyNotExecutable(path);
  if (why !== null) {
    throw new Error(why);
  }

  const interpreter = interpreterLine(path)?.split(/\s+/)[0];
  if (interpreter !== undefined && statOf(resolve('/', interpreter)) === null) {
    throw new Error(
      `${name} wants to be run by ${interpreter}, as its first line says, which does not exist: correct that line, or put the right interpreter in front of the command.`,
    );
  }
}

function whyNotExecutable(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) {
      return `The program ${path} does not exist: check its spelling and the working directory (--cwd).`;
    }

    if (found.isDirectory()) {
      return `${path} is a directory, not a program: write the path of the program in it.`;
    }
  } catch (error) {
    return `The program ${path} cannot be looked at (${systemErrorMessage(error)}): check its spelling and the rights of its directories.`;
  }

  try {
    accessSync(path, constants.X_OK);
    return null;
  } catch {
    return notExecutable(path);
  }
}

function notExecutable(path: string): string {
  return `${path} may not be executed: allow it with \`chmod +x ${path}\`, or put its interpreter in front, as in \`python3 ${path}\`.`;
}
