import { guessColumns } from '../formats/yoloConsole/columns.ts';
import type { Dialect } from '../formats/yoloConsole/dialect.ts';
import type { Metrics } from '../formats/yoloConsole/resultRow.ts';
import { isAtLeast } from './isAtLeast.ts';
import { readNotice } from './notices.ts';

/** How Ultralytics' console differs from its relatives': epochs are printed from 1 (trainers.md 2). */
export const dialect: Dialect = {
  offset: 0,
  guess: (count) => guessColumns(count, 2, taskParts.get(count - 2)),
  memory: true,
  // Boxes, and masks or poses with them: 0.1 mAP50 + 0.9 mAP50-95, in 8.4 mAP50-95 alone (ultralytics/utils/metrics.py,
  // Metric.fitness).
  fitness: ({ box, second }, version) => {
    const share = version !== null && isAtLeast(version, 8, 4) ? 0 : 0.1;
    const of = ({ map50, map50To95 }: Metrics) => share * map50 + (1 - share) * map50To95;
    return of(box) + (second === null ? 0 : of(second));
  },
  // `epoch{self.epoch}.pt`, counted from 0 (engine/trainer.py, save_model).
  milestone: (epoch, { checkpoints: { period } }) =>
    period > 0 && (epoch - 1) % period === 0 ? `epoch${epoch - 1}.pt` : null,
  // `max(round(warmup_epochs * nb), 100)` up to 8.3 (engine/trainer.py, _do_train).
  minWarmUp: (version) => (version !== null && isAtLeast(version, 8, 4) ? 0 : 100),
  notice: readNotice,
};

/** Named by how many there are, where the header went to another stream than the bars. */
const taskParts = new Map([
  [1, ['loss']],
  [3, ['box', 'cls', 'dfl']],
  [4, ['box', 'seg', 'cls', 'dfl']],
  [5, ['box', 'pose', 'kobj', 'cls', 'dfl']],
]);
