import { constants, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, systemErrorMessage } from '../words/errors.ts';
import type { ResumePlan } from './resumePlan.ts';

/**
 * Makes the copies and writes the settings that a continuation needs before it is started. Nothing that is there is
 * written over. Throws a sentence where that fails; then nothing must be started.
 */
export function prepareResume({ copies, writes }: Pick<ResumePlan, 'copies' | 'writes'>): void {
  for (const { from, to } of copies) {
    attempt(`${from} could not be copied to ${to}`, () => copyFileSync(from, to, constants.COPYFILE_EXCL));
  }
  if (writes === null) return;
  attempt(`${writes.path} could not be written`, () => {
    mkdirSync(dirname(writes.path), { recursive: true });
    writeOnce(writes.path, writes.text);
  });
}

function attempt(what: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new Error(`${what} (${systemErrorMessage(error)}), so nothing was started.`, { cause: error });
  }
}

/** The same continuation, asked for twice, needs the same file. */
function writeOnce(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST' || readFileSync(path, 'utf8') !== text) throw error;
  }
}
