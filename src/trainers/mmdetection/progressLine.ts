import type { Emit } from '../trainer.ts';
import {
  durationOf,
  partsOf,
  unknownEpoch,
  unknownEvaluation,
  unknownIteration,
  wholePairsOf,
} from '../kit/printed.ts';
import { averagesOf } from './averages.ts';
import { emitPlan, endOfEpoch, isPlanned, type Memory } from './memory.ts';

/**
 * Reads the lines about the progress of the training:
 *
 *     Epoch(train) [1][ 50/100]  lr: 1.9820e-03  eta: 0:00:15  time: 0.3082  memory: 3312  loss: 1.4919  loss_cls: 0.9
 *     Epoch [1][50/7330]\tlr: 1.978e-03, eta: 1 day, 16:44:26, time: 1.413, memory: 9581, loss_cls: 0.9, loss: 3.0130
 *     Epoch(val) [5][14/14]    coco/bbox_mAP: 0.0290  coco/bbox_mAP_50: 0.0630  data_time: 0.5  time: 0.6
 *     Iter [50/90000]\tlr: ...        Epoch(val) [12][427]\tbbox_mAP: 0.8150, bbox_mAP_50: 0.9780
 *
 * A validation line without metrics is only its progress. Sources: mmengine/runner/log_processor.py, mmcv's
 * TextLoggerHook (trainers.md 4).
 */
export function readProgressLine(message: string, memory: Memory, emit: Emit): boolean {
  const match = header.exec(message);
  if (match === null) return false;
  const [, unit, mode = 'train', epochText, stepText, lengthText, fields] = match;
  const place: Place = {
    byIteration: unit === 'Iter',
    epoch: epochText === undefined ? null : Number(epochText),
    step: Number(stepText),
    length: lengthText === undefined ? null : Number(lengthText),
  };
  const pairs = wholePairsOf(fields!, decimals);
  if (mode === 'train') readTraining(place, fields!, pairs, memory, emit);
  if (mode === 'val') readValidationLoss(place, pairs, emit);
  // The first versions printed metrics on a line that looks like a training line.
  if (mode !== 'test') readMetrics(place, pairs, memory, emit);
  return true;
}

interface Place {
  readonly byIteration: boolean;
  readonly epoch: number | null;
  readonly step: number;
  readonly length: number | null;
}

function readTraining(place: Place, fields: string, pairs: Map<string, number>, memory: Memory, emit: Emit): void {
  const loss = pairs.get('loss');
  if (loss === undefined || place.length === null) return;
  learnLength(place, memory, emit);
  const iteration =
    place.byIteration || place.epoch === null ? place.step : (place.epoch - 1) * place.length + place.step;
  if (iteration < 1) return;
  memory.restarts.see(iteration, emit);
  memory.iteration = iteration;
  memory.epoch = place.byIteration ? null : place.epoch;
  emit({
    ...unknownIteration,
    iteration,
    epoch: memory.epoch,
    loss,
    learningRate: pairs.get('lr') ?? pairs.get('base_lr') ?? null,
    seconds: pairs.get('time') ?? null,
    dataSeconds: pairs.get('data_time') ?? null,
    remaining: durationOf(eta.exec(fields)?.[1] ?? ''),
    parts: partsOf(
      [...pairs].filter(([name]) => !auxiliary.test(name)),
      ['loss'],
    ),
  });
}

function learnLength(place: Place, memory: Memory, emit: Emit): void {
  if (place.byIteration) {
    if (memory.configured.length !== null || place.length === null) return;
    memory.configured = { ...memory.configured, length: place.length, byIteration: true };
    emitPlan(memory, emit);
  } else if (memory.epochLength !== place.length) {
    memory.epochLength = place.length;
    emitPlan(memory, emit);
  }
}

/** Only where mmcv's workflow has a `('val', 1)`: `Epoch(val) [1][147]\tloss_cls: 0.31, loss: 0.72`. */
function readValidationLoss({ epoch }: Place, pairs: Map<string, number>, emit: Emit): void {
  const validationLoss = pairs.get('loss');
  if (epoch !== null && validationLoss !== undefined) emit({ ...unknownEpoch, epoch, validationLoss });
}

function readMetrics(place: Place, pairs: Map<string, number>, memory: Memory, emit: Emit): void {
  const averages = averagesOf(pairs);
  if (averages === null) return;
  const epoch = place.byIteration ? null : (place.epoch ?? memory.epoch);
  const iteration = (epoch === null ? null : endOfEpoch(memory, epoch)) ?? memory.iteration;
  emit({ ...unknownEvaluation, iteration, epoch, ...averages });
  const at = place.byIteration ? iteration : epoch;
  if (at !== null && isPlanned(memory, at, place.byIteration)) emit({ type: 'ended', how: 'complete' });
}

/** Losses and metrics are printed with `.4f`. */
const decimals = 4;
const header = /^(Epoch|Iter)(?:\((train|val|test)\))?\s*(?:\[\s*(\d+)\]\s*)?\[\s*(\d+)(?:\/\s*(\d+))?\]\s+(.*)$/;
const eta = /\beta: ((?:\d+ days?, )?\d+:\d\d:\d\d)/;
/** Losses of the inner decoder layers of DETR-like detectors, of which there are dozens. */
const auxiliary = /^(?:enc_|dn_|d\d+\.)/;
