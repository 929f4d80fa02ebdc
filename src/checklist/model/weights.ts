import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Finding, found, type Location } from '../checks/finding.ts';
import { reasonOf } from '../sources/files.ts';
import type { CommandFacts } from '../../trainers/formats/readCommand.ts';

/** The weights that the command starts from: named, there, and of a kind that can be. */
export function checkWeights({ tool, weights, configuration, fromScratch }: CommandFacts, cwd: string): Finding[] {
  if (tool === 'other') return [];
  if (fromScratch !== null) {
    return [found('model-scratch', `With ${fromScratch} the weights begin at random.`, null)];
  }
  if (weights === null) {
    if (tool === 'yolo') return [];
    const where: Location | null = configuration === null ? null : { file: resolve(cwd, configuration), line: null };
    return [found('model-scratch', 'The command names no weights to start from, so they begin at random.', where)];
  }
  const path = resolve(cwd, weights);
  // Ultralytics and YOLOv5 fetch the weights that they know by name.
  if (tool === 'yolo' && !/[\\/]/.test(weights)) return [];
  const problem = problemOf(path, tool);
  return problem === null
    ? []
    : [found('model-weights', `The weights ${path} cannot be used: ${problem}.`, { file: path, line: null }, [path])];
}

/** A clause, or null. */
function problemOf(path: string, tool: 'darknet' | 'yolo'): string | null {
  try {
    const { size } = statSync(path);
    if (size === 0) return 'the file is empty';
    const start = firstBytes(path);
    // What a browser or curl saves when a download is refused.
    if (/^\s*<(?:!doctype|html|\?xml)/i.test(start.toString('latin1'))) return 'it is a web page';
    if (tool === 'yolo') return null;
    // The header is three whole numbers (major, minor, revision) and the images seen (parser.c, load_weights_upto).
    if (size < 20 || start.readInt32LE(0) < 0 || start.readInt32LE(0) > 100)
      return 'it does not begin as weights of Darknet do';
    return size % 4 === 0 ? null : 'it is cut off: its size is not that of whole numbers';
  } catch (error) {
    return reasonOf(error);
  }
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(64);
    readSync(file, bytes, 0, bytes.length, 0);
    return bytes;
  } finally {
    closeSync(file);
  }
}
