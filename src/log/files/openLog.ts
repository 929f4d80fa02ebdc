import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { errorCode, errorMessage } from '../../words/errors.ts';

/** A log that is open for reading, with its status at that moment. */
export interface OpenLog {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/** A log that cannot be read. The message is a sentence for the user. */
export class UnreadableLog extends Error {
  override readonly name = 'UnreadableLog';
  /** The file is not there: it may come. */
  readonly missing: boolean;

  constructor(path: string, cause: unknown) {
    super(sentenceFor(path, cause), { cause });
    this.missing = errorCode(cause) === 'ENOENT';
  }
}

/**
 * Opens a log. Throws `UnreadableLog` when it is missing, a directory, a device, a pipe that nobody writes into, or not
 * to be read.
 */
export async function openLog(path: string): Promise<OpenLog> {
  let problem: string;
  try {
    const isPipe = (await stat(path)).isFIFO();
    const { handle, isAlone } = isPipe ? await openPipe(path) : { handle: await open(path, 'r'), isAlone: false };
    const stats = await handle.stat();
    const isDevice = stats.isCharacterDevice() || stats.isBlockDevice();
    if (!stats.isDirectory() && !isDevice && !isAlone) return { handle, stats };
    await handle.close();
    problem = isDevice
      ? `${path} is a device, not a log; name the file that the trainer writes.`
      : isAlone
        ? `${path} is a pipe that nobody writes into; name the file that the trainer writes.`
        : `${path} is a directory; name the log file in it.`;
  } catch (error) {
    throw new UnreadableLog(path, error);
  }
  throw new UnreadableLog(path, problem);
}

/** Seconds that a pipe has to get a writer. */
const pipePatience = 5;

/** Opening a pipe waits for a writer: when none comes, this process is one for a moment, and the pipe is alone. */
async function openPipe(path: string): Promise<{ readonly handle: FileHandle; readonly isAlone: boolean }> {
  let isAlone = false;
  const giveUp = async () => {
    isAlone = true;
    const writer = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    await writer.close();
  };
  const timer = setTimeout(() => void giveUp().catch(() => {}), pipePatience * 1000);
  try {
    const handle = await open(path, 'r');
    return { handle, isAlone };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Opens a log that is to be read more than once. Throws `UnreadableLog` for what `openLog` does, and for pipes and
 * devices, which can be read only once.
 */
export async function openGrowingLog(path: string): Promise<OpenLog> {
  // Opening a pipe without a writer would block, so its type is checked first.
  const stats = await statLog(path);
  if (stats?.isFile() === false && !stats.isDirectory()) {
    throw new UnreadableLog(path, `${path} is not a regular file; pipe it in instead, with - for the file.`);
  }
  return openLog(path);
}

/** Returns the status of a log, or null when it does not exist. Throws `UnreadableLog` on any other error. */
export async function statLog(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    const unreadable = new UnreadableLog(path, error);
    if (unreadable.missing) return null;
    throw unreadable;
  }
}

function sentenceFor(path: string, cause: unknown): string {
  if (typeof cause === 'string') return cause;
  switch (errorCode(cause)) {
    case 'ENOENT':
      return `The log ${path} does not exist; name the file that the trainer writes.`;
    case 'EACCES':
    case 'EPERM':
      return `The log ${path} may not be read by this user; read it as its owner, or allow it with \`chmod a+r\`.`;
    case 'ENOTDIR':
      return `The log ${path} does not exist: a part of its path is a file, not a directory.`;
    case 'ENAMETOOLONG':
      return `The log ${path} does not exist: its name is longer than any file's can be.`;
    case 'ELOOP':
      return `The log ${path} is a symbolic link that leads back to itself; name the file it should lead to.`;
    default:
      return `The log ${path} cannot be read: ${errorMessage(cause)}.`;
  }
}
