import type { FamilyFit, Fit } from '../../../src/advisor/model/model.ts';
import { type CurveFamily, curveFamilies } from '../../../src/trainers/trainer.ts';
import { calibrate, recalibrated, shifted } from '../calibrate.ts';
import { type ForeseenRun, unplanned } from '../foreseen.ts';
import { learnThenTest, measuredAt } from '../learnThenTest.ts';

export type Families = Readonly<Record<CurveFamily, Omit<FamilyFit, 'proven'>>>;

/**
 * What is learned of each family from what models foresaw that had not seen the repository. A promise can only be made
 * for YOLO, of which there are enough repositories. The others get its thresholds, and a family of ten repositories
 * odds that are moved to what came true of it: with fewer they come no closer to new ones.
 */
export function fitFamilies(foreseen: readonly ForeseenRun[], presetsOf = learnThenTest): Families {
  const fitOf = (runs: readonly ForeseenRun[], phases: number): Fit => {
    const calibration = calibrate(runs, phases);
    return { ...calibration, presets: presetsOf(runs.map((run) => recalibrated(run, calibration))) };
  };
  const yolo = foreseen.filter(({ family }) => family === 'yolo');
  const planned = fitOf(yolo, phasesOfPlan);
  const withoutPlan = fitOf(yolo.map(unplanned), 1);
  const familyFit = (family: CurveFamily): Omit<FamilyFit, 'proven'> => {
    const runs = foreseen.filter((run) => run.family === family);
    return {
      runs: runs.length,
      repositories: new Set(runs.map(({ repository }) => repository)).size,
      planned: family === 'yolo' ? planned : movedTo(runs, planned),
      unplanned: needsPlan.has(family)
        ? null
        : family === 'yolo'
          ? withoutPlan
          : movedTo(runs.map(unplanned), withoutPlan),
    };
  };
  const [yoloFit, darknet, detr, mmdetection, other] = curveFamilies.map(familyFit);
  return { yolo: yoloFit!, darknet: darknet!, detr: detr!, mmdetection: mmdetection!, other: other! };
}

/** Quarters of the plan: early on little of a curve is known, and its forecast has to be wider. */
const phasesOfPlan = 4;

/** So many repositories are enough to say something of a family. */
export const minRepositories = 10;

/**
 * A schedule that drops once, late, hides what a curve without a known end still brings: measured on DETR-like
 * trainings, advice without a plan saves less than patience does.
 */
const needsPlan: ReadonlySet<CurveFamily> = new Set(['detr']);

function movedTo(runs: readonly ForeseenRun[], base: Fit): Fit {
  const isEnough = new Set(runs.map(({ repository }) => repository)).size >= minRepositories;
  const fit = isEnough ? { ...base, calibration: shifted(base.calibration, runs) } : base;
  return {
    ...fit,
    presets: measuredAt(
      runs.map((run) => recalibrated(run, fit)),
      base.presets,
    ),
  };
}
