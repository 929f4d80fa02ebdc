import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { StopPlan } from '../../stopping/control.ts';
import { stopPlanSchema } from '../../stopping/schemas.ts';
import { writeWholeFile } from '../wholeFile.ts';

/**
 * What to run: the command as given, in which directory, with which whole environment, and what it reads (null:
 * /dev/null).
 */
export interface TrainerStart {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string | null;
  /** A stop that is planned from the beginning. */
  readonly plan: StopPlan | null;
}

/**
 * `start.json` of a run's directory: the start of a training that has yet to come, which whatever keeper is there then
 * makes. It holds an environment, which may hold secrets, so that it is removed with the last start.
 */
const schema: v.GenericSchema<unknown, TrainerStart> = v.looseObject({
  command: v.array(v.string()),
  cwd: v.string(),
  environment: v.record(v.string(), v.string()),
  stdin: v.nullable(v.string()),
  plan: v.nullable(stopPlanSchema),
});

const fileVersion = 1;

/** Throws what the system says, when the disk is full for example. */
export function writeStart(directory: string, start: TrainerStart): void {
  writeWholeFile(pathIn(directory), JSON.stringify({ version: fileVersion, ...start }));
}

/** Throws a sentence when there is none that can be read. */
export function readStart(directory: string): TrainerStart {
  try {
    return v.parse(schema, JSON.parse(readFileSync(pathIn(directory), 'utf8')));
  } catch (error) {
    throw new Error(`${pathIn(directory)} is missing or damaged, so it is not known how to start the training.`, {
      cause: error,
    });
  }
}

/** Whether a start of this run has yet to come, or could come again. */
export function hasStart(directory: string): boolean {
  return existsSync(pathIn(directory));
}

export function removeStart(directory: string): void {
  rmSync(pathIn(directory), { force: true });
}

function pathIn(directory: string): string {
  return join(directory, 'start.json');
}
