import { type Finding, found } from '../checks/finding.ts';
import type { NamedLine } from '../labels/labels.ts';
import { counted } from '../../words/count.ts';
import { didYouMean } from '../../words/didYouMean.ts';
import type { Survey } from './survey.ts';

/**
 * Finds classes that are named by annotations alone and are few and nearly named as a common one: a slip of the hand
 * makes a class of its own. Each is told with the annotations it stands in.
 */
export function checkClassTypos({ dataSet, store }: Survey): { findings: Finding[]; names: ReadonlySet<string> } {
  const findings: Finding[] = [];
  const names = new Set<string>();
  if (dataSet.form !== 'voc' || dataSet.names !== null) return { findings, names };
  const places = new Map<string, { path: string; named: NamedLine }[]>();
  for (const labels of store.labels) {
    for (const named of labels?.names ?? []) {
      const own = places.get(named.name);
      if (own === undefined) places.set(named.name, [{ path: labels!.path, named }]);
      else own.push({ path: labels!.path, named });
    }
  }
  for (const [name, own] of places) {
    const common = [...places].filter(([, others]) => others.length >= own.length * minTimes).map(([other]) => other);
    const meant = nearest(name, common);
    if (meant === null) continue;
    const what = `"${name}" is the class of ${counted(own.length, 'object')} only.${meant}`;
    const { path, named } = own[0]!;
    const files = [...new Set(own.map((each) => each.path))];
    findings.push(found('class-typo', what, { file: path, line: named.line }, files));
    names.add(name);
  }
  return { findings, names };
}

/** A class that is meant has not twenty times fewer objects than one that is named nearly the same. */
const minTimes = 20;

function nearest(name: string, common: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_-]/g, '');
  const same = common.find((other) => plain(other) === plain(name));
  if (same !== undefined) return ` Did you mean \`${same}\`?`;
  const meant = didYouMean(name, common, (other) => other);
  return meant === '' ? null : meant;
}
