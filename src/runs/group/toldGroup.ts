import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { readCommand } from '../../trainers/formats/readCommand.ts';
import type { RunRecord } from '../runRecord.ts';
import { stateDirectory } from '../runDirectory.ts';
import { commandShape } from './commandShape.ts';

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

/** The group of a run: the one that was told, else that of all runs of its command but for the values in it. */
export function groupOf(record: Pick<RunRecord, 'group' | 'job' | 'command' | 'cwd'>): GroupIdentity {
  const told = toldGroup(record);
  if (told !== null) return told;
  const shape = commandShape(record.command);
  return { kind: 'command', name: shape, key: `command:${dataOf(record) ?? ''}:${shape}` };
}

/**
 * The data set that a command names, as an absolute path; null where it names none. Runs on different data are never
 * compared.
 */
export function dataOf({ command, cwd }: Pick<RunRecord, 'command' | 'cwd'>): string | null {
  const { data } = readCommand(command);
  return data === null ? null : resolve(cwd, data);
}

/**
 * Which fold of a cross-validation a run is of, by its name or its command: `fold-3`, `--fold 3`, `data=fold3.yaml`.
 * Null where nothing says that it is of one.
 */
export function foldOf({ name, command }: Pick<RunRecord, 'name' | 'command'>): string | null {
  const text = [name, ...command].join(' ');
  return /(?:^|[^a-z])folds?[-_ =]?(\d+)/i.exec(text)?.[1] ?? null;
}

/**
 * Whether two runs are known to be on the same data: by what their commands name, or since all but values is equal. Two
 * folds never are.
 */
export function areComparable(
  one: Pick<RunRecord, 'name' | 'command' | 'cwd'>,
  other: Pick<RunRecord, 'name' | 'command' | 'cwd'>,
): boolean {
  // Each fold has validation images of its own.
  if (foldOf(one) !== foldOf(other)) return false;
  const [data, otherData] = [dataOf(one), dataOf(other)];
  if (data !== null && otherData !== null) return data === otherData;
  return data === otherData && commandShape(one.command) === commandShape(other.command);
}

/** Where the runs of a group write down which of them is out. */
export function groupDirectory({ key }: GroupIdentity): string {
  return join(stateDirectory(), 'groups', createHash('sha256').update(key).digest('hex').slice(0, 24));
}
