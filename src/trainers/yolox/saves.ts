import type { CheckpointSaved } from '../../run/events.ts';

/** Follows the saves of YOLOX, which names only their directory: which file it is follows from when it is. */
export interface Saves {
  /** An epoch begins: the next save is `latest_ckpt.pth`, unless it comes before the first iteration. */
  readonly epochBegun: () => void;
  readonly mosaicClosed: () => void;
  readonly evaluated: (map50To95: number | null) => void;
  /** A training goes on whose best is known only to its checkpoint. */
  readonly resumed: () => void;
  readonly restarted: () => void;
  /** What a `Save weights to` writes; `endOf` gives the last iteration of an epoch. */
  readonly save: (
    directory: string,
    epoch: number,
    endOf: (epoch: number) => number | null,
  ) => readonly CheckpointSaved[];
}

/** Order of the saves: yolox/core/trainer.py, before_epoch, after_epoch, evaluate_and_save_model. */
export function createSaves(): Saves {
  let stage: 'mosaic' | 'epoch' | 'evaluated' | 'history' = 'epoch';
  let best: number | null = null;
  let bestIsKnown = true;
  let isBest = false;

  return {
    epochBegun: () => {
      stage = 'epoch';
    },
    mosaicClosed: () => {
      stage = 'mosaic';
    },
    evaluated: (map50To95) => {
      stage = 'evaluated';
      isBest = map50To95 !== null && map50To95 > (best ?? 0);
      // Weights of an AP of 0 are not kept as the best, but it is known then.
      if (map50To95 !== null) best = Math.max(best ?? 0, map50To95);
    },
    resumed: () => {
      bestIsKnown = best !== null;
    },
    restarted: () => {
      stage = 'epoch';
      best = null;
      bestIsKnown = true;
      isBest = false;
    },
    save,
  };

  function save(directory: string, epoch: number, endOf: (epoch: number) => number | null): readonly CheckpointSaved[] {
    const file = (name: string, role: CheckpointSaved['role'], of = epoch): CheckpointSaved => ({
      type: 'checkpoint',
      path: `${directory.replace(/[\\/]$/, '')}/${name}_ckpt.pth`,
      at: endOf(of),
      role,
    });
    switch (stage) {
      case 'mosaic':
        stage = 'epoch';
        return [file('last_mosaic_epoch', 'numbered', epoch - 1)];
      case 'epoch':
        return [file('latest', 'last')];
      case 'evaluated':
        stage = 'history';
        return isBest && bestIsKnown
          ? [file('last_epoch', 'last'), file('best', 'best')]
          : [file('last_epoch', 'last')];
      case 'history':
        return [file(`epoch_${epoch}`, 'numbered')];
    }
  }
}
