import { type Finding, found } from '../checks/finding.ts';
import type { DataSet } from '../sources/dataSet.ts';
import type { Statistics } from './statistics.ts';
import { count, counted } from '../../words/count.ts';

/** Finds a validation set that is missing, too small or of other classes. */
export function checkValidation(dataSet: DataSet, { train, valid, classes }: Statistics): Finding[] {
  if (dataSet.valid === null || valid === null) {
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
  for (const { name, train: learnt, valid: judged } of classes) {
    if (learnt.objects > 0 && judged.objects === 0) {
      findings.push(found('validation-classes', `"${name}" is in no validation image.`, where));
    } else if (learnt.objects === 0 && judged.objects > 0) {
      const what = `"${name}" has ${counted(judged.objects, 'object')} in the validation set and none in the training set.`;
      findings.push(found('validation-classes', what, where));
    }
  }
  return findings;
}

/** With fewer objects the sampling error of a recall of 80 % is above 5 points. */
const minObjects = 50;
/** A small share is enough from this many images on. */
const minImages = 500;
const minShare = 0.05;
