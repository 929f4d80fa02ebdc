import type { Member } from './member.ts';

/**
 * Members of several sources as one list, each once: of those with the same key the one that is nearest to whoever
 * keeps the run. A job that a scheduler tells of is left out where the run in it is known. In the order of `compare`.
 * Pure.
 */
export function merged(
  sources: readonly (readonly Member[])[],
  compare: (one: Member, other: Member) => number,
): readonly Member[] {
  const byKey = new Map<string, Member>();
  for (const member of sources.flat()) {
    const other = byKey.get(member.key);
    if (other === undefined || nearness(member) < nearness(other)) byKey.set(member.key, member);
  }
  const runs = [...byKey.values()];
  const jobs = new Set(runs.filter(({ way }) => !isTold(way)).flatMap(({ job }) => (job === null ? [] : [job.id])));
  return runs.filter(({ way, job }) => !isTold(way) || job === null || !jobs.has(job.id)).toSorted(compare);
}

/** Whether a scheduler alone tells of it. */
function isTold(way: Member['way']): boolean {
  return way === 'slurm' || way === 'kubernetes';
}

function nearness({ way, away }: Member): number {
  const order = ['here', 'ssh', 'shared', 'slurm', 'kubernetes', 'mlflow'] as const;
  return order.indexOf(way) + (away === null ? 0 : order.length);
}
