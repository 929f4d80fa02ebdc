import { closeSync, openSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AdviceSettings } from '../advisor/verdict.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import { keptInputs } from '../continuing/keptInputs.ts';
import { programs } from '../trainers/index.ts';
import type { StopPlan } from '../stopping/control.ts';
import type { AskedNotices, RunRecord } from '../runs/runRecord.ts';
import { anchorClock } from '../processes/bootClock.ts';
import { runLogMark, runMark } from '../processes/proc/escaped.ts';
import { thisMachine } from '../processes/thisMachine.ts';
import { type Description, describedAs } from '../runs/description.ts';
import { currentKeeper } from '../runs/keeperLock.ts';
import { createRunDirectory, runFiles } from '../runs/runDirectory.ts';
import { readRecord, writeRecord } from '../runs/runRecord.ts';
import { currentRecord } from '../runs/runs.ts';
import type { KeeperReport } from './keeperReport.ts';
import { slurmJobOf } from './slurm.ts';
import { hasStart, removeStart, type TrainerStart, writeStart } from '../runs/queue/startFile.ts';
import { shimPatience } from './defaults.ts';
import type { Turn } from './queue/waitStep.ts';
import { keeperProgram, startKeeper } from './startKeeper.ts';
import { trainerCommand } from './trainer/trainerCommand.ts';
import { trainerEnvironment } from './trainer/trainerEnvironment.ts';
import { singleLine } from '../words/harmless.ts';
import { errorMessage, systemErrorMessage } from '../words/errors.ts';

/** A training that is to be started. */
export interface RunOptions {
  /** Program and arguments, as they are to reach it: no shell reads them. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** How people call it; null for the program's own name. */
  readonly name: string | null;
  /** What a person says of it beside its name; absent: nothing. */
  readonly description?: Omit<Description, 'name'>;
  /** Of its group at least so many go on, whatever is outrun; null or absent: two. */
  readonly keep?: number | null;
  /** What the trainer reads from its standard input; null for nothing. */
  readonly stdin: string | null;
  /** Variables in addition to this process's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** How the training is to be judged, for every later view of it as for this one; absent: as by default. */
  readonly advice?: AdviceSettings;
  /** The trainer that it is; null or absent when that is to be recognised. */
  readonly trainer?: TrainerChoice | null;
  /** A stop that is planned from the beginning: auto-stop. */
  readonly plan?: StopPlan | null;
  /**
   * The run that it goes on from, and the weights; null: it begins a training; absent: it goes on where its command
   * says so (`wentOnFrom`).
   */
  readonly continues?: RunRecord['continues'];
  /** The run that it brings to its end, and the weights; null or absent: it trains itself. */
  readonly finishes?: RunRecord['finishes'];
  /** Whom its keeper tells of what changes; null or absent for nobody. */
  readonly notices?: AskedNotices | null;
  /** The run whose end it waits for; null or absent: it starts at once. */
  readonly after?: Turn | null;
  /** How often it is started again after a crash that is worth it; null or absent: never. */
  readonly retries?: RunRecord['retries'];
  /** The run in whose place it starts, as which attempt, and after what pause; absent for none. */
  readonly retryOf?: NonNullable<RunRecord['retryOf']>;
  readonly attempt?: number;
  /** Whether its job of Slurm, if any, goes back in the queue when its time is over before the training is. */
  readonly requeues?: boolean;
  readonly starts?: { readonly pause: number; readonly needsRoom: boolean };
  /** The keeper's program, where it is not the one that belongs to this build. */
  readonly keeperProgram?: string;
}

/**
 * Starts a training under a keeper of its own, and returns its record as soon as it runs, or waits for its turn. The
 * caller may end at any time after that. Throws a sentence when it cannot be started: before anything is left behind
 * where that can be foreseen (working directory, program, interpreter), otherwise with a record that says
 * `failed-to-start`.
 */
export async function startRun(options: RunOptions): Promise<RunRecord> {
  const cwd = resolve(options.cwd);
  const environment = trainerEnvironment(process.env, options.environment);
  const command = trainerCommand(options.command, cwd, environment);
  const name = singleLine(options.name ?? '') || singleLine(basename(options.command[0] ?? ''));
  const continues = await continuedBy(options, cwd);
  const clock = anchorClock();
  const now = new Date(clock.wall * 1000);
  const id = createRunDirectory(name, now);
  const { directory, log } = runFiles(id);
  const marked = { ...environment, [runMark]: id, [runLogMark]: log };
  const start = { command, cwd, environment: marked, stdin: options.stdin, plan: options.plan ?? null };
  const { after = null, retries = null, retryOf = null, attempt = 1, starts } = options;
  const isQueued = after !== null || starts !== undefined;
  try {
    closeSync(openSync(log, 'a', 0o600));
    // Kept as long as it may have to be started, or started again, by another keeper: with the record, each may be.
    if (isQueued || retries !== null) writeStart(directory, start);
    writeRecord(directory, {
      id,
      ...describedAs(options.description ?? {}),
      name,
      keep: options.keep ?? null,
      command: options.command,
      cwd,
      log,
      state: isQueued ? 'waiting' : 'starting',
      startedAt: clock.wall,
      clock,
      keeper: null,
      training: null,
      exit: null,
      problem: null,
      machine: thisMachine(),
      socket: null,
      ...(options.advice === undefined ? {} : { advice: options.advice }),
      trainer: options.trainer ?? null,
      job: slurmJobOf(process.env),
      inputs: keptInputs(options.command, cwd),
      continues,
      ...(options.finishes === undefined ? {} : { finishes: options.finishes }),
      ...(options.notices === undefined ? {} : { notices: options.notices }),
      after,
      retries,
      retryOf,
      attempt,
      requeues: options.requeues === true && slurmJobOf(process.env) !== null ? 'wanted' : null,
      starts: starts === undefined ? null : { ...starts, at: clock.wall + starts.pause },
    });
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw new Error(
      `The training was not started, since its record could not be written to ${directory} (${systemErrorMessage(error)}): free some space there, or set XDG_STATE_HOME to another directory.`,
      { cause: error },
    );
  }

  const program = options.keeperProgram ?? keeperProgram();
  try {
    return await reported(
      directory,
      isQueued ? startKeeper(directory, program, null) : startedRecord(directory, program, start),
    );
  } catch (error) {
    giveUp(directory, errorMessage(error));
    throw error;
  }
}

/** What a training goes on from, be it that a person resumes it by hand. Whatever that fails of, it is started. */
async function continuedBy(
  { command, continues, finishes }: RunOptions,
  cwd: string,
): Promise<NonNullable<RunRecord['continues']> | null> {
  if (continues !== undefined || finishes !== undefined) return continues ?? null;
  const saves = programs.flatMap(({ afterwards }) => afterwards?.resumesFrom(command) ?? []);
  if (saves.length === 0) return null;
  try {
    // It reads logs, which hardly any start needs.
    const { wentOnFrom } = await import('../continuing/wentOnFrom.ts');
    return await wentOnFrom({ command, cwd }, saves);
  } catch {
    return null;
  }
}

/** The record that a keeper has reported. Throws what it reported instead, or why it reported nothing. */
async function reported(directory: string, starting: Promise<KeeperReport>): Promise<RunRecord> {
  let unsaid = new Error('The keeper of this training did not say what became of it.');
  const { record, problem } = await starting.catch((error: Error) => {
    unsaid = error;
    return { record: null, problem: null };
  });
  if (problem !== null) throw new Error(problem);
  if (record !== null) return record;
  // Another keeper may have it by now, which starts it all the same.
  if (hasStart(directory) && currentKeeper(directory) !== null) return currentRecord(directory);
  throw unsaid;
}

/** Whoever wanted the run is told that it was not started: no keeper may start it later. */
function giveUp(directory: string, problem: string): void {
  if (!hasStart(directory)) return;
  removeStart(directory);
  const record = readRecord(directory);
  if (record.training === null) writeRecord(directory, { ...record, state: 'failed-to-start', problem, socket: null });
}

/** A keeper that is killed before it reports may have started the training, which the next one keeps. */
async function startedRecord(directory: string, program: string, start: TrainerStart): Promise<KeeperReport> {
  try {
    return await startKeeper(directory, program, start);
  } catch (error) {
    const limit = performance.now() + shimPatience * 1000;
    while (performance.now() < limit && currentRecord(directory).training === null) await sleep(20);
    const record = currentRecord(directory);
    if (record.training === null || record.state === 'failed-to-start') throw error;
    return { record, problem: null };
  }
}
