import type { RunRecord } from '../runRecord.ts';

/** What makes runs a group: a name that was given to them, a Slurm array, or commands that differ in values only. */
export interface GroupIdentity {
  readonly kind: 'named' | 'array' | 'command';
  /** As people call it. */
  readonly name: string;
  /** No two groups have the same. */
  readonly key: string;
}

/** The group that somebody has told: by `--group`, or by starting a Slurm array. Null where nobody has. */
export function toldGroup({ group = null, job = null }: Pick<RunRecord, 'group' | 'job'>): GroupIdentity | null {
  if (group !== null && group !== '') return { kind: 'named', name: group, key: `named:${group}` };
  const array = job?.array ?? null;
  return array === null ? null : { kind: 'array', name: `array ${array}`, key: `array:${array}` };
}

/**
 * Which fold of a cross-validation a run is of, by its name or its command: `fold-3`, `--fold 3`, `data=fold3.yaml`.
 * Null where nothing says that it is of one.
 */
export function foldOf({ name, command }: Pick<RunRecord, 'name' | 'command'>): string | null {
  const text = [name, ...command].join(' ');
  return /(?:^|[^a-z])folds?[-_ =]?(\d+)/i.exec(text)?.[1] ?? null;
}
