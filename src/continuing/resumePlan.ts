import { hasReachedPlan, plannedLength } from '../run/selectors.ts';
import type { Run } from '../run/run.ts';
import type { EndedTraining, SavedFile } from '../trainers/afterwards.ts';
import type { Trainer } from '../trainers/trainer.ts';
import { count, counted } from '../words/count.ts';
import { changedCopy, type WrittenCopy } from './changedCopy.ts';
import { chooseSave } from './chooseSave.ts';
import { freeName } from './freeName.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { inputProblem } from './inputProblem.ts';
import type { Look } from './look.ts';

/** A training that has ended. `record` is what its run record says. */
export interface Ended {
  readonly run: Run;
  /** Null where nobody recognised it. */
  readonly trainer: Trainer | null;
  readonly record: Pick<RunRecord, 'command' | 'cwd' | 'inputs'>;
}

/** What is wanted beside going on to the planned end. */
export interface ResumeWish {
  /** How much longer it is to be than it was planned; null for not at all. */
  readonly longer: { readonly by: number; readonly unit: 'epochs' | 'iterations' } | null;
  /** Goes on although its settings or data have changed since it was started. */
  readonly evenIfChanged?: boolean;
}

/** A command that goes on from a save, and what has to be done before it is started. */
export interface ResumePlan {
  readonly can: true;
  readonly command: readonly string[];
  readonly cwd: string;
  /** The save that it goes on from, as the command names it, and after which epoch or iteration it was made. */
  readonly weights: SavedFile;
  /** Files to copy first, since what goes on writes over them. Absolute paths; none of `to` exists. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  /** A file of settings to write first. Absolute path; it does not exist, or holds just that. */
  readonly writes: WrittenCopy | null;
  /** What a person should know, as sentences. */
  readonly notes: readonly string[];
}

/** Why it cannot go on. `restart`: a new training from its weights is what remains, see `planRestart`. */
export interface ResumeRefusal {
  readonly can: false;
  readonly reason: string;
  readonly restart: boolean;
}

/**
 * Returns the command that goes on where a training ended, after the checks that would make it fail later: that a save
 * is there and whole, that the trainer's state is in it, that the data and the settings are what they were, that there
 * is something left to train. Changes nothing: `look` answers what it asks of files.
 */
export function planResume(ended: Ended, look: Look, wish: ResumeWish = { longer: null }): ResumePlan | ResumeRefusal {
  const { run, trainer, record } = ended;
  if (trainer === null) {
    return refuse('No trainer was recognised in its log, so it is not known how it goes on: see `plateau trainers`.');
  }
  const { afterwards, title, habits } = trainer;
  if (afterwards === undefined) {
    return refuse(`Plateau cannot build the command that goes on for ${title}. By hand: ${habits.resume}`);
  }
  const canRestart = afterwards.restart !== undefined;
  const { longer } = wish;
  if (longer !== null && afterwards.longerBy !== longer.unit)
    return unfitLength(title, afterwards.longerBy, canRestart);
  const planned = afterwards.longerBy === 'epochs' ? run.plan.epochs : plannedLength(run);
  if (longer !== null && planned === null) {
    return refuse('Its planned length is not known, so it cannot be made longer by a part: change it in its settings.');
  }
  const training: EndedTraining = {
    name: nameOf(ended, trainer),
    command: record.command,
    run,
    silent: look.silent(record, habits.silentFiles ?? []),
    length: longer === null ? null : planned! + longer.by,
  };
  const resuming = afterwards.resume(training);
  if ('refused' in resuming) return refuse(resuming.refused);
  const changed = inputProblem(trainer, record, look, wish.evenIfChanged === true);
  if (changed !== null) return refuse(changed);

  const chosen = chooseSave(resuming.from, resuming.needs, record.cwd, look);
  if ('reason' in chosen) return refuse(chosen.reason, chosen.isStripped && canRestart);
  const done = longer === null ? doneOf(run, chosen.save) : null;
  if (done !== null) return refuse(`${done} ${moreHint(afterwards.longerBy)}`, canRestart);
  const written = resuming.changed === undefined ? null : changedCopy(resuming.changed, record.cwd, look);
  if (written !== null && 'reason' in written) return refuse(written.reason);
  const copies = copiesOf(resuming.spoils ?? [], chosen.save.at, record.cwd, look);
  if ('reason' in copies) return refuse(copies.reason);
  return {
    can: true,
    command: resuming.command(chosen.save.path, written?.word ?? ''),
    cwd: record.cwd,
    weights: chosen.save,
    copies,
    writes: written,
    notes: [...chosen.notes, ...(resuming.notes ?? [])],
  };
}

/**
 * Returns the command of a new training from the best weights of one that cannot go on, with a lower learning rate.
 */
export function planRestart(ended: Ended, look: Look): ResumePlan | ResumeRefusal {
  const { run, trainer, record } = ended;
  if (trainer?.afterwards?.restart === undefined) {
    return refuse('Plateau does not know how to begin a new training of this trainer from these weights.');
  }
  const silent = look.silent(record, trainer.habits.silentFiles ?? []);
  const name = nameOf(ended, trainer);
  const restart = trainer.afterwards.restart({ name, command: record.command, run, silent, length: null });
  if ('refused' in restart) return refuse(restart.refused);
  const changed = inputProblem(trainer, record, look, true);
  if (changed !== null) return refuse(changed);
  const chosen = chooseSave(restart.from, [], record.cwd, look);
  if ('reason' in chosen) return refuse(chosen.reason);
  const written = restart.changed === undefined ? null : changedCopy(restart.changed, record.cwd, look);
  if (written !== null && 'reason' in written) return refuse(written.reason);
  const copies = copiesOf(restart.spoils ?? [], run.checkpoints.at(-1)?.at ?? null, record.cwd, look);
  if ('reason' in copies) return refuse(copies.reason);
  return {
    can: true,
    command: restart.command(chosen.save.path, written?.word ?? ''),
    cwd: record.cwd,
    weights: chosen.save,
    copies,
    writes: written,
    notes: [
      `This is a new training from ${chosen.save.path}, ${restart.difference}.`,
      ...chosen.notes,
      ...(restart.notes ?? []),
    ],
  };
}

/** The name that its trainer was recognised by. */
export function nameOf({ run }: Pick<Ended, 'run'>, trainer: Trainer): string {
  return run.trainer?.name ?? trainer.names[0];
}

function refuse(reason: string, restart = false): ResumeRefusal {
  return { can: false, reason, restart };
}

function unfitLength(title: string, longerBy: 'epochs' | 'iterations' | null, canRestart: boolean): ResumeRefusal {
  return longerBy === null
    ? refuse(`${title} takes its length from what it saved, and cannot be told another when it goes on.`, canRestart)
    : refuse(`${title} counts ${longerBy}: use --${longerBy}.`);
}

function moreHint(longerBy: 'epochs' | 'iterations' | null): string {
  if (longerBy === null) return 'This trainer cannot be told to go on for longer.';
  return `To train for longer: --${longerBy} ${longerBy === 'epochs' ? '+50' : '+2000'}.`;
}

/** Why nothing is left to train; null where something is. */
function doneOf(run: Run, { at }: SavedFile): string | null {
  const planned = plannedLength(run);
  if (planned === null || (at === null ? !hasReachedPlan(run) : at < planned)) return null;
  return `It has done all ${counted(planned, run.axis)} that were planned.`;
}

/**
 * The copies of files that are written over, under names that are free: `shapes_best.until-300.weights`. `until`: the
 * epoch or iteration up to which they are of the training that has ended. Or why one cannot be made.
 */
function copiesOf(
  spoils: readonly string[],
  until: number | null,
  cwd: string,
  look: Look,
): ResumePlan['copies'] | { readonly reason: string } {
  const copies: { from: string; to: string }[] = [];
  for (const path of spoils) {
    const from = look.resolve(cwd, path);
    if (!look.exists(from)) continue;
    const ending = `.until-${until === null ? 'here' : count(until, 'compact')}`;
    const to = freeName(from, ending, (each) => !look.exists(each));
    if (to === null) return { reason: `There are a hundred copies of ${path} already: remove some.` };
    copies.push({ from, to });
  }
  return copies;
}
