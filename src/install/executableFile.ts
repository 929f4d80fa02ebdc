import { closeSync, createReadStream, existsSync, openSync, readSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { isSea } from 'node:sea';
import { isPrivate, userDirectory } from '../runs/userDirectory.ts';
import { errorMessage } from '../words/errors.ts';

/** The architectures that there are executables for, in the words of their file names. */
export type Architecture = 'x64' | 'arm64';

/** A single executable of Plateau on this machine. */
export interface ExecutableFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Finds the executable for an architecture: the file that is named; else this program itself, `plateau-linux-ARCH`
 * beside it or in `release/`, or that file in the cache directory. Throws a sentence when there is none, or when the
 * named one is for something else.
 */
export async function findExecutable(architecture: Architecture, named: string | null): Promise<ExecutableFile> {
  if (named !== null) {
    const found = architectureOf(named);
    if (found === architecture) return described(named);
    const what = found === null ? 'no Linux executable' : `an executable for ${found}`;
    throw new Error(`${named} is ${what}, and the machine needs one for ${architecture}.`);
  }
  const path = candidates(architecture).find((each) => existsSync(each) && architectureOf(each) === architecture);
  if (path !== undefined) return described(path);
  throw new Error(
    `There is no executable of Plateau for ${architecture} here: write one with \`npm run package -- --arch ${architecture}\` in a checkout, and name it with --file.`,
  );
}

function candidates(architecture: Architecture): string[] {
  const name = `plateau-linux-${architecture}`;
  const cache = userDirectory('cache');
  const own = isSea() ? [process.execPath, join(dirname(process.execPath), name)] : [join('release', name)];
  // Somebody else's file must not be run on another machine.
  return isPrivate(cache) ? [...own, join(cache, name)] : own;
}

/**
 * What an ELF file for Linux is for, by `e_machine` in its header (elf(5)); null for any other file. Throws a sentence
 * when it cannot be read.
 */
function architectureOf(path: string): Architecture | null {
  const header = Buffer.alloc(20);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, header);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new Error(`${path} could not be read: ${errorMessage(error)}.`, { cause: error });
  }
  if (header.toString('latin1', 0, 4) !== '\u007FELF') return null;
  return machines[header.readUInt16LE(18)] ?? null;
}

const machines: Readonly<Record<number, Architecture>> = { 0x3e: 'x64', 0xb7: 'arm64' };

async function described(path: string): Promise<ExecutableFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { path, size: statSync(path).size, sha256: hash.digest('hex') };
}
