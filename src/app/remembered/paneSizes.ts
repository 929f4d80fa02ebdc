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

/** The sizes as they were kept. */
interface KeptSizes {
  readonly sizes: SizesByTerminal;
  /** A sentence that names the file where it is there and cannot be used; panes have their usual sizes then. */
  readonly problem: string | null;
  /** Whether the file may be replaced: one of a newer version is left as it is. */
  readonly isOurs: boolean;
}

/** Reads the sizes of panes that were changed. */
export function loadPaneSizes(path = sizesPath()): KeptSizes {
  try {
    const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const { success, output } = v.safeParse(schema, file);
    if (success) return { sizes: output.sizes, problem: null, isOurs: true };
    return v.is(newer, file) ? unusable(path, 'is of a newer version', false) : unusable(path, 'is damaged');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { sizes: {}, problem: null, isOurs: true };
    return unusable(
      path,
      error instanceof SyntaxError ? 'is damaged' : `cannot be read (${systemErrorMessage(error)})`,
    );
  }
}

const newer = v.looseObject({ version: v.pipe(v.number(), v.gtValue(fileVersion)) });

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

function unusable(path: string, why: string, isOurs = true): KeptSizes {
  return { sizes: {}, problem: `${path} ${why}: panes have their usual sizes.`, isOurs };
}
