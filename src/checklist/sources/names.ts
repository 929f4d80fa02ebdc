import type { NamedLine } from '../labels/labels.ts';
import { type Finding, found } from '../checks/finding.ts';

/** Names that are empty or there twice. */
export function checkNames(file: string, names: readonly NamedLine[]): Finding[] {
  const first = new Map<string, number>();
  const findings: Finding[] = [];
  for (const [category, { name, line }] of names.entries()) {
    const earlier = first.get(name);
    if (name === '') {
      findings.push(found('names-wrong', `Class ${category} has an empty name.`, { file, line }));
    } else if (earlier !== undefined) {
      const what = `"${name}" is the name of class ${category} and of class ${earlier}.`;
      findings.push(found('names-wrong', what, { file, line }));
    } else first.set(name, category);
  }
  return findings;
}
