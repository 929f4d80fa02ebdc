import { resolve } from 'node:path';
import type { Run } from '../../run/run.ts';
import { bestCheckpoint, lastResumable } from '../../run/selectors.ts';
import { type Wholeness, wholenessOf } from './wholeness.ts';

/**
 * Looks at the weights that are said to be kept of a training that has ended, and describes each in a line for a
 * person. `cwd`: its working directory; `silent`: files that it saved without a word, the newest first. Where one is
 * not whole, the newest one that is whole is named too.
 */
export function describeKept(run: Run, cwd: string, silent: readonly string[] = []): readonly string[] {
  const named = [lastResumable(run), bestCheckpoint(run)]
    .flatMap((checkpoint) => checkpoint?.path ?? [])
    .concat(silent);
  const looked = [...new Set(named)].map((path) => ({ path, wholeness: wholenessOf(resolve(cwd, path)) }));
  const isSpoilt = looked.some(({ wholeness }) => wholeness === 'not whole' || wholeness === 'missing');
  const lines = looked.map(({ path, wholeness }) => sentences[wholeness](path));
  if (!isSpoilt || looked.some(({ wholeness }) => wholeness === 'whole')) return lines;
  const other = run.checkpoints.findLast(({ path }) => wholenessOf(resolve(cwd, path)) === 'whole');
  return other === undefined ? lines : [...lines, `whole is ${other.path}: go on from that`];
}

const sentences: Readonly<Record<Wholeness, (path: string) => string>> = {
  whole: (path) => `kept: ${path}, which is whole`,
  'not whole': (path) => `not whole: ${path} ends in the middle of a save, and cannot be gone on from`,
  missing: (path) => `not there: ${path}`,
  unknown: (path) => `kept: ${path}; its format does not tell whether it is whole`,
};
