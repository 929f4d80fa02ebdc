import type { CheckId } from './checks/checks.ts';
import type { Finding } from './checks/finding.ts';

/** What follows from a mistake, and would be mended together with it or blamed on the wrong thing. */
const consequences: Readonly<Partial<Record<CheckId, readonly CheckId[]>>> = {
  'labels-none': [
    'label-missing',
    'label-empty',
    'class-absent',
    'class-rare',
    'class-few',
    'class-imbalance',
    'negatives-many',
    'negatives-none',
    'objects-small',
    'validation-classes',
    'validation-small',
    'model-anchors',
  ],
  'label-form': [
    'class-absent',
    'class-rare',
    'class-few',
    'class-imbalance',
    'negatives-many',
    'objects-small',
    'validation-classes',
    'validation-small',
    'model-anchors',
  ],
  'category-ids': ['validation-classes'],
  'validation-is-training': ['validation-small'],
};

/**
 * Returns findings without those that another of them explains, so that one cause has one remedy.
 * `classesFromOne` tells that the classes of all labels are one too high.
 */
export function withoutConsequences(findings: readonly Finding[], classesFromOne: boolean): Finding[] {
  const explained = new Set<CheckId>(
    findings.flatMap(({ check }) => consequences[check] ?? []).concat(classesFromOne ? byClass : []),
  );
  return findings.filter(({ check }) => !explained.has(check));
}

const byClass: readonly CheckId[] = [
  'class-absent',
  'class-rare',
  'class-few',
  'class-imbalance',
  'validation-classes',
];
