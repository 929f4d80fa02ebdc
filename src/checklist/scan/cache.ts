import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import * as v from 'valibot';
import { makeDirectory, userDirectory } from '../../runs/userDirectory.ts';
import { sketchSide } from '../image/image.ts';
import { type ImageStore, topCells } from './imageStore.ts';

/**
 * Puts into the store what the last check of this data set kept of its images, by path; they still have to be compared
 * with the files as they are now. Returns which were known. A cache that is missing, damaged or of another version is
 * none.
 */
export function loadCache(dataSet: string, store: ImageStore): Uint8Array {
  const known = new Uint8Array(store.paths.length);
  const kept = readCache(cacheFile(dataSet));
  if (kept === null) return known;
  const places = new Map(kept.paths.map((path, place) => [path, place]));
  const whole = new Map(kept.whole.map((place, order) => [place, order]));
  for (const [index, path] of store.paths.entries()) {
    const place = places.get(path);
    if (place === undefined) continue;
    known[index] = 1;
    store.sizes[index] = kept.sizes[place]!;
    store.modified[index] = kept.modified[place]!;
    store.widths[index] = kept.widths[place]!;
    store.heights[index] = kept.heights[place]!;
    store.checksums[index] = kept.checksums[place]!;
    store.traits[index] = kept.traits[place]!;
    store.sharpness[index] = kept.sharpness[place]!;
    store.sketched[index] = kept.sketched[place]!;
    store.tops.set(kept.tops.subarray(place * topCells, (place + 1) * topCells), index * topCells);
    const order = whole.get(place);
    if (order !== undefined) {
      store.sketches.set(index, kept.sketches.subarray(order * sketchCells, (order + 1) * sketchCells));
    }
  }
  return known;
}

/**
 * Keeps what is known of the images that could be read. Returns false where the cache cannot be written, which harms
 * nobody.
 */
export function saveCache(dataSet: string, store: ImageStore): boolean {
  const kept = store.paths.map((_, index) => index).filter((index) => store.widths[index]! > 0);
  const header: CacheHeader = {
    version,
    paths: kept.map((index) => store.paths[index]!),
    sizes: kept.map((index) => store.sizes[index]!),
    modified: kept.map((index) => store.modified[index]!),
    widths: kept.map((index) => store.widths[index]!),
    heights: kept.map((index) => store.heights[index]!),
    checksums: kept.map((index) => store.checksums[index]!),
    traits: kept.map((index) => store.traits[index]!),
    sharpness: kept.map((index) => store.sharpness[index]!),
    sketched: kept.map((index) => store.sketched[index]!),
    whole: kept.flatMap((index, place) => (store.sketches.has(index) ? [place] : [])),
  };
  const path = cacheFile(dataSet);
  const temporary = `${path}.${process.pid}`;
  try {
    makeDirectory(dirname(path));
    const cells = [
      ...kept.map((index) => store.tops.subarray(index * topCells, (index + 1) * topCells)),
      ...header.whole.map((place) => store.sketches.get(kept[place]!)!),
    ];
    writeFileSync(temporary, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...cells]), { mode: 0o600 });
    renameSync(temporary, path);
    return true;
  } catch {
    removeQuietly(temporary);
    return false;
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Where nothing could be written there is nothing to remove.
  }
}

const sketchCells = sketchSide * sketchSide;

/** Raised whenever sketches or checksums are computed otherwise. */
const version = 4;

/** Not `v.array(v.number())`, which takes a tenth of a second for 100,000 images. */
const numbers = v.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'number'),
);
const strings = v.custom<readonly string[]>(
  (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
);

/** The first line of a cache file. The sketches follow as bytes: the tops of all images, then the whole ones. */
const headerSchema = v.pipe(
  v.object({
    version: v.literal(version),
    paths: strings,
    sizes: numbers,
    modified: numbers,
    widths: numbers,
    heights: numbers,
    checksums: numbers,
    traits: numbers,
    sharpness: numbers,
    sketched: numbers,
    /** Indices of the images whose whole sketch is kept too. */
    whole: numbers,
  }),
  v.check(({ paths, sizes, modified, widths, heights, checksums, traits, sharpness, sketched }) =>
    [sizes, modified, widths, heights, checksums, traits, sharpness, sketched].every(
      ({ length }) => length === paths.length,
    ),
  ),
);

type CacheHeader = v.InferOutput<typeof headerSchema>;

function readCache(path: string): (CacheHeader & { readonly tops: Buffer; readonly sketches: Buffer }) | null {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf(0x0a);
    const header = v.parse(headerSchema, JSON.parse(bytes.toString('utf8', 0, end)));
    const cells = bytes.subarray(end + 1);
    const border = header.paths.length * topCells;
    if (cells.length !== border + header.whole.length * sketchCells) return null;
    return { ...header, tops: cells.subarray(0, border), sketches: cells.subarray(border) };
  } catch {
    return null;
  }
}

function cacheFile(dataSet: string): string {
  return join(userDirectory('cache'), `${createHash('sha256').update(dataSet).digest('hex').slice(0, 24)}.images`);
}
