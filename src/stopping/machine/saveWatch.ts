import type { CheckpointSaved, RunEvent } from '../../run/events.ts';
import type { TrainerHabits } from '../../trainers/trainer.ts';

/** What the log has said of saves since a stop began to wait for one. */
export interface SaveWatch {
  /** The newest save that a training can go on from. */
  readonly saved: Save | null;
  /** The save that was announced, and whose file may not be whole yet. */
  readonly writing: Save | null;
  /** The training ends by itself. */
  readonly ending: boolean;
}

/** What was saved: `path` is null where the trainer does not name it. */
export interface Save {
  readonly path: string | null;
  readonly at: number | null;
}

/** When a save of a trainer is over, and what its numbers count: see `TrainerHabits`. */
export type SaveRule = Required<Pick<TrainerHabits, 'savedWhen' | 'counts'>>;

/** A watch that has just begun: what was saved before does not count, since what was trained after it would be lost. */
export const newSaveWatch: SaveWatch = { saved: null, writing: null, ending: false };

/**
 * `waiting` for a save; `writing`: it was announced, and the file may not be whole yet; `safe`: a signal can hit no
 * half-written file; `ending`: the training ends by itself.
 */
export function savePhase({ saved, writing, ending }: SaveWatch): 'waiting' | 'writing' | 'safe' | 'ending' {
  if (ending) return 'ending';
  if (saved === null) return 'waiting';
  return writing === null ? 'safe' : 'writing';
}

/**
 * Returns the watch after an event of the log; `rule` is null while the trainer is not known. Where a trainer announces
 * a file before it writes it, in place (Darknet), the file is whole when the next step is printed; any file that is
 * announced, also the best weights, makes the moment unsafe again. Source: trainers.md, sections 1.3 and 10.
 */
export function savesAfter(watch: SaveWatch, event: RunEvent, rule: SaveRule | null): SaveWatch {
  switch (event.type) {
    case 'checkpoint':
      return {
        saved: canBeResumed(event) ? saveOf(event) : watch.saved,
        writing: rule?.savedWhen === 'reported' ? null : saveOf(event),
        ending: watch.ending || event.role === 'final',
      };
    case 'iteration':
      // A line that was held back in the trainer's buffer tells of a step before the save, not after it.
      return isBefore(event.iteration, watch.writing, rule) ? watch : goingOn(watch);
    case 'epoch':
      return event.fillsIn === true ? watch : goingOn(watch);
    case 'progress':
      return goingOn(watch);
    case 'evaluation':
      if (rule?.savedWhen !== 'evaluated' || event.exact === true) return watch;
      return { ...watch, saved: { path: null, at: event.epoch ?? event.iteration } };
    case 'ended':
      return { ...watch, ending: true };
    case 'trainer':
    case 'plan':
    case 'region':
    case 'classes':
    case 'nextEvaluation':
    case 'regime':
    case 'resumed':
    case 'fault':
    case 'output':
    case 'gpu':
      return watch;
    default:
      return event satisfies never;
  }
}

/** Nothing is being written any more. */
function goingOn(watch: SaveWatch): SaveWatch {
  return watch.writing === null && !watch.ending ? watch : { ...watch, writing: null, ending: false };
}

function canBeResumed({ role }: CheckpointSaved): boolean {
  return role === 'last' || role === 'numbered';
}

function saveOf({ path, at }: CheckpointSaved): Save {
  return { path, at };
}

function isBefore(iteration: number, save: Save | null, rule: SaveRule | null): boolean {
  return save !== null && save.at !== null && rule?.counts !== 'epochs' && iteration <= save.at;
}
