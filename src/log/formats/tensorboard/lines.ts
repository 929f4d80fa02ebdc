import { createReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { createEventFileReader, type Scalar } from '../eventFile.ts';
import { headingLine, inPieces, paramLines, valueLine } from '../tracked/text.ts';
import type { TrackedText } from '../tracked/trackedRun.ts';
import { type EventFile, eventFilesOf } from './runDirectory.ts';

/**
 * The scalars of all event files of a run as one text (`../tracked/text.ts`), in the order in which they were written:
 * those of several writers, of a training that was begun again, and of the folders that stand for a set. Where two
 * processes log the same at one time, the first one's counts.
 */
export function createEventLines(directory: string): TrackedText {
  const files = new Map<string, GrowingFile>();
  const lineOf = createScalarLines();
  let values = 0;
  let begun = false;

  async function read(onText: (text: string) => void): Promise<boolean> {
    const there = eventFilesOf(directory);
    if ([...files.keys()].some((path) => !there.some((each) => each.path === path))) return false;
    for (const about of there) {
      const file = files.get(about.path) ?? createGrowingFile(about);
      files.set(about.path, file);
      if (!file.look()) return false;
    }
    const text = inPieces(onText);
    if (!begun) text.add(headingLine('TensorBoard', basename(directory)));
    begun = true;
    for (;;) {
      let first: GrowingFile | null = null;
      for (const file of files.values()) {
        if ((await file.head()) === null) continue;
        if (first === null || file.queue[0]!.time < first.queue[0]!.time) first = file;
      }
      text.add([...files.values()].map(({ params }) => paramLines(params.splice(0))).join(''));
      if (first === null) break;
      const scalar = first.queue.shift()!;
      const line = lineOf(first.about, scalar);
      if (line !== '') values++;
      text.add(line);
    }
    text.flush();
    return true;
  }

  return { read, values: () => values };
}

/**
 * Writes scalars of several event files of a run, given in the order of their time, as lines. Empty for those that do
 * not count: of a session of `hparams`, and what a second process logs at the same time as the first.
 */
export function createScalarLines(): (file: EventFile, scalar: Scalar) => string {
  /** Who writes a tag of a folder now, and until when it did. */
  const owners = new Map<string, { path: string; last: number }>();
  return ({ path, folder, kind }, { tag, value, step, time }) => {
    if (kind === 'hyperparameters') return '';
    const key = `${folder}/${tag}`;
    const owner = owners.get(key);
    // Its name says when a writer was made.
    const begun = Number(/tfevents\.(\d+)/.exec(basename(path))?.[1] ?? 0);
    if (owner !== undefined && owner.path !== path && owner.last > begun) return '';
    owners.set(key, { path, last: time });
    return valueLine(time * 1000, value, step, kind === 'set' ? `${folder}/${tag}` : tag);
  };
}

/** An event file, and how far it has been read. */
interface GrowingFile {
  readonly about: EventFile;
  /** Scalars that have been read and not handed over. */
  readonly queue: Scalar[];
  readonly params: (readonly [string, string])[];
  /** Looks how long it is; false when it was replaced. */
  readonly look: () => boolean;
  /** Reads on until there is a scalar; null at the end of what there is. */
  readonly head: () => Promise<Scalar | null>;
}

function createGrowingFile(about: EventFile): GrowingFile {
  const { path } = about;
  const queue: Scalar[] = [];
  const params: (readonly [string, string])[] = [];
  const reader = createEventFileReader(
    (scalar) => queue.push(scalar),
    (found) => params.push(...found),
  );
  const packed = path.endsWith('.gz') ? createGunzip : path.endsWith('.zst') ? createZstdDecompress : null;
  let pieces: AsyncIterator<Buffer> | null = null;
  let [position, size, inode] = [0, 0, -1];

  async function readPiece(): Promise<boolean> {
    if (packed !== null) {
      pieces ??= unpacked(path, packed)[Symbol.asyncIterator]();
      const { done, value } = await pieces.next();
      if (done !== true) reader.push(value);
      return done !== true;
    }
    if (position >= size) return false;
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, position);
      reader.push(buffer.subarray(0, bytesRead));
      position += bytesRead;
      return bytesRead > 0;
    } finally {
      await handle.close();
    }
  }

  return {
    about,
    queue,
    params,
    look() {
      const stats = statSync(path);
      const isSame =
        inode === -1 || (stats.ino === inode && (packed === null ? stats.size >= position : stats.size === size));
      ({ size, ino: inode } = stats);
      return isSame;
    },
    async head() {
      while (queue.length === 0 && (await readPiece()));
      return queue[0] ?? null;
    },
  };
}

/** The bytes of a compressed file, as far as it goes: one that is cut off, or still written, ends early. */
async function* unpacked(path: string, decompress: () => Readable & NodeJS.WritableStream): AsyncGenerator<Buffer> {
  const stream = createReadStream(path).pipe(decompress());
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  } catch {
    // What came before it was whole.
  }
}

const pieceBytes = 256 * 1024;
