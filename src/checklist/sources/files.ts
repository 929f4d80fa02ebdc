import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { statOf } from '../../log/files/statOf.ts';
import { bytes } from '../../words/bytes.ts';
import { count } from '../../words/count.ts';
import { errorCode, errorMessage } from '../../words/errors.ts';

/** A list of a million images has as much. */
const maxTextBytes = 128 * 1024 * 1024;

/** The text of a file. Throws a sentence that says why it cannot be read, or that it has more than `most` bytes. */
export function readText(path: string, most: number = maxTextBytes): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > most) throw new Error(`${path} has ${bytes(size)}: here at most ${bytes(most)} are read.`);
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Error(`${path} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

/** What the system says, in words for the usual cases. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
      return 'its permissions do not allow it';
    case 'EISDIR':
      return 'it is a directory';
    case 'ERR_INVALID_ARG_VALUE':
      return 'there is a zero byte in its path';
    case 'ERR_STRING_TOO_LONG':
      return 'it is larger than half a gigabyte';
    default:
      return errorMessage(error);
  }
}

export function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** The names in a folder, sorted; none when it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** All images in a folder and the folders in it, sorted. */
export function imagesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && isImageName(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
  } catch {
    return [];
  }
}

/** Source: Ultralytics, data/utils.py, IMG_FORMATS, and GIF for Pascal VOC and COCO. */
export function isImageName(name: string): boolean {
  return /\.(?:jpe?g|png|bmp|webp|gif|tiff?|mpo|dng|pfm|heic)$/i.test(name);
}

/**
 * The lines of a list of images. Throws a sentence when it has more than `most` bytes, or more lines than so many bytes
 * usually have: what is kept of an image takes ten times the memory of its line.
 */
export function readList(path: string, most: number | undefined): { text: string; line: number }[] {
  const lines = listedLines(readText(path, most));
  const mostLines = (most ?? Infinity) / usualLineBytes;
  if (lines.length > mostLines) {
    throw new Error(`${path} has ${count(lines.length)} lines: here at most ${count(Math.floor(mostLines))} are read.`);
  }
  return lines;
}

const usualLineBytes = 100;

/** The lines of a list that are not blank, with their numbers, counted from 1. */
export function listedLines(text: string): { text: string; line: number }[] {
  return text
    .split(/\r?\n/)
    .map((content, index) => ({ text: content.trim(), line: index + 1 }))
    .filter((each) => each.text !== '');
}
