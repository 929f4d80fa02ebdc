import { readFileSync } from 'node:fs';

/**
 * A log of each trainer that can be cut, continued and spoilt, and what an eye finds in its text: what is said of a
 * training is compared with that, not with what the readers made of it.
 */
export interface Recording {
  readonly text: string;
  /** Every place at which the training loss is printed: its groups are the loss, or parts that add up to it. */
  readonly loss: RegExp;
  /** The same of the epoch whose bar is drawn, where that is another figure; absent: `loss`. */
  readonly barLoss?: RegExp;
  /** Where the text ends when the training is stopped in its first epoch, or after some steps where it has none. */
  readonly first: Place;
  /** Where the text ends in the middle of a later save. */
  readonly saving: Place;
  /** The file that is being written then and was named before, or is now; null where it names none. */
  readonly file: string | null;
  /** What is printed by a run that goes on from `from`, up to its first save; `at`: where it is by then. */
  readonly resumed: {
    readonly from: number;
    readonly at: number;
    readonly begin: Place;
    readonly end: Place;
    /** Steps between two lines, where the point of the resume cannot be known better; absent: 1. */
    readonly printed?: number;
    /** What stands before its first step, where that is not what the recorded run says. */
    readonly head?: (head: string) => string;
  };
  /** The newest state that it can go on from when it has ended by itself; null where it names none. */
  readonly last: string | null;
  /** What it prints as it ends, where the recorded text breaks off. */
  readonly ending?: string;
}

/** A place in a text, in characters. */
export type Place = (text: string) => number;

/** Right before the nth match. */
export function before(pattern: RegExp, nth = 1): Place {
  return (text) => found(text, pattern, nth).index;
}

/** Right behind the nth match. */
export function behind(pattern: RegExp, nth = 1): Place {
  return (text) => {
    const match = found(text, pattern, nth);
    return match.index + match[0].length;
  };
}

function found(text: string, pattern: RegExp, nth: number): RegExpExecArray {
  const match = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`))][nth - 1];
  if (match === undefined) throw new Error(`There is no match ${nth} of ${String(pattern)}.`);
  return match;
}

function fixture(name: string): string {
  return readFileSync(`fixtures/${name}`, 'utf8');
}

const number = String.raw`(-?[\d.]+|-?nan)`;
const all = /^ +all .*\n/m;

/** Iterations as a recorded line has them, with its number and its loss replaced; counted as the trainer does. */
function iterations(from: number, to: number, lineOf: (at: number, loss: string) => string): string {
  const lines: string[] = [];
  for (let at = from; at <= to; at += 1) lines.push(lineOf(at, (2 - at / 1000).toFixed(4)));
  return lines.map((line) => `${line}\n`).join('');
}

const yolactLine = (at: number, loss: string): string =>
  `[  0]  ${at * 10} || B: 0.501 | C: 0.515 | M: 0.958 | S: 0.006 | T: ${loss} || ETA: 2 days, 0:41:50 || timer: 0.485`;
const yolactText = `${iterations(0, 99, yolactLine)}Saving state, iter: 1000\n${iterations(100, 149, yolactLine)}Saving state, iter: 1500\n${iterations(150, 160, yolactLine)}`;

const nanodetLine = (at: number): string => {
  const epoch = Math.floor(at / 10) + 1;
  const loss = (1 - at / 200).toFixed(4);
  return `[NanoDet][11-12 18:01:${String(at % 60).padStart(2, '0')}]INFO:Train|Epoch:${epoch}/6|Iter:${at}(${(at % 10) + 1}/10)| mem: 9G| lr:9.59e-04| loss_qfl:${loss}| loss_bbox:0.2245| loss_dfl:0.1556|`;
};
const nanodetEvaluation = `[NanoDet][11-12 18:01:30]INFO:Saving model to workspace/m/model_best/nanodet_model_best.pth
[NanoDet][11-12 18:01:30]INFO:Val_metrics: {'mAP': 0.4545, 'AP_50': 0.7271, 'AP_75': 0.4686, 'AP_small': 0.3026, 'AP_m': 0.7093, 'AP_l': 0.8217}
`;
const nanodetText = [0, 1, 2, 3, 4, 5]
  .map((epoch) => iterations(epoch * 10, epoch * 10 + 9, nanodetLine) + nanodetEvaluation)
  .join('');

const fcosLine = (at: number, loss: string): string =>
  `2019-05-31 07:57:47,793 maskrcnn_benchmark.trainer INFO: eta: 5 days, 22:13:05  iter: ${at * 20}  loss: ${loss} (2.9695)  loss_cls: 0.5318 (0.5656)  loss_reg: 1.1120 (1.7430)  time: 0.7022 (0.7111)  data: 0.4336 (0.4301)  lr: 0.000833  max mem: 3821`;
const fcosSave = (name: string): string =>
  `2019-05-31 08:30:47,793 maskrcnn_benchmark.utils.checkpoint INFO: Saving checkpoint to training_dir/fcos/${name}.pth\n`;
const fcosText = `${iterations(1, 125, fcosLine)}${fcosSave('model_0002500')}${iterations(126, 250, fcosLine)}${fcosSave('model_0005000')}${iterations(251, 260, fcosLine)}`;

const ssdLine = (at: number, loss: string): string =>
  `2019-10-07 13:44:12,570 SSD.trainer INFO: iter: ${String(at * 10).padStart(6, '0')}, lr: 0.00035, total_loss: ${loss} (1.709), reg_loss: 0.241 (0.241), cls_loss: 1.467 (1.467), time: 2.003 (2.003), eta: 2 days, 18:45:28, mem: 8487M`;
const ssdSave = (name: string): string =>
  `2019-10-07 14:44:12,570 SSD.trainer INFO: Saving checkpoint to outputs/resnet18_ssd512_voc0712/${name}.pth\n`;
const ssdText = `${iterations(1, 250, ssdLine)}${ssdSave('model_002500')}${iterations(251, 500, ssdLine)}${ssdSave('model_005000')}${iterations(501, 510, ssdLine)}`;

const pytorchSsdText = [0, 1, 2, 3, 4, 5]
  .map((epoch) => {
    const lines = [10, 20, 30].map(
      (step) =>
        `2020-07-10 13:14:12 - Epoch: ${epoch}, Step: ${step}/31, Avg Loss: ${(9 - epoch).toFixed(4)}, Avg Regression Loss 3.5747, Avg Classification Loss: 8.8493`,
    );
    const validated = `2020-07-10 13:19:26 - Epoch: ${epoch}, Validation Loss: 5.6730, Validation Regression Loss 1.7096, Validation Classification Loss: 3.9634`;
    const saved = `2020-07-10 13:19:26 - Saved model models/fruit/mb1-ssd-Epoch-${epoch}-Loss-5.6730.pth`;
    return [...lines, validated, saved, ''].join('\n');
  })
  .join('');

const taoText = `2024-05-02 09:12:01,113 [TAO Toolkit] [INFO] root 160: Registry: ['nvcr.io']\n${Array.from(
  { length: 30 },
  (_, index) => {
    const epoch = index + 1;
    const result = `1794/1794 [==============================] - 583s 325ms/step - loss: ${(5000 / epoch).toFixed(4)}`;
    const name = String(epoch).padStart(3, '0');
    const save = `\nEpoch 00${name}: saving model to /yolov4/result/weights/yolov4_resnet18_epoch_${name}.tlt\n`;
    const evaluation = `*******************************
license_plate AP    0.88446
              mAP   0.7651
*******************************
Validation loss: 41.868257820344645
`;
    return `Epoch ${epoch}/30\n${result}\n${epoch % 10 === 0 ? evaluation + save : ''}`;
  },
).join('')}`;

/** By the first name of each trainer (`Trainer.names`). */
export const recordings: Readonly<Record<string, Recording>> = {
  'darknet-hankai': {
    text: fixture('darknet/darknet-hankai-map.log'),
    loss: new RegExp(String.raw`avg loss=(?:\u001B\[[\d;]*m)*${number}`, 'g'),
    first: before(/^[^\n]*;51\/1000: /m),
    saving: behind(/Saving weights to [^\n]*hk-tiny_last[^\n]*\n/, 2),
    file: '/data/data/shapes/backup/hk-tiny_last.weights',
    resumed: { from: 200, at: 250, begin: before(/^[^\n]*;201\/1000: /m), end: before(/^[^\n]*;251\/1000: /m) },
    last: '/data/data/shapes/backup/hk-tiny_final.weights',
  },
  'darknet-alexeyab': {
    text: fixture('darknet/darknet-alexeyab-pty-map.log'),
    loss: new RegExp(`, ${number} avg loss`, 'g'),
    first: before(/^ 51: /m),
    saving: behind(/Saving weights to \S*_last\.weights\s*\n/, 2),
    file: '/data/data/shapes/backup/ab-220_last.weights',
    resumed: { from: 119, at: 149, begin: before(/^ 120: /m), end: before(/^ 150: /m) },
    last: '/data/data/shapes/backup/ab-220_final.weights',
  },
  'darknet-pjreddie': {
    text: fixture('darknet/darknet-pjreddie-plain.log'),
    loss: new RegExp(`, ${number} avg,`, 'g'),
    first: before(/^51: /m),
    saving: behind(/Saving weights to \S*tiny300\.backup\n/, 2),
    file: '/data/data/shapes/backup/tiny300.backup',
    resumed: { from: 119, at: 149, begin: before(/^120: /m), end: before(/^150: /m) },
    last: '/data/data/shapes/backup/tiny300_final.weights',
  },
  ultralytics: {
    text: fixture('ultralytics/8.3.241-plain.log'),
    loss: new RegExp(String.raw` \d+\/15\s+0G\s+${number}\s+${number}\s+${number}`, 'g'),
    first: before(/\r[^\r\n]* 1\/15[^\r\n]*: 100%/),
    saving: behind(all, 3),
    file: '/data/runs/u241-pipe/weights/last.pt',
    resumed: { from: 5, at: 6, begin: before(/^ +Epoch [^\n]*\n[^\n]* 6\/15 /m), end: before(all) },
    last: '/data/runs/u241-pipe/weights/last.pt',
  },
  yolov5: {
    text: fixture('yolov5/master-curve.log'),
    loss: new RegExp(String.raw` \d+\/14\s+0G\s+${number}\s+${number}\s+${number}`, 'g'),
    first: before(/\r[^\r\n]* 0\/14[^\r\n]*: 100%/),
    saving: behind(all, 3),
    file: '/data/runs/y5c/weights/last.pt',
    resumed: { from: 5, at: 6, begin: before(/^ +Epoch [^\n]*\n[^\n]* 5\/14 /m), end: before(all) },
    last: '/data/runs/y5c/weights/last.pt',
  },
  yolov7: {
    text: fixture('yolov7/train.log'),
    loss: new RegExp(String.raw` \d\/3\s+3\.1G(?:\s+[\d.]+){3}\s+${number}`, 'g'),
    first: behind(/\r +0\/3[^\r\n]*: +3%[^\r\n]*/),
    saving: before(/^ +Epoch /m, 3),
    file: 'runs/train/yolov7/weights/last.pt',
    resumed: { from: 2, at: 3, begin: before(/\r +2\/3 /), end: before(/^ +Epoch /m) },
    last: 'runs/train/yolov7/weights/last.pt',
  },
  yolov9: {
    text: fixture('yolov9/gelan-c-cut-at-100-columns.log'),
    loss: new RegExp(String.raw` \d+\/24\s+0G\s+${number}\s+${number}\s+${number}`, 'g'),
    first: before(all),
    saving: behind(all, 3),
    file: 'runs/train/exp5/weights/last.pt',
    resumed: { from: 5, at: 6, begin: before(/^ +Epoch [^\n]*\n[^\n]* 5\/24 /m), end: before(all) },
    last: 'runs/train/exp5/weights/last.pt',
  },
  yolor: {
    text: fixture('yolor/train.log'),
    loss: new RegExp(String.raw` \d\/3\s+3\.1G(?:\s+[\d.]+){3}\s+${number}`, 'g'),
    first: behind(/\r +0\/3[^\r\n]*: +3%[^\r\n]*/),
    saving: before(/^ +Epoch /m, 4),
    file: 'runs/train/yolor_p6/weights/last.pt',
    resumed: { from: 2, at: 3, begin: before(/^ +Epoch [^\n]*\n[^\n]* 2\/3 /m), end: before(all) },
    last: 'runs/train/yolor_p6/weights/last.pt',
  },
  yolov6: {
    text: fixture('yolov6/finetune.log'),
    loss: new RegExp(String.raw` \d\/3\s+0\.002\s+${number}\s+${number}\s+${number}`, 'g'),
    first: before(/\r +0\/3[^\r\n]*: +47%/),
    saving: before(/^ +Epoch /m, 3),
    file: 'runs/train/exp1/weights/last_ckpt.pt',
    resumed: { from: 2, at: 3, begin: before(/^ +Epoch [^\n]*\n[^\n]* 2\/3 /m), end: before(/^\rInferencing/m) },
    last: 'runs/train/exp1/weights/last_ckpt.pt',
  },
  yolox: {
    text: fixture('yolox/plain.log'),
    loss: new RegExp(`total_loss: ${number},`, 'g'),
    first: before(/^.*Save weights to/m),
    saving: behind(/Save weights to [^\n]*\n/, 2),
    file: '/data/runs/yolox/pico/latest_ckpt.pth',
    resumed: { from: 65, at: 75, begin: before(/^.*start train epoch6/m), end: before(/^.*Save weights to/m) },
    last: '/data/runs/yolox/pico/epoch_20_ckpt.pth',
  },
  mmdetection3: {
    text: fixture('mmdetection/faster-rcnn-3.3.log'),
    loss: new RegExp(`  loss: ${number}  `, 'g'),
    first: before(/^.*Saving checkpoint at 1 epochs/m),
    saving: behind(/Saving checkpoint at 2 epochs\n/),
    file: 'epoch_2.pth',
    resumed: {
      from: 225,
      at: 295,
      begin: before(/^.*Epoch\(train\) {1,2}\[4\]\[10\/75\]/m),
      end: before(/^.*Saving checkpoint/m),
    },
    last: 'epoch_6.pth',
  },
  detectron2: {
    text: fixture('detectron2/faster-rcnn-console.log'),
    loss: new RegExp(`total_loss: ${number} `, 'g'),
    first: before(/^.*iter: 199 /m),
    saving: behind(/Saving checkpoint to \.\/output\/model_0000799\.pth\n/),
    file: './output/model_0000799.pth',
    resumed: { from: 400, at: 600, begin: before(/^.*iter: 419 /m), end: before(/^.*iter: 619 /m) },
    last: './output/model_final.pth',
  },
  torchvision: {
    text: fixture('torchvision/unbuffered.log'),
    loss: new RegExp(String.raw`^Epoch: \[\d+\] {2}\[.*?  loss: ${number} \(`, 'gm'),
    first: before(/^Epoch: \[0\] Total time/m),
    saving: behind(/IoU=0\.50:0\.95 \| area= large \| maxDets=100 \] = -1\.000\n/, 4),
    file: null,
    resumed: {
      printed: 20,
      from: 100,
      at: 141,
      begin: before(/^Epoch: \[2\] {2}\[ 0\/50\]/m),
      end: before(/^Epoch: \[2\] {2}\[49\/50\]/m),
    },
    last: null,
  },
  detr: {
    text: fixture('detr/detr-r50.log'),
    loss: new RegExp(String.raw`^Epoch: \[\d+\] {2}\[.*?  loss: ${number} \(`, 'gm'),
    first: before(/^Epoch: \[0\] Total time/m),
    saving: behind(/IoU=0\.50:0\.95 \| area= large \| maxDets=100 \] = -1\.000\n/, 4),
    file: null,
    resumed: {
      from: 150,
      at: 221,
      begin: before(/^Epoch: \[2\] {2}\[ 0\/75\]/m),
      end: before(/^Epoch: \[2\] {2}\[74\/75\]/m),
    },
    last: null,
  },
  'd-fine': {
    text: fixture('d-fine/dfine-s-custom.log'),
    loss: new RegExp(String.raw`^Epoch: \[\d+\] {2}\[.*?  loss: ${number} \(`, 'gm'),
    first: before(/^Epoch: \[0\] Total time/m),
    saving: behind(/IoU=0\.50:0\.95 \| area= large \| maxDets=100 \] = -1\.000\n/, 4),
    file: null,
    resumed: {
      from: 750,
      at: 951,
      begin: before(/^Epoch: \[3\] {2}\[ {2}0\/250\]/m),
      end: before(/^Epoch: \[3\] {2}\[249\/250\]/m),
    },
    last: null,
  },
  deim: {
    text: fixture('deim/hgnetv2-m.log'),
    loss: new RegExp(String.raw`^Epoch: \[\d+\] {2}\[.*?  loss: ${number} \(`, 'gm'),
    first: before(/^Epoch: \[0\] Total time/m),
    saving: behind(/IoU=0\.50:0\.95 \| area= large \| maxDets=100 \] = \S+\n/, 4),
    file: null,
    resumed: {
      head: (head) =>
        `${head}Epoch: [2]  [  0/593]  eta: 0:03:30  lr: 0.000400  loss: 23.1000 (23.3210)  loss_mal: 1.1050 (1.1050)\n`,
      printed: 500,
      from: 1186,
      at: 1779,
      begin: before(/^Epoch: \[2\] {2}\[500\/593\]/m),
      end: before(/^Epoch: \[2\] Total time/m),
    },
    last: null,
  },
  'lw-detr': {
    text: fixture('lw-detr/tiny.log'),
    loss: new RegExp(String.raw`^Epoch: \[\d+\] {2}\[.*?  loss: ${number} \(`, 'gm'),
    first: before(/^Epoch: \[0\] Total time/m),
    saving: behind(/IoU=0\.50:0\.95 \| area= large \| maxDets=100 \] = -1\.000\n/, 8),
    file: null,
    resumed: {
      from: 80,
      at: 111,
      begin: before(/^Epoch: \[2\] {2}\[ 0\/40\]/m),
      end: before(/^Epoch: \[2\] {2}\[39\/40\]/m),
    },
    last: null,
  },
  fastai: {
    text: fixture('fastai/efficientdet-console.log'),
    loss: new RegExp(String.raw`\r\d+ +${number} +[\d.]+ `, 'g'),
    barLoss: new RegExp(String.raw`\[\d\/6 \d\d:\d\d<\d\d:\d\d ${number}\]`, 'g'),
    first: before(/\r +\r0 /),
    saving: behind(/^Better model found at epoch 2 [^\n]*\n/m),
    file: 'models/model.pth',
    resumed: { from: 5, at: 6, begin: before(/\rEpoch 6\/20/), end: before(/^Better model found at epoch 5 /m) },
    last: 'models/model.pth',
  },
  'rf-detr': {
    text: fixture('rf-detr/rf-detr-base-1.2-early-stop.log'),
    loss: new RegExp(String.raw`^Epoch: \[\d+\] {2}\[.*?  loss: ${number} \(`, 'gm'),
    first: before(/^Epoch: \[0\] Total time/m),
    saving: behind(/IoU=0\.50:0\.95 \| area= large \| maxDets=100 \] = -1\.000\n/, 8),
    file: null,
    resumed: {
      from: 160,
      at: 191,
      begin: before(/^Epoch: \[4\] {2}\[ 0\/40\]/m),
      end: before(/^Epoch: \[4\] {2}\[39\/40\]/m),
    },
    last: null,
  },
  'hf-trainer': {
    text: fixture('hf-trainer/detr-4.44.log'),
    loss: new RegExp(`\\{'loss': ${number},`, 'g'),
    first: before(/^\r[^\n]*\{'eval_loss'/m),
    saving: behind(/Saving model checkpoint to detr-shapes\/checkpoint-76\nConfiguration saved [^\n]*\n/),
    file: 'detr-shapes/checkpoint-76',
    resumed: {
      from: 114,
      at: 150,
      begin: before(/\r[^\r\n]*\r[^\r\n]*\{'loss': [^\n]*'epoch': 3\.16\}/),
      end: before(/\r[^\r\n]*\{'eval_loss'/),
    },
    last: 'detr-shapes/checkpoint-190',
  },
  keras: {
    text: fixture('keras/keras-3-kerascv.log'),
    loss: new RegExp(` - loss: ${number}`, 'g'),
    first: before(/\r[^\r\n]* 10\/100/),
    saving: behind(/saving model to checkpoints\/best_2\.weights\.h5\n/),
    file: 'checkpoints/best_2.weights.h5',
    resumed: { from: 3, at: 4, begin: before(/^Epoch 4\/5/m), end: before(/^Epoch 4: val_AP/m) },
    last: 'checkpoints/best_5.weights.h5',
  },
  'tf-od': {
    text: fixture('tf-od/tf1-estimator.log'),
    loss: new RegExp(`:loss = ${number}, step`, 'g'),
    first: before(/^.*loss = [\d.]+, step = 500 /m),
    saving: behind(/Saving checkpoints for 1000 into training\/model\.ckpt\.\n/, 2),
    file: 'training/model.ckpt-1000',
    resumed: {
      head: (head) => head.replaceAll('Saving checkpoints for 0 into', 'Saving checkpoints for 1000 into'),
      from: 1000,
      at: 1900,
      begin: before(/^INFO:tensorflow:loss = [\d.]+, step = 1100 /m),
      end: before(/^.*step = 2000/m),
    },
    last: 'training/model.ckpt-2000',
  },
  paddledetection: {
    text: fixture('paddledetection/ppyoloe-2.5.log'),
    loss: new RegExp(` loss: ${number} `, 'g'),
    first: before(/^.*Save checkpoint/m),
    saving: behind(/Save checkpoint: output\/ppyoloe_shapes\n/, 3),
    file: 'output/ppyoloe_shapes',
    resumed: {
      printed: 20,
      from: 126,
      at: 187,
      begin: before(/^.*Epoch: \[2\] \[ 0\/63\]/m),
      end: before(/^.*Save checkpoint/m),
    },
    last: 'output/ppyoloe_shapes',
  },
  lightning: {
    text: fixture('lightning/fcos-2.2.log'),
    loss: new RegExp(`train_loss_epoch=${number}`, 'g'),
    barLoss: new RegExp(`train_loss_step=${number}`, 'g'),
    first: before(/\r[^\r\n]*Epoch 0: 100%/),
    saving: behind(/saving model to '[^']*epoch=1-step=36\.ckpt' as top 1\n/),
    file: '/home/user/lightning_logs/version_3/checkpoints/epoch=1-step=36.ckpt',
    resumed: { from: 3, at: 3, begin: before(/\rEpoch 3: /), end: before(/\r[^\r\n]*Epoch 3: 100%/) },
    last: '/home/user/lightning_logs/version_3/checkpoints/epoch=5-step=108.ckpt',
  },
  'super-gradients': {
    text: fixture('super-gradients/yolo-nas-3.1.log'),
    loss: new RegExp(`^│   └── Ppyoloeloss\\/loss = ${number}`, 'gm'),
    barLoss: new RegExp(`PPYoloELoss\\/loss=${number}`, 'g'),
    first: before(/^\[[^\n]*Checkpoint saved in/m),
    saving: behind(/Checkpoint saved in [^\n]*\n/, 2),
    file: '/content/checkpoints/shapes/ckpt_best.pth',
    resumed: { from: 3, at: 3, begin: before(/\rTrain epoch 4: /), end: before(/^\[[^\n]*Checkpoint saved in/m) },
    last: '/content/checkpoints/shapes/ckpt_best.pth',
  },
  timm: {
    text: fixture('timm/efficientdet-d0.log'),
    loss: new RegExp(String.raw`^Train: .*Loss: +[\d.]+ \(${number}\)`, 'gm'),
    first: before(/^Test: /m),
    saving: behind(/Current checkpoints:\n/, 2),
    file: './output/train/20200526-101010-tf_efficientdet_d0/last.pth.tar',
    resumed: { from: 225, at: 300, begin: before(/^Train: 3 \[ +0\/75/m), end: before(/^Test: /m) },
    last: './output/train/20200526-101010-tf_efficientdet_d0/last.pth.tar',
  },
  efficientdet: {
    text: fixture('efficientdet/zylo117-d0-early-stop.log'),
    loss: new RegExp(`Step: [^\\r\\n]*Total loss: ${number}`, 'g'),
    first: before(/^Val\. Epoch: 0/m),
    saving: behind(/^checkpoint\.\.\.\n/m, 2),
    file: 'efficientdet-d*_2_200.pth',
    resumed: { from: 213, at: 283, begin: before(/\rStep: 213\. Epoch: 3/), end: before(/^Val\. Epoch: 3/m) },
    last: 'efficientdet-d*_5_400.pth',
  },
  yolact: {
    text: yolactText,
    loss: new RegExp(`T: ${number} `, 'g'),
    first: before(/^\[ {2}0\] {2}500 /m),
    saving: behind(/Saving state, iter: 1500\n/),
    file: 'weights/*_1500.pth',
    resumed: {
      printed: 11,
      from: 1001,
      at: 1491,
      begin: before(/^\[ {2}0\] {2}1000 /m),
      end: before(/^Saving state, iter: 1500/m),
    },
    last: 'weights/*_1500.pth',
  },
  nanodet: {
    text: nanodetText,
    loss: new RegExp(String.raw`loss_qfl:${number}\| loss_bbox:${number}\| loss_dfl:${number}`, 'g'),
    first: before(/^.*Saving model to/m),
    saving: behind(/Val_metrics: [^\n]*\n/, 2),
    file: null,
    resumed: { from: 30, at: 40, begin: before(/^.*Iter:30\(/m), end: before(/^.*Saving model to/m) },
    last: 'workspace/m/model_best/nanodet_model_best.pth',
  },
  'maskrcnn-benchmark': {
    text: fcosText,
    loss: new RegExp(String.raw` loss: ${number} \(`, 'g'),
    first: before(/^.*iter: 200 /m),
    saving: behind(/Saving checkpoint to training_dir\/fcos\/model_0005000\.pth\n/),
    file: 'training_dir/fcos/model_0005000.pth',
    resumed: { from: 2500, at: 4980, begin: before(/^.*iter: 2520 /m), end: before(/^.*iter: 5000 /m) },
    last: 'training_dir/fcos/model_final.pth',
    ending: fcosSave('model_final'),
  },
  ssd: {
    text: ssdText,
    loss: new RegExp(String.raw` total_loss: ${number} \(`, 'g'),
    first: before(/^.*iter: 000200,/m),
    saving: behind(/Saving checkpoint to outputs\/resnet18_ssd512_voc0712\/model_005000\.pth\n/),
    file: 'outputs/resnet18_ssd512_voc0712/model_005000.pth',
    resumed: { from: 2500, at: 4990, begin: before(/^.*iter: 002510,/m), end: before(/^.*iter: 005000,/m) },
    last: 'outputs/resnet18_ssd512_voc0712/model_final.pth',
    ending: ssdSave('model_final'),
  },
  'pytorch-ssd': {
    text: pytorchSsdText,
    loss: new RegExp(`Avg Loss: ${number},`, 'g'),
    first: before(/^.*Epoch: 0, Validation Loss/m),
    saving: behind(/Epoch: 1, Validation Loss: [^\n]*\n/),
    file: 'models/fruit/mb1-ssd-Epoch-0-Loss-5.6730.pth',
    resumed: { from: 3, at: 4, begin: before(/^.*Epoch: 3, Step: 10/m), end: before(/^.*Saved model/m) },
    last: 'models/fruit/mb1-ssd-Epoch-5-Loss-5.6730.pth',
    ending: '2020-07-10 14:19:26 - Task done, exiting program.\n',
  },
  tao: {
    text: taoText,
    loss: new RegExp(` - loss: ${number}`, 'g'),
    first: before(/^Epoch 2\/30/m),
    saving: behind(/saving model to [^\n]*_020\.tlt\n/),
    file: '/yolov4/result/weights/yolov4_resnet18_epoch_020.tlt',
    resumed: { from: 10, at: 19, begin: before(/^Epoch 11\/30/m), end: before(/^Epoch 20\/30/m) },
    last: '/yolov4/result/weights/yolov4_resnet18_epoch_030.tlt',
  },
  centernet: {
    text: fixture('centernet/tiny-coco.log'),
    loss: new RegExp(String.raw`\|loss ${number} `, 'g'),
    first: before(/\r[^\r\n]*train: \[1\]\[1\/5\]/),
    saving: before(/\r[^\r\n]*train: \[3\]\[0\/5\]/),
    file: 'exp/ctdet/coco_dla/model_last.pth',
    resumed: {
      from: 3,
      at: 3,
      begin: before(/\r[^\r\n]*train: \[4\]\[0\/5\]/),
      end: before(/\r[^\r\n]*train: \[4\]\[1\/5\]/),
    },
    last: 'exp/ctdet/coco_dla/model_last.pth',
  },
};
