import { isHalted, type ProcessFacts } from '../../../src/processes/processFacts.ts';
import { factsOf, processLinks } from '../../../src/processes/processes.ts';

/** Every living process of a process group, by number. */
export function processesOfGroup(group: number): readonly ProcessFacts[] {
  const members = processLinks().filter((link) => link.group === group);
  const facts = factsOf(new Set(members.map(({ pid }) => pid))).toSorted((one, other) => one.pid - other.pid);
  return facts.map((each) => Object.assign({}, each, { stopped: isHalted(each, facts) }));
}
