import type { CheckpointSaved, RunEvent } from '../run/events.ts';
import type { TrainerHabits } from '../trainers/trainer.ts';

/**
 * Waits for the next save of a training, and for the moment at which a signal can no longer hit a half-written file. Pure: it hears the events
 * of the log in their order.
 */
export interface SaveWatch {
  readonly hear: (event: RunEvent) => void;
  /** `waiting` for a save; `writing`: it was announced, and the file may not be whole yet; `safe`; `ending`: the training ends by itself. */
  readonly state: () => 'waiting' | 'writing' | 'safe' | 'ending';
  /** The newest save that a training can go on from, since the watch began. */
  readonly saved: () => Save | null;
}

/** What was saved: `path` is null where the trainer does not name it. */
export interface Save {
  readonly path: string | null;
  readonly at: number | null;
}

/**
 * Source of the rule: trainers.md, sections 1.3 and 10. Where a trainer announces a file before it writes it, in place (Darknet), the file is whole
 * when the next step is printed; any file that is announced, also the best weights, makes the moment unsafe again.
 */
export function createSaveWatch(habits: () => Pick<TrainerHabits, 'savedWhen' | 'counts'> | null): SaveWatch {
  let saved: Save | null = null;
  let writing: Save | null = null;
  let ending = false;

  /** The training goes on, so that nothing is being written any more. */
  const step = (): void => {
    writing = null;
    ending = false;
  };

  return {
    hear: (event) => {
      switch (event.type) {
        case 'checkpoint':
          saved = canBeResumed(event) ? event : saved;
          writing = habits()?.savedWhen === 'reported' ? null : event;
          ending ||= event.role === 'final';
          break;
        case 'iteration':
          // A line that was held back in the trainer's buffer tells of a step before the save, not after it.
          if (!isBefore(event.iteration, writing, habits()?.counts)) {
            step();
          }

          break;
        case 'epoch':
          if (event.fillsIn !== true) {
            step();
          }

          break;
        case 'progress':
          step();
          break;
        case 'evaluation':
          if (habits()?.savedWhen === 'evaluated' && event.exact !== true) {
            saved = { path: null, at: event.epoch ?? event.iteration };
          }

          break;
        case 'ended':
          ending = true;
          break;
        case 'trainer':
        case 'plan':
        case 'region':
        case 'classes':
        case 'nextEvaluation':
        case 'regime':
        case 'resumed':
        case 'fault':
        case 'output':
          break;
      }
    },
    state: () => {
      if (ending) {
        return 'ending';
      }

      return saved === null ? 'waiting' : writing === null ? 'safe' : 'writing';
    },
    saved: () => saved,
  };
}

function canBeResumed({ role }: CheckpointSaved): boolean {
  return role === 'last' || role === 'numbered';
}

function isBefore(iteration: number, save: Save | null, counts: TrainerHabits['counts'] | undefined): boolean {
  return save !== null && save.at !== null && counts !== 'epochs' && iteration <= save.at;
}
