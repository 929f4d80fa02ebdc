import { expect, test } from 'vitest';
import { runOf } from '../../support/trainers/readText.ts';

/** What pycocotools prints, in a training whose own lines say nothing of a mAP. */
const table = (kind: string): string =>
  [
    `Evaluate annotation type *${kind}*`,
    ' Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.250',
    ' Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.500',
    ' Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ] = 0.200',
    ' Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.400',
    ' Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 0.600',
    '',
  ].join('\n');

test.each([
  [
    'generic',
    'epoch 1 loss: 0.5\nepoch 2 loss: 0.4\nepoch 3 loss: 0.3\n',
    'epoch 4 loss: 0.2\n',
    { iteration: null, epoch: 3 },
  ],
  [
    'keras',
    'Epoch 3/9\n17/17 [==============================] - 12s 34s/step - loss: 5.4000\n',
    'Epoch 4/9\n',
    { iteration: null, epoch: 3 },
  ],
  [
    'lightning',
    'GPU available: True (cuda), used: True\nEpoch 2: 100%|██████████| 4/4 [00:17<00:00,  4.47s/it, v_num=1, loss=9.947]\n',
    'Epoch 3:   0%|          | 0/4 [00:00<?, ?it/s, v_num=1, loss=9.947]\n',
    { iteration: null, epoch: 3 },
  ],
  [
    'hf-trainer',
    " 30%|███       | 30/100 [00:10<00:20,  3.00it/s]\n{'loss': 1.5, 'learning_rate': 4e-05, 'epoch': 3.0}\n",
    "{'eval_loss': 1.25, 'eval_runtime': 3.1, 'epoch': 3.0}\n",
    { iteration: 30, epoch: 3 },
  ],
])('%s: a COCO table is an evaluation where the training is', (trainer, before, after, place) => {
  const run = runOf(before + table('bbox') + after);
  expect(run.trainer?.name).toBe(trainer);
  expect(run.evaluations).toMatchObject([{ ...place, map50: 0.5, map50To95: 0.25 }]);
  expect(runOf(before + table('segm') + after).evaluations).toEqual([]);
});
