import { type Finding, found } from '../checks/finding.ts';
import type { DataSet } from '../sources/dataSet.ts';
import type { Statistics } from './statistics.ts';
import { count, counted } from '../../words/count.ts';

/** A validation set that is missing, too small or of other classes. */
export function checkValidation(dataSet: DataSet, { train, valid, classes }: Statistics): Finding[] {
  if (dataSet.valid === null || valid === null) {
    const what = `${dataSet.path} names no validation set.`;
    return [found('validation-missing', what, { file: dataSet.path, line: null })];
  }
  const where = { file: dataSet.valid.source, line: null };
  if (valid.images === 0) return [];
  const findings: Finding[] = [];
  if (valid.objects < leastObjects || (valid.images < leastImages && valid.images < train.images * leastShare)) {
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

/** With fewer objects, the sampling error of a recall of 80 % is above 5 points. */
const leastObjects = 50;
/** A share that nobody calls too small any more comes with this many images. */
const leastImages = 500;
const leastShare = 0.05;
