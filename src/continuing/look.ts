import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { readSmallFile } from '../log/files/readSmallFile.ts';
import { findProgram, interpreterLine } from '../processes/findProgram.ts';
import { silentSaves } from '../stopping/kept/silentSaves.ts';
import { wholenessOf } from '../stopping/kept/wholeness.ts';
import { sha256Of } from './keptInputs.ts';
import { missingImages } from './missingImages.ts';
import { torchEntries } from './torch/torchEntries.ts';

/** What a save is good for. */
export type SaveState =
  | {
      readonly kind: 'good';
      /** The epoch or iteration that it says itself; null where it says none. */
      readonly at: number | null;
      /** Whether its format shows that it is whole. */
      readonly isSure: boolean;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'cut' }
  /** `missing`: the first of the entries needed that it does not hold. */
  | { readonly kind: 'stripped'; readonly missing: string };

/** What is asked of files while a continuation is planned. Paths are absolute, unless told otherwise. */
export interface Look {
  readonly resolve: (cwd: string, path: string) => string;
  readonly exists: (path: string) => boolean;
  /** The text of a small file; null where it cannot be read. */
  readonly text: (path: string) => string | null;
  readonly sha256: (path: string) => string | null;
  /** `path` is as the log or the command writes it. */
  readonly save: (cwd: string, path: string, needs: readonly string[]) => SaveState;
  /** Whether a file of PyTorch holds weights alone; null where that cannot be told. */
  readonly isStripped: (cwd: string, path: string) => boolean | null;
  /** The Python that a command runs with, be it only named in the script that it runs; null where it is none. */
  readonly python: (command: readonly string[], cwd: string) => string | null;
  /** Files that a trainer saved without a word, the newest first, as its command writes them. */
  readonly silent: (
    started: { readonly command: readonly string[]; readonly cwd: string },
    names: readonly string[],
  ) => readonly string[];
  /** The list or folder of training images that a data file names and that is not there; null where all is there. */
  readonly missingImages: (cwd: string, path: string) => string | null;
}

/** Looks at the files of this machine, without changing any. */
export const lookHere: Look = {
  resolve,
  exists: existsSync,
  text: textOf,
  sha256: sha256Of,
  save: (cwd, path, needs) => saveState(resolve(cwd, path), needs),
  isStripped: (cwd, path) => {
    const optimizer = torchEntries(resolve(cwd, path))?.get('optimizer');
    return optimizer === undefined ? null : optimizer !== 'something';
  },
  python: pythonOf,
  silent: (started, names) => silentSaves(started, names).map(({ path }) => path),
  missingImages: (cwd, path) => {
    const text = textOf(resolve(cwd, path));
    return text === null ? null : missingImages(text, cwd, path);
  },
};

function saveState(path: string, needs: readonly string[]): SaveState {
  const wholeness = wholenessOf(path);
  if (wholeness === 'missing') return { kind: 'missing' };
  if (wholeness === 'not whole') return { kind: 'cut' };
  const entries = needs.length === 0 ? null : torchEntries(path);
  const missing = entries === null ? undefined : needs.find((need) => entries.get(need) !== 'something');
  if (missing !== undefined) return { kind: 'stripped', missing };
  return { kind: 'good', at: null, isSure: wholeness === 'whole' };
}

function textOf(path: string): string | null {
  try {
    return readSmallFile(path).text;
  } catch {
    return null;
  }
}

function pythonOf(command: readonly string[], cwd: string): string | null {
  const named = command.find((word) => isPython.test(word));
  if (named !== undefined) return named;
  try {
    const line = interpreterLine(findProgram(command[0] ?? '', cwd, process.env)) ?? '';
    return line.split(/\s+/).findLast((word) => isPython.test(word)) ?? null;
  } catch {
    return null;
  }
}

const isPython = /(?:^|[\\/])python[\d.]*$/;
