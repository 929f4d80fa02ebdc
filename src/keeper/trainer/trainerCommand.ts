import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { execaSync } from 'execa';
import { findProgram, firstBytes, interpreterLine } from '../../processes/findProgram.ts';
import { isInSlurm } from '../slurm.ts';

/**
 * The argument list that is really run: the command as given, behind `stdbuf -oL -eL` for programs that are not Python,
 * where stdbuf exists. Without it a C program holds its standard output back in a file by the block while its standard
 * error comes at once, so that Darknet's evaluation would be logged after the "Saving weights" that follows it
 * (trainers.md, section 0.1). Python has PYTHONUNBUFFERED instead. In a Slurm job it ignores SIGUSR1 until it handles
 * that itself: the scheduler sends it to all processes of a step, most of which would die of it. Throws as
 * `findProgram`.
 */
export function trainerCommand(
  command: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const path = findProgram(command[0] ?? '', cwd, environment);
  return [...ignoreUsr1(environment), ...buffering(command[0] ?? '', path, environment), ...command];
}

function ignoreUsr1(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const program = isInSlurm(environment) ? programIfAny('env', environment) : null;
  // That of the BSDs and busybox cannot do it.
  return program !== null && takesIgnoreSignal(program) ? [program, ignoreSignal, '--'] : [];
}

const ignoreSignal = '--ignore-signal=USR1';

function takesIgnoreSignal(program: string): boolean {
  return execaSync(program, [ignoreSignal, '--', program], { reject: false, stdio: 'ignore' }).exitCode === 0;
}

function buffering(
  name: string,
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const program = isPython(name, path) ? null : programIfAny('stdbuf', environment);
  return program === null ? [] : [program, '-oL', '-eL', '--'];
}

function isPython(name: string, path: string): boolean {
  return [name, path, realPath(path)].some((one) => pythonName.test(basename(one))) || isPythonScript(path);
}

const pythonName = /^(python|pypy)[\d.]*$/;

/**
 * pip writes `#!/bin/sh` and an `exec` of the interpreter in the second line where the path of that is too long for the
 * first.
 */
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

/** Where it is, or null where it does not exist: macOS has no stdbuf. */
function programIfAny(name: string, environment: Readonly<Record<string, string | undefined>>): string | null {
  try {
    return findProgram(name, '/', environment);
  } catch {
    return null;
  }
}
