import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesOfCheckpoint, writtenAt } from './filesOfCheckpoint.ts';
import { settleTime } from '../defaults.ts';
import { maxPart, type PartReader, readParts } from './partReader.ts';
import { isWholeZip } from './zip.ts';

/** What a look at a checkpoint says. `unknown`: its format does not say where it ends, or it may not be read. */
export type Wholeness = 'whole' | 'not whole' | 'missing' | 'unknown';

/**
 * Looks whether a checkpoint, of one file or of several, is whole, as far as its format says that, without reading more
 * than its beginning, its end and its tables. That all figures in it are good is not looked at.
 */
export function wholenessOf(path: string): Wholeness {
  try {
    const looks = new Set(filesOfCheckpoint(path).map(wholenessOfFile));
    const worst = (['not whole', 'unknown', 'whole'] as const).find((wholeness) => looks.has(wholeness));
    return worst ?? 'missing';
  } catch {
    return 'unknown';
  }
}

function wholenessOfFile(path: string): Wholeness {
  try {
    const isWhole = readParts(path, (file) => (file.size === 0 ? false : judge(path, file)));
    return isWhole === null ? 'unknown' : isWhole ? 'whole' : 'not whole';
  } catch {
    return statSync(path, { throwIfNoEntry: false }) === undefined ? 'missing' : 'unknown';
  }
}

/**
 * The same as `status.json` has it: null where it cannot be told, and of a file that is not whole while it may still be
 * written, as it has changed within the last seconds.
 */
export function isWholeNow(path: string): boolean | null {
  const wholeness = wholenessOf(path);
  if (wholeness !== 'not whole') return wholeness === 'whole' ? true : null;
  const modified = Math.max(...filesOfCheckpoint(path).map(writtenAt));
  return Math.abs(Date.now() - modified) > settleTime * 1000 ? false : null;
}

/** Null where that cannot be told. */
function judge(path: string, file: PartReader): boolean | null {
  const name = basename(path);
  if (/\.safetensors$/i.test(name)) return isWholeSafetensors(file);
  if (/\.(?:h5|hdf5)$/i.test(name)) return isWholeHdf5(file);
  if (/\.(?:weights|backup)$/i.test(name)) return isWholeDarknet(path, file);
  if (!/\.(?:pt|pth|ckpt|keras|tar)$/i.test(name)) return null;
  const start = file.read(0, 4);
  if (start.equals(Buffer.from('PK\u0003\u0004'))) return isWholeZip(file);
  // A file that a system has made room for, and that nobody has written yet.
  return start.every((byte) => byte === 0) ? false : null;
}

/** Eight bytes of length, that much JSON, and the data up to the last offset. Source: safetensors' README, Format. */
function isWholeSafetensors(file: PartReader): boolean {
  const start = file.read(0, 8);
  if (start.length < 8) return false;
  const length = Number(start.readBigUInt64LE(0));
  if (length > maxPart || 8 + length > file.size) return false;
  try {
    const header: Record<string, { data_offsets?: readonly [number, number] }> = JSON.parse(
      file.read(8, length).toString(),
    );
    const ends = Object.values(header).map(({ data_offsets: offsets }) => offsets?.[1] ?? 0);
    return 8 + length + Math.max(0, ...ends) === file.size;
  } catch {
    return false;
  }
}

/** Its superblock holds the address of its end. Source: HDF5 File Format Specification, II.A. */
function isWholeHdf5(file: PartReader): boolean | null {
  const block = file.read(0, 48);
  if (!block.subarray(0, 8).equals(hdf5Signature))
    return block.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')) ? isWholeZip(file) : false;
  if (block.length < 48) return false;
  const version = block[8]!;
  const addressSize = version < 2 ? block[13] : block[9];
  if (version > 3 || addressSize !== 8) return null;
  return Number(block.readBigUInt64LE(version < 2 ? 40 : 28)) <= file.size;
}

const hdf5Signature = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A header, then numbers of four bytes to the end, as many as the network has: as many as in the other files of the
 * same network beside it. Source: save_weights_upto in Darknet's parser.c.
 */
function isWholeDarknet(path: string, file: PartReader): boolean | null {
  const header = file.read(0, 12);
  if (header.length < 12) return false;
  const hasLongCount = header.readInt32LE(0) * 10 + header.readInt32LE(4) >= 2;
  if ((file.size - (hasLongCount ? 20 : 16)) % 4 !== 0) return false;
  const others = sizesOfOthers(path);
  return others.length === 0 ? null : file.size === Math.max(file.size, ...others);
}

/** Sizes of the other weights of the same network: `shapes_100.weights` beside `shapes_last.weights`. */
function sizesOfOthers(path: string): readonly number[] {
  const network = networkOf(basename(path));
  return readdirSync(dirname(path))
    .filter((name) => name !== basename(path) && networkOf(name) === network)
    .flatMap((name) => statSync(join(dirname(path), name), { throwIfNoEntry: false })?.size ?? []);
}

function networkOf(name: string): string | null {
  return /^(.*?)(?:_(?:last|best|final|\d+))?\.(?:weights|backup)$/.exec(name)?.[1] ?? null;
}
