import { type Finding, found } from '../checks/finding.ts';
import type { Survey } from './survey.ts';

/** Finds label files that are missing, empty or wrong. */
export function checkLabels({ store, train, valid }: Survey): Finding[] {
  const findings: Finding[] = [];
  const looked = new Set<number>();
  for (const { image, index } of [...train, ...valid]) {
    const labels = store.labels[index];
    if (!labels || looked.has(index) || image.labels.kind === 'read') continue;
    looked.add(index);
    const where = { file: labels.path, line: null };
    if (labels.state === 'missing') {
      // A missing image is the mistake then.
      if (store.faults.get(index)?.state === 'missing') continue;
      findings.push(found('label-missing', `${image.path} has no label file.`, where, [image.path]));
    } else if (labels.empty && labels.problems.length === 0) {
      findings.push(found('label-empty', `The label file of ${image.path} is empty.`, where, [labels.path]));
    }
    for (const { check, line, what } of labels.problems) {
      findings.push(found(check, what, { file: labels.path, line }, [labels.path]));
    }
  }
  return findings;
}
