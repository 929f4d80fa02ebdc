import type { Emit } from '../../trainer.ts';

/**
 * Follows what these trainers save without a word: `last.pt` after every epoch, `best.pt` when its fitness is the best
 * so far. A save is emitted when the next epoch has begun or the training is over: only then it is certainly complete.
 */
export interface Checkpoints {
  /** Where the weights go; null until the log says so. */
  directory: string | null;
  /** Whether a save is made after every epoch. */
  enabled: boolean;
  /** Epochs between two milestones; 0 for none. */
  period: number;
  readonly epochDone: (epoch: number) => void;
  readonly evaluated: (epoch: number, fitness: number) => void;
  /** `milestone` gives the file name of a milestone that an epoch leaves, if it leaves one. */
  readonly confirm: (milestone: (epoch: number) => string | null, emit: Emit) => void;
  /** What was done after this epoch is void. A resumed training may know a best that this log does not show. */
  readonly forget: (epoch: number, resumed: boolean) => void;
  /** The trainer printed which epoch gave the best weights. */
  readonly bestWas: (epoch: number, emit: Emit) => void;
  /** The trainer stripped the file, which can no longer be resumed from. */
  readonly stripped: (path: string, epoch: number, emit: Emit) => void;
}

/** `files` are the names of the two that are written again and again. */
export function createCheckpoints(files = { last: 'last.pt', best: 'best.pt' }): Checkpoints {
  let unsaved: number | null = null;
  let history: { epoch: number; fitness: number }[] = [];
  let bestIsKnown = true;
  let emittedBest = 0;

  const checkpoints: Checkpoints = {
    directory: null,
    enabled: true,
    period: 0,
    epochDone: (epoch) => {
      unsaved = epoch;
    },
    evaluated: (epoch, fitness) => {
      if (!Number.isFinite(fitness)) return;
      const best = history.at(-1);
      // At exactly 0 the trainer rewrites the best each time; equal figures may differ before rounding.
      const better = best === undefined || fitness > best.fitness || (fitness === 0 && best.fitness === 0);
      if (better && best?.epoch !== epoch) history.push({ epoch, fitness });
    },
    confirm,
    forget: (epoch, resumed) => {
      unsaved = null;
      bestIsKnown = !resumed || (history.length > 0 && bestIsKnown);
      history = history.filter((best) => best.epoch <= epoch);
      emittedBest = Math.min(emittedBest, epoch);
    },
    bestWas: (epoch, emit) => {
      if (epoch === emittedBest) return;
      emitBest(epoch, emit);
    },
    stripped,
  };
  return checkpoints;

  function confirm(milestone: (epoch: number) => string | null, emit: Emit): void {
    if (unsaved === null) return;
    const epoch = unsaved;
    unsaved = null;
    if (!checkpoints.enabled || checkpoints.directory === null) return;
    emit({ type: 'checkpoint', path: within(checkpoints.directory, files.last), at: epoch, role: 'last' });
    const best = history.at(-1);
    if (bestIsKnown && best !== undefined && best.epoch !== emittedBest) emitBest(best.epoch, emit);
    const file = milestone(epoch);
    if (file !== null) {
      emit({ type: 'checkpoint', path: within(checkpoints.directory, file), at: epoch, role: 'numbered' });
    }
  }

  function emitBest(epoch: number, emit: Emit): void {
    if (checkpoints.directory === null) return;
    emittedBest = epoch;
    emit({ type: 'checkpoint', path: within(checkpoints.directory, files.best), at: epoch, role: 'best' });
  }

  function stripped(path: string, epoch: number, emit: Emit): void {
    const at = epoch > 0 ? epoch : null;
    const file = path.split(/[\\/]/).at(-1);
    if (file === files.last) emit({ type: 'checkpoint', path, at, role: 'final' });
    else if (file === files.best && emittedBest === 0) {
      emit({ type: 'checkpoint', path, at: bestIsKnown ? (history.at(-1)?.epoch ?? null) : null, role: 'best' });
    }
  }
}

/** The folder of the weights in a run's folder. */
export function weightsIn(directory: string): string {
  return within(directory, 'weights');
}

/** Joins as the trainer's own system does: a Windows log is read elsewhere, too. */
function within(directory: string, file: string): string {
  const separator = directory.includes('\\') && !directory.includes('/') ? '\\' : '/';
  return `${directory}${separator}${file}`;
}
