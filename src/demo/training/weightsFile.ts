import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Parameter } from './optimiser.ts';
import { writeWhole } from './writeWhole.ts';
import { errorMessage } from '../../words/errors.ts';

/**
 * Layout, all little-endian: 8 bytes of magic; uint32 version; uint32 iteration; uint32 count of parameters; their
 * lengths as uint32; each parameter's values, then its velocity (that of momentum), as float64; uint32 CRC-32 of
 * everything before.
 */
const magic = 'PLATEAUW';
const version = 1;
const headerLength = magic.length + 12;

/**
 * Writes the state of a training after `iteration`; `path` never holds half a file.
 * @throws Error with a sentence for the user where it cannot be written.
 */
export function saveWeights(path: string, iteration: number, parameters: readonly Parameter[]): void {
  const numbers = parameters.flatMap(({ values, velocity }) => [values, velocity]);
  const head = Buffer.alloc(headerLength + 4 * parameters.length);
  head.write(magic, 'latin1');
  [version, iteration, parameters.length, ...parameters.map(({ values }) => values.length)].forEach((number, index) => {
    head.writeUInt32LE(number, magic.length + 4 * index);
  });
  const body = Buffer.concat([head, ...numbers.map(({ buffer }) => Buffer.from(buffer))]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(body));
  try {
    writeWhole(path, Buffer.concat([body, checksum]));
  } catch (error) {
    throw new Error(
      `Cannot save weights (${errorMessage(error)}): make room there, or name another place with --directory.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Fills `parameters` from a weights file and returns the iteration it was saved after.
 * @throws Error with a sentence for the user where the file is missing, broken or of another network; `parameters` are
 * then as before.
 */
export function loadWeights(path: string, parameters: readonly Parameter[]): number {
  const file = readWeights(path);
  const count = file.readUInt32LE(magic.length + 8);
  const lengths = Array.from({ length: count }, (_, index) => file.readUInt32LE(headerLength + 4 * index));
  if (lengths.join() !== parameters.map(({ values }) => values.length).join()) {
    throw new Error(`The weights in ${path} belong to another network: train from the beginning, without --resume.`);
  }
  let at = headerLength + 4 * count;
  for (const { values, velocity } of parameters) {
    for (const numbers of [values, velocity]) {
      for (let index = 0; index < numbers.length; index += 1, at += 8) numbers[index] = file.readDoubleLE(at);
    }
  }
  return file.readUInt32LE(magic.length + 4);
}

function readWeights(path: string): Buffer {
  const file = readExisting(path);
  if (file.toString('latin1', 0, magic.length) !== magic) {
    throw new Error(`${path} is no weights file of the demo trainer: --resume takes one of its .weights files.`);
  }
  const whole = file.length >= headerLength + 4 && file.readUInt32LE(file.length - 4) === crc32(file.subarray(0, -4));
  if (!whole) {
    throw new Error(`The weights in ${path} are damaged: resume from another .weights file beside it.`);
  }
  if (file.readUInt32LE(magic.length) !== version) {
    throw new Error(`The weights in ${path} are of a newer version of the demo trainer: resume with that version.`);
  }
  return file;
}

function readExisting(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(
      `Cannot read the weights to resume from (${errorMessage(error)}): name a .weights file that exists.`,
      {
        cause: error,
      },
    );
  }
}
