import type { Milestone, TrainingPlan } from '../checklist/plan/planTraining.ts';
import { dataSetText } from './dataSetText.ts';
import { count, counted } from '../words/count.ts';
import { dateTime } from '../words/dateTime.ts';
import { duration } from '../words/duration.ts';
import { percent } from '../words/fraction.ts';
import { number } from '../words/number.ts';
import { harmlessLines } from '../words/harmless.ts';

/** The plan for a person. Instants are shown in local time. */
export function planText(plan: TrainingPlan): string {
  const { unit, length, images, batch, classes, steps, configured } = plan;
  const rows: [string, string][] = [
    ['data set', dataSetText(plan.dataSet)],
    [
      'images',
      `${counted(images, 'training image')}${classes === null ? '' : `, ${counted(classes, 'class', 'classes')}`}, ${batch} a step`,
    ],
    ['length', lengthText(plan)],
    ['by', plan.source],
    ...(configured === null || configured === length
      ? []
      : [
          ['set now', `${counted(configured, unit)}, ${percent(configured / length, 0)} of the plan`] satisfies [
            string,
            string,
          ],
        ]),
    ...(steps === null
      ? []
      : [['steps', `${steps.map((step) => count(step)).join(' and ')} (80 and 90 %)`] satisfies [string, string]]),
    ['first evaluation', milestoneText(plan.firstEvaluation, unit)],
    ['by', plan.evaluations],
    ['first advice', milestoneText(plan.firstAdvice, unit)],
    ...timeRows(plan),
    ...plan.cuts.map(({ share, at, savedSeconds, lostMap }): [string, string] => [
      `cut at ${percent(share, 0)}`,
      `${unit} ${count(at)}${savedSeconds === null ? '' : `, saves ${duration(savedSeconds)}`}: costs ${(lostMap * 100).toFixed(1)} points of mAP on average`,
    ]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return harmlessLines([
    ...rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`),
    '',
    'A shorter schedule that ends costs less than a long one that is cut: set the length before you start.',
  ]);
}

function lengthText({ unit, length, epochs, iterations }: TrainingPlan): string {
  return unit === 'iteration'
    ? `${counted(length, 'iteration')}, about ${counted(Math.max(1, epochs), 'epoch')}`
    : `${counted(length, 'epoch')}, ${counted(iterations, 'iteration')}`;
}

function milestoneText({ at, seconds }: Milestone, unit: string): string {
  return `at ${unit} ${count(at)}${seconds === null ? '' : `, after ${duration(seconds)}`}`;
}

function timeRows({ speed, seconds, endsAt, gpuHours, cost }: TrainingPlan): [string, string][] {
  if (speed === null || seconds === null || endsAt === null) {
    return [['time', 'not known without a speed: give one with --speed, in images per second']];
  }
  return [
    ['speed', `${number(speed.imagesPerSecond)} images/s, ${speed.source}`],
    ['time', `${duration(seconds)}, until ${dateTime(endsAt)} when it starts now`],
    ['GPU hours', `${number(gpuHours!)}${cost === null ? '' : `, at a cost of ${cost.toFixed(2)}`}`],
  ];
}
