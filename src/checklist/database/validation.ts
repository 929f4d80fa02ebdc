import { type Finding, found } from '../checks/finding.ts';
import { namedClasses, namesOf } from './classes.ts';
import type { DataSet } from '../sources/dataSet.ts';
import type { Statistics } from './statistics.ts';
import { count, counted } from '../../words/count.ts';

/** Finds a validation set that is missing, too small or of other classes. */
export function checkValidation(dataSet: DataSet, statistics: Statistics, explained: ReadonlySet<string>): Finding[] {
  const { train, valid } = statistics;
  if (dataSet.valid === null || valid === null) {
    // A data.yaml without one is an error by itself.
    if (dataSet.form === 'yolo') return [];
    const what = `${dataSet.path} names no validation set.`;
    return [found('validation-missing', what, { file: dataSet.path, line: null })];
  }
  const where = { file: dataSet.valid.source, line: null };
  if (valid.images === 0) return [];
  const findings: Finding[] = [];
  if (valid.objects < minObjects || (valid.images < minImages && valid.images < train.images * minShare)) {
    const what = `There are ${counted(valid.images, 'validation image')} with ${counted(valid.objects, 'object')}, for ${count(train.images)} to train on.`;
    findings.push(found('validation-small', what, where));
  }
  // Those that are in the validation set alone are absent from the training.
  const unjudged = namedClasses(dataSet, statistics, explained).filter(
    (each) => each.train.objects > 0 && each.valid.objects === 0,
  );
  if (unjudged.length > 0) {
    const verb = unjudged.length === 1 ? 'is' : 'are';
    findings.push(found('validation-classes', `${namesOf(unjudged)} ${verb} in no validation image.`, where));
  }
  return findings;
}

/** With fewer objects the sampling error of a recall of 80 % is above 5 points. */
const minObjects = 50;
/** A small share is enough from this many images on. */
const minImages = 500;
const minShare = 0.05;
