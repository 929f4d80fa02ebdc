import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { darknetIterations, detectorEpochs } from '../../src/checklist/plan/length.ts';
import { measuredSpeed } from '../../src/checklist/plan/measuredSpeed.ts';
import { type PlanFacts, planTraining } from '../../src/checklist/plan/planTraining.ts';
import { planText } from '../../src/report/plan.ts';
import { createReading } from '../../src/monitor/reading.ts';

const darknet: PlanFacts = {
  dataSet: { form: 'darknet', path: '/sets/shapes/obj.data' },
  trainer: 'darknet',
  classes: 3,
  images: 1200,
  batch: 64,
  burnIn: 1000,
  configured: null,
  speed: null,
  gpus: 1,
  gpuPrice: null,
  now: 1_000_000,
};

test.each([
  ['3 classes', 3, 1200, 6000],
  ['1 class, which has the least of all', 1, 500, 6000],
  ['20 classes, as Pascal VOC has', 20, 16_551, 40_000],
  ['2 classes on more images than that', 2, 50_000, 50_000],
])("AlexeyAB's rule for %s", (_name, classes, images, iterations) => {
  expect(darknetIterations(classes, images)).toBe(iterations);
  const { length, steps } = planTraining({ ...darknet, classes, images });
  expect(length).toBe(iterations);
  expect(steps).toEqual([iterations * 0.8, iterations * 0.9]);
});

test('time, end, GPU hours and cost follow from the speed', () => {
  const plan = planTraining({
    ...darknet,
    speed: { imagesPerSecond: 64, source: 'as given' },
    gpus: 2,
    gpuPrice: 1.5,
  });
  expect(plan).toMatchObject({ seconds: 6000, endsAt: 1_006_000, epochs: 320 });
  expect(plan.gpuHours).toBeCloseTo((6000 / 3600) * 2, 9);
  expect(plan.cost).toBeCloseTo((6000 / 3600) * 3, 9);
  expect(plan.cuts).toEqual([
    { share: 0.8, at: 4800, savedSeconds: expect.closeTo(1200, 6), lostMap: expect.closeTo(0.016, 9) },
    { share: 0.7, at: 4200, savedSeconds: expect.closeTo(1800, 6), lostMap: expect.closeTo(0.028, 9) },
    { share: 0.5, at: 3000, savedSeconds: expect.closeTo(3000, 6), lostMap: expect.closeTo(0.063, 9) },
  ]);
});

test('the first evaluation of Darknet comes after the burn-in, every four epochs but not more often than every 100 iterations', () => {
  expect(planTraining(darknet).firstEvaluation.at).toBe(1000);
  expect(planTraining({ ...darknet, images: 6400, burnIn: 1000 }).firstEvaluation.at).toBe(1000);
  expect(planTraining({ ...darknet, images: 64_000 }).firstEvaluation.at).toBe(4000);
  expect(planTraining({ ...darknet, burnIn: 0 })).toMatchObject({
    firstEvaluation: { at: 100 },
    firstAdvice: { at: 500 },
  });
});

test.each([
  [500, 300],
  [2975, 65],
  [16_551, 17],
  [117_266, 12],
  [1_000_000, 12],
])('two-stage detectors on %i images are planned for %i epochs', (images, epochs) => {
  expect(detectorEpochs(images).epochs).toBe(epochs);
});

test('between the sizes that are known, more images never ask for more epochs', () => {
  const epochs = Array.from({ length: 60 }, (_, index) => detectorEpochs(1000 * 1.1 ** index).epochs);
  expect(epochs.toSorted((one, other) => other - one)).toEqual(epochs);
});

test.each([
  ['yolo', 'Ultralytics, cfg/default.yaml'],
  ['detector', 'torchvision, references/detection'],
] as const)('a plan for a %s names its data set, and the sources of length and evaluations', (trainer, source) => {
  const dataSet = { form: 'voc', path: '/sets/VOC2007' } as const;
  const text = planText(planTraining({ ...darknet, trainer, dataSet }));
  expect(text).toMatch(/^data set +\/sets\/VOC2007 \(Pascal VOC\)$/m);
  expect(text.match(/^by +\S/gm)).toHaveLength(2);
  expect(text).toContain(source);
});

test('what cannot be planned says why', () => {
  expect(() => planTraining({ ...darknet, images: 0 })).toThrow(/no training image/);
  expect(() => planTraining({ ...darknet, classes: null })).toThrow(/number of classes is not known/);
});

test('the plan for a person names the rule, the length that is set now, and what is missing for a time', () => {
  const text = planText(planTraining({ ...darknet, configured: 3000 }));
  expect(text).toContain('6,000 iterations');
  expect(text).toContain('AlexeyAB');
  expect(text).toContain('3,000 iterations, 50 % of the plan');
  expect(text).toContain('give one with --speed');
});

const recorded = new URL('../../fixtures/checklist/shapes.jsonl', import.meta.url);

test('after a tenth of a real Darknet training its end is known to 15 %', () => {
  const reads: { t: number; d: string }[] = readFileSync(recorded, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const end = reads.at(-1)!.t;
  const reading = createReading({ detection: { force: 'darknet-pjreddie' } });
  let planned: number | null = null;
  for (const { t, d } of reads) {
    reading.push(Buffer.from(d), t);
    if ((reading.run.iterations?.last ?? 0) < 60) continue;
    const speed = measuredSpeed(reading.run, t, 'measured');
    const plan = planTraining({ ...darknet, images: 120, batch: 16, speed });
    // The recorded training was cut to a tenth of what the rule asks for.
    planned = (plan.seconds! * 600) / plan.length;
    break;
  }
  expect(Math.abs(planned! / end - 1)).toBeLessThan(0.15);
});
