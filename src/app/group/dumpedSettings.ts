import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RunDetails } from '../../history/runDetails.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { planFiles } from '../../trainers/index.ts';

/**
 * What a trainer has written down of its arguments beside its weights, by name: flat `name: value` lines are all that
 * is read. Empty where there is no such file.
 */
export function dumpedSettings(
  { cwd }: Pick<RunRecord, 'cwd'>,
  { checkpoints }: Pick<RunDetails, 'checkpoints'>,
): ReadonlyMap<string, string> {
  const weights = checkpoints.at(-1)?.path;
  if (weights === undefined) return new Map();
  const beside = dirname(resolve(cwd, weights));
  for (const directory of [beside, dirname(beside)]) {
    for (const file of planFiles) {
      const settings = settingsIn(join(directory, file));
      if (settings.size > 0) return settings;
    }
  }
  return new Map();
}

function settingsIn(path: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return new Map();
  }
  if (text.length > maxLength) return new Map();
  return new Map(
    Array.from(text.matchAll(/^([A-Za-z][\w.-]*):[ \t]+(\S.*?)[ \t]*$/gm), ([, name, value]) => [name!, value!]),
  );
}

/** Characters: a file of arguments is small. */
const maxLength = 200_000;
