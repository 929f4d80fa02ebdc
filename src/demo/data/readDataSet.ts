import { readFileSync } from 'node:fs';
import { parseValues, readNumber, readText } from '../network/configuration.ts';
import type { Truth } from '../box.ts';
import { decodePng } from './png.ts';
import { errorMessage } from '../../words/errors.ts';

/** What a trainer learns from and is judged by. */
export interface TrainingData {
  readonly names: readonly string[];
  readonly train: readonly Sample[];
  readonly valid: readonly Sample[];
  /** The directory the weights go to. */
  readonly backup: string;
  readonly evaluationInterval: number;
}

/** An image as the network takes it (row by row, red, green and blue side by side, -.5 to .5), and what is on it. */
export interface Sample {
  readonly image: Float64Array;
  readonly truths: readonly Truth[];
}

/**
 * Reads all that a Darknet .data file names into memory.
 * @throws Error with a sentence for the user that names the file that is missing or broken.
 */
export function readDataSet(path: string, size: { width: number; height: number }): TrainingData {
  const values = parseValues(readFile(path));
  const names = readLines(readText(values, 'names'));
  const readSamples = (list: string): Sample[] =>
    readLines(readText(values, list)).map((image) => readSample(image, size, names.length));
  return {
    names,
    train: readSamples('train'),
    valid: readSamples('valid'),
    backup: readText(values, 'backup'),
    evaluationInterval: readNumber(values, 'evaluate', 100),
  };
}

function readSample(path: string, size: { width: number; height: number }, classCount: number): Sample {
  const labels = path.replace(/\.png$/, '.txt');
  return {
    image: readImage(path, size),
    truths: readLines(labels).map((line) => readLabel(line, labels, classCount)),
  };
}

function readImage(path: string, size: { width: number; height: number }): Float64Array {
  try {
    const { width, height, pixels } = decodePng(readFileSync(path));
    if (width !== size.width || height !== size.height) {
      throw new Error(`${width} x ${height} pixels large, where the network takes ${size.width} x ${size.height}`);
    }
    const image = new Float64Array(pixels.length);
    for (let index = 0; index < pixels.length; index += 1) image[index] = pixels[index]! / 255 - 0.5;
    return image;
  } catch (error) {
    throw new Error(`Cannot load image "${path}": it is ${errorMessage(error)}.`, { cause: error });
  }
}

function readLabel(line: string, path: string, classCount: number): Truth {
  const [index, x, y, width, height] = line.split(/\s+/).map(Number);
  const complete = [index, x, y, width, height].every((part) => part !== undefined && Number.isFinite(part));
  if (!complete || !Number.isInteger(index) || index! < 0 || index! >= classCount) {
    throw new Error(
      `Wrong annotation "${line}" in ${path}: it has to be a class below ${classCount}, x, y, width, height.`,
    );
  }
  return { class: index!, box: { x: x!, y: y!, width: width!, height: height! } };
}

function readLines(path: string): string[] {
  return readFile(path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`Couldn't open file: ${path} (${errorMessage(error)}).`, { cause: error });
  }
}
