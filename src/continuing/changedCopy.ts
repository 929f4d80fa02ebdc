import { basename, dirname, join } from 'node:path';
import type { ChangedCopy } from '../trainers/afterwards.ts';
import type { Look } from './look.ts';

/** A file of settings that is to be written: at this path, which a command calls `word`. */
export interface WrittenCopy {
  readonly path: string;
  readonly word: string;
  readonly text: string;
  /** What is changed in it, as a phrase. */
  readonly what: string;
}

/** The changed copy of a file of settings, under its own name in a folder beside it; or why there is none. */
export function changedCopy(
  { source, change, what }: ChangedCopy,
  cwd: string,
  look: Look,
): WrittenCopy | { readonly reason: string } {
  const text = look.text(look.resolve(cwd, source));
  if (text === null) return { reason: `${source}, which has to be changed for that, cannot be read.` };
  const folder = `continued-${what.replaceAll(/[^\w.]+/g, '-')}`;
  for (let number = 1; number < 100; number += 1) {
    const word = join(dirname(source), number === 1 ? folder : `${folder}-${number}`, basename(source));
    const path = look.resolve(cwd, word);
    const changed = change(text, dirname(word));
    if (changed === null) return { reason: `${source} does not say what has to be changed for that: ${what}.` };
    if (!look.exists(path) || look.text(path) === changed) return { path, word, text: changed, what };
  }
  return { reason: `There are a hundred changed copies of ${source} already: remove some.` };
}
