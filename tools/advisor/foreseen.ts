import type { OddsModel } from '../../src/advisor/model/loadModel.ts';
import { outlookFrom, type Outlook } from '../../src/advisor/model/outlook.ts';
import type { OtherStop } from './families/otherStops.ts';
import type { Moment, SampledRun } from './samples.ts';

/** A run with what a model that has not seen its repository expected at each of its moments. */
export interface ForeseenRun extends SampledRun {
  readonly fold: number;
  readonly outlooks: readonly Outlook[];
  /** The same at each of its unplannedMoments. */
  readonly unplannedOutlooks: readonly Outlook[];
  /** Where the other rules of the program say stop; null where they do not, or where nobody asked. */
  readonly otherStop: OtherStop | null;
  readonly unplannedOtherStop: OtherStop | null;
}

/** What the model expects at each moment of the run. */
export function foresee(run: SampledRun, fold: number, model: OddsModel): ForeseenRun {
  const outlooksAt = (moments: readonly Moment[]): readonly Outlook[] =>
    moments.map(({ features, best, left, sinceBest }) => outlookFrom(features, { best, left, sinceBest }, model));
  return {
    ...run,
    fold,
    outlooks: outlooksAt(run.moments),
    unplannedOutlooks: outlooksAt(run.unplannedMoments),
    otherStop: null,
    unplannedOtherStop: null,
  };
}

/** The run as it is judged where its planned length is not known. */
export function unplanned(run: ForeseenRun): ForeseenRun {
  return { ...run, moments: run.unplannedMoments, outlooks: run.unplannedOutlooks, otherStop: run.unplannedOtherStop };
}
