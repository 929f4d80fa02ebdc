import { basename, resolve } from 'node:path';
import { statOf } from '../log/files/statOf.ts';
import { readLog } from '../monitor/readLog.ts';
import type { RunRecord, WeightsOfRun } from '../runs/runRecord.ts';
import { listRuns } from '../runs/runs.ts';
import { silentSaves } from '../stopping/kept/silentSaves.ts';
import type { Trainer } from '../trainers/trainer.ts';

/** A command that is to be started, and where. */
type Started = Pick<RunRecord, 'command' | 'cwd'>;

/**
 * The run from which a training goes on that a person resumes by hand, and the save. `saves`: files from which the
 * command may go on. It is the run that was training when the file was last written, that names the file as a save of
 * its own, and whose trainer reads the command as a resume with the same data and settings. Null where no run is that,
 * or more than one: nothing is joined on doubt.
 */
export async function wentOnFrom(started: Started, saves: readonly string[]): Promise<WeightsOfRun | null> {
  const { runs } = listRuns();
  const found: WeightsOfRun[] = [];
  for (const save of new Set(saves)) {
    const file = resolve(started.cwd, save);
    const written = statOf(file)?.mtimeMs ?? null;
    if (written === null) continue;
    for (const record of runs) {
      if (!wasThere(record, written / 1000)) continue;
      const weights = await savedBy(record, file, started).catch(() => null);
      if (weights !== null) found.push(weights);
    }
  }
  return found.length === 1 ? found[0]! : null;
}

/** Whether a training that has ended ran at an instant. */
function wasThere({ state, finishes = null, startedAt, exit }: RunRecord, instant: number): boolean {
  const isTraining = state === 'ended' && exit !== null && finishes === null;
  return isTraining && startedAt - tolerance <= instant && instant <= exit.time + tolerance;
}

/** Seconds by which the clock of a file system may be beside that of the run. */
const tolerance = 2;

/** The file as a save of a run, as far as its log or its command name it. Throws as `readLog`. */
async function savedBy(record: RunRecord, file: string, started: Started): Promise<WeightsOfRun | null> {
  const { run, trainer: detected } = await readLog(record.log, { trainer: record.trainer ?? null, started: record });
  const trainer = detected();
  const resumed = trainer?.afterwards?.resumesFrom(started.command) ?? null;
  if (trainer === null || resumed === null || resolve(started.cwd, resumed) !== file) return null;
  if (!haveSameFiles(trainer, record, started)) return null;
  const isFile = ({ path }: { readonly path: string }): boolean => resolve(record.cwd, path) === file;
  const named = run.checkpoints.findLast(isFile);
  if (named === undefined && !silentSaves(record, trainer.habits.silentFiles ?? []).some(isFile)) return null;
  return { run: record.id, file, at: named?.at ?? null };
}

/** The same data, and a configuration of the same name: a longer training has a copy of it. */
function haveSameFiles(trainer: Trainer, one: Started, other: Started): boolean {
  const names = ({ command, cwd }: Started): string =>
    (trainer.companions?.(command) ?? [])
      .map(({ path, kind }) => (kind === 'data' ? resolve(cwd, path) : basename(path)))
      .toSorted()
      .join('\n');
  return names(one) === names(other);
}
