import { guessColumns } from '../formats/yoloConsole/columns.ts';
import type { Dialect } from '../formats/yoloConsole/dialect.ts';
import type { Metrics } from '../formats/yoloConsole/resultRow.ts';
import type { Training } from '../formats/yoloConsole/training.ts';
import type { Emit } from '../trainer.ts';
import { familyOfModel, type FamilyName } from './family.ts';
import { createNotices } from './notices.ts';

/** How the consoles of YOLOv5 and its relatives differ from Ultralytics': epochs are printed from 0 (trainers.md 3). */
export function createDialect(recognised: FamilyName): Dialect {
  let name: FamilyName = recognised;
  let sums = false;
  let classifies = false;
  return {
    // Only classify/train.py counts from 1.
    get offset() {
      return classifies ? 0 : 1;
    },
    guess: (count) =>
      guessColumns(
        count,
        2,
        count !== 5 ? undefined : name === 'yolov9' ? ['box', 'cls', 'dfl'] : ['box', 'obj', 'cls'],
      ),
    memory: true,
    fitness: ({ box, second }) => fitnessOf(box) + (second === null ? 0 : fitnessOf(second)),
    milestone: (epoch, training) => (name === 'yolov7' ? yolov7Milestone(epoch, training) : milestone(epoch, training)),
    // `nw = max(round(hyp['warmup_epochs'] * nb), 1000)` as long as the bar had the sum of the losses, then 100.
    minWarmUp: () => (sums ? 1000 : 100),
    header: (columns, training, emit) => {
      sums = columns.total !== -1;
      classifies = columns.has('top1_acc');
      if (name === 'yolov7' && columns.has('targets')) rename('yolor', training, emit);
      // YOLOv9 has the banner and the script of YOLOv5, but no loss of the objectness.
      if (name === 'yolov5' && columns.has('dfl_loss')) rename('yolov9', training, emit);
    },
    notice: createNotices(
      () => name,
      (model, training, emit) => {
        const family = familyOfModel(model);
        if (name === 'yolov5' && family !== null) rename(family, training, emit);
      },
    ),
  };

  function rename(to: FamilyName, { version }: Training, emit: Emit): void {
    name = to;
    emit({ type: 'trainer', name, version });
  }
}

/** Source: utils/metrics.py, `fitness`. */
function fitnessOf({ map50, map50To95 }: Metrics): number {
  return 0.1 * map50 + 0.9 * map50To95;
}

/** `epoch{epoch}.pt` with `--save-period`, counted from 0 (YOLOv5 train.py). */
function milestone(epoch: number, { checkpoints: { period } }: Training): string | null {
  return period > 0 && (epoch - 1) % period === 0 ? `epoch${epoch - 1}.pt` : null;
}

/** The first epoch, every 25th and the last five; the number in the name counts from 0 (YOLOv7 train.py). */
function yolov7Milestone(epoch: number, training: Training): string | null {
  const epochs = training.epochs();
  const kept = epoch === 1 || epoch % 25 === 0 || (epochs !== null && epoch - 1 >= epochs - 5);
  return kept ? `epoch_${String(epoch - 1).padStart(3, '0')}.pt` : null;
}
