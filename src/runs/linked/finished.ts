import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { RunRecord } from '../runRecord.ts';
import { writeWholeFile } from '../wholeFile.ts';

/** A validation of a run's weights after its end. mAPs are fractions; null is what was not measured. */
export interface Finished {
  /** The run that validated them. */
  readonly run: string;
  /** The weights, as an absolute path, and after which epoch or iteration they were saved. */
  readonly file: string;
  readonly at: number | null;
  /** When it was over, in epoch seconds. */
  readonly time: number;
  readonly map50: number | null;
  readonly map50To95: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly classes: readonly { readonly name: string; readonly ap: number | null }[];
}

const numberOrNull = v.nullable(v.number());

/** `finished.json` of a run's directory: what was measured of its weights after its end, the oldest first. */
const schema = v.looseObject({
  version: v.number(),
  finished: v.array(
    v.looseObject({
      run: v.string(),
      file: v.string(),
      at: numberOrNull,
      time: v.number(),
      map50: numberOrNull,
      map50To95: numberOrNull,
      precision: numberOrNull,
      recall: numberOrNull,
      classes: v.array(v.looseObject({ name: v.string(), ap: numberOrNull })),
    }),
  ),
});

const fileVersion = 1;

/** Reads what was measured of a run's weights after its end; nothing where there is no such file that can be read. */
export function readFinished({ log }: Pick<RunRecord, 'log'>): readonly Finished[] {
  try {
    const { success, output } = v.safeParse(schema, JSON.parse(readFileSync(pathIn(log), 'utf8')));
    return success ? output.finished : [];
  } catch {
    return [];
  }
}

/** Keeps what was measured with the run, once for each run that measured it. Throws what the system says. */
export function writeFinished(record: Pick<RunRecord, 'log'>, added: Finished): void {
  const others = readFinished(record).filter(({ run }) => run !== added.run);
  writeWholeFile(pathIn(record.log), `${JSON.stringify({ version: fileVersion, finished: [...others, added] })}\n`);
}

function pathIn(log: string): string {
  return join(dirname(log), 'finished.json');
}
