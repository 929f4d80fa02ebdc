import { expect, test } from 'vitest';
import { runOf } from '../../../support/trainers/readText.ts';

/** Records of DETR's log.txt, of which only some writers name the epoch. */
function records(named: boolean): string[] {
  return [0.1, 0.2, 0.3].map((map, epoch) =>
    JSON.stringify({
      train_lr: 1e-4,
      train_loss: 9 - epoch,
      test_loss: 8 - epoch,
      test_coco_eval_bbox: [map, map + 0.2, map, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...(named ? { epoch } : {}),
      n_parameters: 41_302_368,
    }),
  );
}

const figures = (lines: readonly string[]) => {
  const run = runOf(`${lines.join('\n')}\n`);
  const curve = run.evaluations.map(({ epoch, map50To95, trainLoss }) => [epoch, map50To95, trainLoss]);
  return { trainer: run.trainer?.name, curve };
};

test('records of log.txt without an epoch are one epoch each', () => {
  expect(figures(records(false))).toEqual({
    trainer: 'detr',
    curve: [
      [1, 0.1, 9],
      [2, 0.2, 8],
      [3, 0.3, 7],
    ],
  });
  expect(figures(records(false))).toEqual(figures(records(true)));
});

test('a record that is there twice is one epoch', () => {
  expect(figures(records(false).flatMap((line) => [line, line]))).toEqual(figures(records(true)));
});
