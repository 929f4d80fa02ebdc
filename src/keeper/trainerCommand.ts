import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { findProgram, firstBytes, interpreterLine } from './findProgram.ts';

/**
 * The argument list that is really run: the command as given, behind `stdbuf -oL -eL` for programs that are not Python, where stdbuf exists.
 * Without it a C program holds its standard output back in a file by the block while its standard error comes at once, so that Darknet's
 * evaluation would be logged after the "Saving weights" that follows it (trainers.md, section 0.1). Python has PYTHONUNBUFFERED instead.
 * Throws as `findProgram`.
 */
export function trainerCommand(
  command: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const path = findProgram(command[0] ?? '', cwd, environment);
  if (isPython(command[0] ?? '', path)) {
    return command;
  }

  const buffering = standardBufferProgram(environment);
  return buffering === null ? command : [buffering, '-oL', '-eL', '--', ...command];
}

function isPython(name: string, path: string): boolean {
  return [name, path, realPath(path)].some((one) => pythonName.test(basename(one))) || isPythonScript(path);
}

const pythonName = /^(python|pypy)[\d.]*$/;

/** pip writes `#!/bin/sh` and an `exec` of the interpreter in the second line where the path of that is too long for the first. */
function isPythonScript(path: string): boolean {
  const line = interpreterLine(path);
  return line !== null && (/(python|pypy)/.test(line) || /^'''exec' .*(python|pypy)/m.test(firstBytes(path)));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Where it is, or null where it does not exist: macOS has none. */
function standardBufferProgram(environment: Readonly<Record<string, string | undefined>>): string | null {
  try {
    return findProgram('stdbuf', '/', environment);
  } catch {
    return null;
  }
}
