import type { Emit } from '../trainer.ts';
import { endOfEpoch, isPlanned, type Memory, plan } from './memory.ts';

/**
 * Reads what the logger says between the progress lines: saves, the best checkpoint, resuming, what bends curves, the
 * end by patience.
 */
export function readNotice(message: string, memory: Memory, emit: Emit): void {
  readSave(message, memory, emit);
  readBest(message, memory, emit);
  readResume(message, memory, emit);
  readPlanned(message, memory, emit);
  const label = regimes.find(([pattern]) => pattern.test(message))?.[1];
  if (label !== undefined) emit({ type: 'regime', at: null, label });
  if (patienceOver.test(message)) emit({ type: 'ended', how: 'early-stop' });
}

/**
 * `Saving checkpoint at 12 epochs`: mmengine and mmcv name the file `epoch_12.pth` or `iter_8000.pth` (CheckpointHook).
 */
function readSave(message: string, memory: Memory, emit: Emit): void {
  const match = /^Saving checkpoint at (\d+) (epoch|iteration)s$/.exec(message);
  if (match === null) return;
  const number = Number(match[1]);
  const byIteration = match[2] === 'iteration';
  const path = byIteration ? `iter_${number}.pth` : `epoch_${number}.pth`;
  emit({ type: 'checkpoint', path, at: byIteration ? number : endOfEpoch(memory, number), role: 'numbered' });
  if (isPlanned(memory, number, byIteration)) emit({ type: 'ended', how: 'complete' });
}

/**
 * `The best checkpoint with 0.0290 coco/bbox_mAP at 5 epoch is saved to best_coco_bbox_mAP_epoch_5.pth.` and mmcv's
 * `Now best checkpoint is saved as`.
 */
function readBest(message: string, memory: Memory, emit: Emit): void {
  const path = /^(?:The best checkpoint with .* is saved to|Now best checkpoint is saved as) (.+\.pth)\.$/.exec(
    message,
  )?.[1];
  if (path === undefined) return;
  const named = /_(epoch|iter)_(\d+)\.pth$/.exec(path);
  const number = named === null ? null : Number(named[2]);
  const at = number === null ? memory.iteration : named?.[1] === 'iter' ? number : endOfEpoch(memory, number);
  emit({ type: 'checkpoint', path, at, role: 'best' });
}

/** `resumed epoch: 8, iter: 58640` (mmengine), `resumed epoch 8, iter 58640` (mmcv). */
function readResume(message: string, memory: Memory, emit: Emit): void {
  const match = /^resumed epoch:? (\d+), iter:? (\d+)$/.exec(message);
  if (match === null) return;
  const at = Number(match[2]);
  memory.restarts.expectResume();
  if (memory.iteration === null || at <= memory.iteration) emit({ type: 'resumed', at });
}

/** mmcv: `workflow: [('train', 1)], max: 12 epochs`. */
function readPlanned(message: string, memory: Memory, emit: Emit): void {
  const match = /^workflow: \[.*\], max: (\d+) (epoch|iter)s$/.exec(message);
  if (match !== null) plan(memory, { length: Number(match[1]), byIteration: match[2] === 'iter' }, emit);
}

/** Sources: mmdet/engine/hooks/pipeline_switch_hook.py, yolox_mode_switch_hook.py. */
const regimes: readonly (readonly [RegExp, string])[] = [
  [/^Switch pipeline now!/, 'pipeline switched'],
  [/^No mosaic and mixup aug now!/, 'mosaic closed'],
  [/^Add additional (?:bbox )?(?:L1|reg) loss now!/, 'L1 loss added'],
  [/^New Epoch: rebuild dataloader/, 'data loader rebuilt'],
];
const patienceOver = /^the monitored metric did not improve in the last \d+ records\. best score: \S+\. *$/;
