import { expect, test } from 'vitest';
import { lineRole } from '../../../../src/ui/view/panes/lineRole.ts';

test.each([
  ['Traceback (most recent call last):', 'fault'],
  ['RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB', 'fault'],
  ['torch.cuda.OutOfMemoryError: CUDA out of memory', 'fault'],
  [' CUDA Error: out of memory', 'fault'],
  ['Error: cannot open the file', 'fault'],
  ['                   all         50         83      0.946      0.893      0.968      0.672', 'map'],
  [' mean_average_precision (mAP@0.50) = 0.564677', 'map'],
  ['2024-01-01 00:00:00 - INFO - Epoch(val) [5][14/14]    coco/bbox_mAP: 0.0290', 'map'],
  ['Saving weights to backup/yolo_last.weights', 'title'],
  ['Saving checkpoint at 12 epochs', 'title'],
  [' 1620: 0.700636, 0.747970 avg loss, 0.000090 rate, 0.113696 seconds, 25920 images', 'plain'],
  ['class_error: 12.50  loss: 3.1  error: 0.12', 'plain'],
])('%s is %s', (line, role) => {
  expect(lineRole(line)).toBe(role);
});
