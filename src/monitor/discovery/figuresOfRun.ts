import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { runDuring, runNamed } from '../../log/formats/mlflow/store.ts';
import { databaseRunBetween, databaseRunNamed } from '../../log/formats/mlflowDatabase/mlflowDatabases.ts';
import { isAddress, placeOfTrackingUri, placeText } from '../../log/formats/place.ts';
import { isDatabase } from '../../log/formats/sqlite/readOnly.ts';
import type { Run } from '../../run/run.ts';
import { figuresIn, wandbFilesBetween } from './findFigures.ts';

/** Where the figures of a run may be. */
export interface RunPlace {
  /** Where relative paths in the log start from: the training's working directory. */
  readonly base: string;
  /** The log itself; null when it is no file. */
  readonly log: string | null;
}

/**
 * Returns the place of the figures that a run keeps beside its log; null while there are none. They are in the
 * directory that the trainer announced, else in the MLflow run that it announced; where it announced neither, in the
 * one that began while the log was written, in the working directory or where MLFLOW_TRACKING_URI says.
 */
export function figuresOfRun(run: Run, { base, log }: RunPlace): string | null {
  const directory = outputOf(run);
  const found = directory === null ? null : figuresIn(resolve(base, directory));
  if (found !== null) return found;
  if (run.mlflow !== null) {
    // A table of results is written at the end of the first epoch, and has the same and more.
    return run.evaluations.length === 0 ? null : announcedRun(run.mlflow, base);
  }
  return directory !== null || log === null ? null : (runDuring(log, base) ?? trackedDuring(log, base));
}

function announcedRun({ run, store }: NonNullable<Run['mlflow']>, base: string): string | null {
  const place = placeOfTrackingUri(store);
  if (place === null) return null;
  // A log must not send the user's credentials anywhere: only a server that they named themselves is asked.
  if (isAddress(place)) return isTrusted(place) ? placeText({ at: place, run }) : null;
  const path = resolve(base, place);
  return isDatabase(path) ? databaseRunNamed(path, run) : runNamed(run, path);
}

function isTrusted(address: string): boolean {
  const own = process.env['MLFLOW_TRACKING_URI'] ?? '';
  return URL.canParse(own) && URL.canParse(address) && new URL(own).origin === new URL(address).origin;
}

/** The one run of MLflow's or W&B's that began while a log was written; null where none or several did. */
function trackedDuring(log: string, base: string): string | null {
  const stats = statSync(log, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const place = placeOfTrackingUri(process.env['MLFLOW_TRACKING_URI'] ?? '');
  const told = place === null || place === '' || isAddress(place) ? [] : [place];
  const [from, to] = [stats.birthtimeMs / 1000 - timeTolerance, stats.mtimeMs / 1000 + timeTolerance];
  const inDatabase = databaseRunBetween(base, told, from, to);
  if (inDatabase !== null) return inDatabase;
  const files = wandbFilesBetween(base, from, to);
  return files.length === 1 ? files[0]! : null;
}

/** Seconds by which the times of files may be off. */
const timeTolerance = 2;

/** Whether enough is known of a run to look for its figures. */
export function hasBegun(run: Run): boolean {
  return outputOf(run) !== null || (run.iterations ?? run.epochs) !== null;
}

/** The directory that the trainer writes to, as it printed it; null while it has not. */
function outputOf(run: Run): string | null {
  if (run.output !== null) return run.output;
  const checkpoint = run.checkpoints.at(-1)?.path ?? '';
  // Hugging Face's Trainer names only the directories of its checkpoints.
  return /(?:^|\/)checkpoint-\d+\/?$/.test(checkpoint) ? dirname(checkpoint) : null;
}
