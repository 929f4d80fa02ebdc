import { lstatSync, mkdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import process from 'node:process';
import { errorCode } from '../words/errors.ts';

/**
 * Plateau's directory among a user's files of one kind: `$XDG_STATE_HOME/plateau`, by default
 * `~/.local/state/plateau`, and so on (XDG Base Directory Specification, which says to ignore relative paths).
 */
export function userDirectory(kind: 'state' | 'cache' | 'config'): string {
  const base = process.env[`XDG_${kind.toUpperCase()}_HOME`];
  if (base !== undefined && isAbsolute(base)) return join(base, 'plateau');
  return join(homedir(), ...defaults[kind], 'plateau');
}

const defaults = { state: ['.local', 'state'], cache: ['.cache'], config: ['.config'] } as const;

/**
 * Makes a directory and those above it (mode 0700) where they are missing. Throws what the system says. Unlike a
 * recursive `mkdir` of Node it returns in /proc, where making a directory fails as if those above it were missing.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && statSync(path).isDirectory()) return;
    const above = dirname(path);
    if (errorCode(error) !== 'ENOENT' || above === path || statOf(above) !== null) throw error;
    makeDirectory(above);
    makeDirectory(path);
  }
}

/**
 * The real path of a directory that nobody else can put files into, made where it is missing; null where there is none:
 * it is a link, is not this user's or open to others, or somebody else could put another one in its place.
 */
export function privateDirectory(path: string): string | null {
  try {
    makeDirectory(path);
    const real = join(realpathSync(dirname(path)), basename(path));
    return isPrivate(real) && isFixed(dirname(real)) ? real : null;
  } catch {
    return null;
  }
}

/** Whether a path is a directory, and no link to one, that is this user's and closed to everybody else. */
export function isPrivate(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && isOwn(found) && (found.mode & 0o077) === 0;
}

/** Whether what it is of belongs to the user of this process. Where users have no numbers, it does. */
export function isOwn({ uid }: Pick<Stats, 'uid'>): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

/**
 * Whether nobody but this user and root can rename what a real path leads through: a directory that others may write
 * must be sticky (inode(7)), as /tmp is.
 */
function isFixed(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  const isOurs = uid === 0 || isOwn({ uid });
  const isClosed = (mode & 0o022) === 0 || (mode & 0o1000) !== 0;
  return isOurs && isClosed && (dirname(path) === path || isFixed(dirname(path)));
}

function statOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null;
}
