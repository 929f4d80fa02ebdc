import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { makeDirectory, userDirectory } from '../../runs/userDirectory.ts';
import { writeWholeFile } from '../../runs/wholeFile.ts';
import type { SizesByTerminal } from '../../ui/state/layout/sizes.ts';
import { paneNames } from '../../ui/state/panes.ts';
import { errorCode, systemErrorMessage } from '../../words/errors.ts';

/** `$XDG_STATE_HOME/plateau/layout.json`, by default in `~/.local/state`. */
function sizesPath(): string {
  return join(userDirectory('state'), 'layout.json');
}

const fileVersion = 1;

/** Terminals are no larger, nor are those remembered more. */
const maxCells = 1000;
const maxTerminals = 50;

const cells = v.pipe(v.number(), v.integer(), v.minValue(-maxCells), v.maxValue(maxCells));

const schema = v.looseObject({
  version: v.literal(fileVersion),
  sizes: v.record(
    v.pipe(v.string(), v.regex(/^\d{1,4}x\d{1,4}$/)),
    v.object({
      widths: v.object(v.entriesFromList(paneNames, v.exactOptional(cells))),
      heights: v.strictTuple([cells, cells, cells]),
    }),
  ),
});

/**
 * Reads the sizes of panes that were changed. `problem`: a sentence that names the file where it is there and cannot be
 * used; the usual sizes are used then.
 */
export function loadPaneSizes(path = sizesPath()): {
  readonly sizes: SizesByTerminal;
  readonly problem: string | null;
} {
  try {
    const { success, output } = v.safeParse(schema, JSON.parse(readFileSync(path, 'utf8')));
    if (success) return { sizes: output.sizes, problem: null };
    return { sizes: {}, problem: unusable(path, 'it is damaged or of another version') };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { sizes: {}, problem: null };
    return {
      sizes: {},
      problem: unusable(path, error instanceof SyntaxError ? 'it is damaged' : systemErrorMessage(error)),
    };
  }
}

/**
 * Keeps the sizes for the next time, those of the terminals that were changed last. A file that cannot be written
 * stays.
 */
export function savePaneSizes(sizes: SizesByTerminal, path = sizesPath()): void {
  const kept = Object.fromEntries(Object.entries(sizes).slice(-maxTerminals));
  try {
    makeDirectory(dirname(path));
    writeWholeFile(path, `${JSON.stringify({ version: fileVersion, sizes: kept }, null, 2)}\n`);
  } catch {
    // The next time panes have their usual sizes.
  }
}

function unusable(path: string, why: string): string {
  return `Panes have their usual sizes: ${path} is not used (${why}).`;
}
