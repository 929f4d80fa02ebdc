import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import type { AdvisorInput } from '../../src/advisor/facts.ts';
import { defaultSettings, type Verdict } from '../../src/advisor/verdict.ts';
import { createReading } from '../../src/monitor/reading.ts';
import type { RunEvent } from '../../src/run/events.ts';
import type { Run } from '../../src/run/run.ts';
import { iterations, runOf, trainingWith } from '../support/run/build.ts';
import { adviceOn, healthy } from '../support/advisor/training.ts';

const gone: AdvisorInput = { now: 0, alive: false, exit: null, quietSince: null, habits: null };
const exited = (code: number): AdvisorInput => ({ ...gone, exit: { code, signal: null } });

function verdictOf(run: Run, input: AdvisorInput): Verdict {
  return createAdvisor(defaultSettings).advise(run, input);
}

/** What is read of a log with this text. */
function read(text: string): Run {
  const reading = createReading();
  reading.push(Buffer.from(text), null);
  reading.end();
  return reading.run;
}

describe('a process that ended before its first figure', () => {
  test('has failed, also with exit status 0, and its last words are told', () => {
    const verdict = verdictOf(read('loading\nno images found in train.txt\n'), exited(0));
    expect(verdict).toMatchObject({ name: 'failed', exitStatus: 30 });
    expect(verdict.headline).toBe('it ended before it trained: no images found in train.txt');
    expect(verdict.evidence).toEqual(['Its last words: loading / no images found in train.txt']);
  });

  test('has failed without a word', () => {
    const verdict = verdictOf(read(''), exited(0));
    expect(verdict.headline).toBe('it ended before it trained');
    expect(verdict.evidence).toEqual(['Nothing was written to its log.']);
  });

  test.each([null, { code: null, signal: null }])('has failed where nobody saw how it ended (%o)', (exit) => {
    expect(verdictOf(read('loading\n'), { ...gone, exit }).name).toBe('failed');
  });

  test('tells its last words with its exit status', () => {
    expect(verdictOf(read('no such device\n'), exited(3))).toMatchObject({
      name: 'failed',
      headline: 'the trainer exited with status 3',
      evidence: ['Its last words: no such device', 'The trainer exited with status 3.'],
    });
  });

  test('was stopped where a signal ended it', () => {
    const verdict = verdictOf(read('loading\n'), { ...gone, exit: { code: null, signal: 'SIGTERM' } });
    expect(verdict).toMatchObject({ name: 'finished', headline: 'stopped by SIGTERM before it trained' });
  });

  test('may have trained where it is not known and said a lot', () => {
    const verdict = verdictOf(read('a line of its own\n'.repeat(60)), exited(0));
    expect(verdict).toMatchObject({ name: 'finished', exitStatus: 0 });
  });

  test('is awaited while it lives', () => {
    expect(verdictOf(read('loading\n'), { ...gone, alive: true }).name).toBe('nothing-read');
  });

  test('keeps no words of a training that trains', () => {
    const text = '1: 5.0, 5.0 avg, 0.001 rate, 1.0 seconds, 64 images\n'.repeat(3);
    expect(read(text).lastWords).toEqual([]);
  });
});

describe('a Darknet', () => {
  test.each(["Couldn't open file: -map", "Loading weights from -map...Couldn't open file: -map"])(
    'has failed with %s',
    (line) => {
      const verdict = verdictOf(
        read(`layer     filters    size              input                output\n${line}\n`),
        exited(0),
      );
      expect(verdict).toMatchObject({ name: 'failed', headline: "Couldn't open file: -map" });
    },
  );
});

test('a training that ended before its plan, nobody says why, is over, and is not called stopped or finished', () => {
  const plan: RunEvent = { type: 'plan', plan: { iterations: 4000 } };
  const run = runOf(plan, ...trainingWith([0.2, 0.3, 0.4]), { type: 'ended', how: 'unknown' });
  const verdict = verdictOf(run, { ...gone, alive: null, exit: null });
  expect(verdict).toMatchObject({ name: 'finished', words: 'ENDED', isStop: false });
  expect(verdict.headline).toMatch(/; ended at iteration [\d,]+$/);
  expect(verdict.meaning).toMatch(
    /^The training ended [\d,]+ iterations before its plan was done\. What it logged does not say why: /,
  );
});

describe('a training that ended with next to no mAP', () => {
  const plan: RunEvent = { type: 'plan', plan: { iterations: 4000 } };
  const zeros = (count: number) => trainingWith(Array.from({ length: count }, () => 0));

  test('was interrupted early: nothing can be said of its labels', () => {
    const run = runOf(plan, ...zeros(2), { type: 'ended', how: 'interrupted' });
    expect(verdictOf(run, gone).name).toBe('finished');
  });

  test('was interrupted where a running one is only warned', () => {
    expect(verdictOf(runOf(plan, ...zeros(15)), gone).name).toBe('finished');
  });

  test('never started where a running one would be condemned', () => {
    expect(verdictOf(runOf(plan, ...zeros(35)), gone).name).toBe('never-started');
  });

  test('never started when its plan is done', () => {
    expect(verdictOf(runOf({ type: 'plan', plan: { iterations: 200 } }, ...zeros(2)), gone).name).toBe('never-started');
    expect(verdictOf(runOf(plan, ...zeros(2), { type: 'ended', how: 'complete' }), gone).name).toBe('never-started');
  });
});

describe('a training that over-fitted', () => {
  const overFitting = {
    ...healthy,
    map: (epoch: number) => (epoch <= 40 ? healthy.map(epoch) : healthy.map(40)! - 0.004 * (epoch - 40)),
    validation: (epoch: number) => healthy.validation!(Math.min(epoch, 40))! + 0.03 * Math.max(0, epoch - 40),
  };

  test('is finished once it is over, and says that it over-fitted', () => {
    const last = adviceOn(overFitting).advice.at(-1)!.verdict;
    expect(last).toMatchObject({ name: 'finished-over-fitted', action: 'continue', isStop: false, exitStatus: 0 });
    expect(last.headline).toMatch(/^best mAP50-95 .* at epoch \d+; it fell .* points since; finished at epoch 100$/);
    expect(last.todo[0]).toContain('Keep the best weights, not the last');
    expect(last.todo.join(' ')).not.toMatch(/stop|let it run out/);
  });

  test('may be stopped before', () => {
    expect(adviceOn(overFitting).advice.at(-2)!.verdict).toMatchObject({ name: 'over-fitting', action: 'may-stop' });
  });
});

describe('the end of a training is read from its own words', () => {
  test.each([
    ['Detectron2 with its last step', 'eta: 0:00:00  iter: 199  total_loss: 0.5  lr: 0.0002  ', 'complete'],
    ['Detectron2 before', 'eta: 0:10:00  iter: 99  total_loss: 0.5  lr: 0.0002  ', 'interrupted'],
  ])('%s', (_name, iteration, how) => {
    const line = (text: string) => `[11/01 19:16:15 d2.utils.events]: ${text}\n`;
    const end = '[11/01 19:16:16 d2.engine.hooks]: Total training time: 0:01:40 (0:00:01 on hooks)\n';
    expect(read(line(` ${iteration}`) + end).ended).toBe(how);
  });

  test.each([
    ['YOLOX in its last epoch', 2, 'complete'],
    ['YOLOX before', 1, 'interrupted'],
  ])('%s', (_name, epoch, how) => {
    const line = (text: string) => `2021-10-11 14:38:12 | INFO     | yolox.core.trainer:246 - ${text}\n`;
    const iteration =
      `epoch: ${epoch}/2, iter: 10/10, gpu mem: 6736Mb, mem: 11.2Gb, iter_time: 0.306s, data_time: 0.012s, ` +
      'total_loss: 14.9, iou_loss: 3.8, l1_loss: 0.0, conf_loss: 9.2, cls_loss: 1.8, lr: 2.462e-07, size: 640, ETA: 0:00:00';
    const end = 'Training of experiment is done and the best AP is 58.41';
    expect(read([`---> start train epoch${epoch}`, iteration, end].map(line).join('')).ended).toBe(how);
  });

  test('YOLOv5 for classification', () => {
    const text = [
      'YOLOv5 🚀 v7.0-0-g915bbf2 Python-3.10.6 torch-1.13.1 CUDA:0 (Tesla T4, 15110MiB)',
      'Starting yolov5s-cls.pt training on imagenette160 dataset with 10 classes for 1 epochs...',
      '     Epoch   GPU_mem  train_loss    val_loss    top1_acc    top5_acc',
      '       1/1     1.47G        1.05       0.974       0.828       0.975: 100%|██████████| 148/148 [00:25<00:00,  5.88it/s]',
      '',
      'Training complete (0.079 hours)',
    ];
    expect(read(`${text.join('\n')}\n`).ended).toBe('complete');
  });

  test('is judged as over where it says so', () => {
    expect(
      verdictOf(runOf(...iterations(1, 5), { type: 'ended', how: 'interrupted' }), { ...gone, alive: null }).name,
    ).toBe('finished');
  });
});
