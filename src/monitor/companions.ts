import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSmallFile } from '../log/files/readSmallFile.ts';
import { reduce } from '../run/reduce.ts';
import { planIn } from '../trainers/formats/results/planFile.ts';
import { planFiles } from '../trainers/index.ts';
import { errorMessage } from '../words/errors.ts';
import type { Reading } from './reading.ts';

/** The command a training was started with, and its working directory. */
export interface Started {
  readonly command: readonly string[];
  readonly cwd: string;
}

/**
 * Reads the files that the training's command names (a `.cfg`, a `data.yaml`), which say of the plan what the log does
 * not. One that cannot be read becomes a fault of the run.
 */
export function readCompanions(reading: Reading, { command, cwd }: Started): void {
  const trainer = reading.trainer();
  if (trainer === null) return;
  for (const companion of trainer.companions?.(command) ?? []) {
    const path = resolve(cwd, companion.path);
    try {
      const { text } = readSmallFile(path);
      reading.detector.readCompanion(companion, text, (event) => reduce(reading.run, event, null));
    } catch (error) {
      tellUnread(reading, path, error);
    }
  }
}

/**
 * Reads the trainer's arguments from beside a file of its figures (`args.yaml` beside `results.csv`), which does not
 * hold the plan.
 */
export function readPlanFiles(reading: Reading, path: string): void {
  if (!/\.(?:csv|txt|json)$|tfevents/.test(basename(path))) return;
  for (const name of planFiles) {
    const file = join(dirname(path), name);
    if (!existsSync(file)) continue;
    try {
      reduce(reading.run, { type: 'plan', plan: planIn(readSmallFile(file).text) }, null);
    } catch (error) {
      tellUnread(reading, file, error);
    }
  }
}

function tellUnread({ run }: Reading, path: string, error: unknown): void {
  const text = `${path} could not be read, so the plan is known only as far as the log tells it: ${errorMessage(error)}`;
  reduce(run, { type: 'fault', text, fatal: false }, null);
}
