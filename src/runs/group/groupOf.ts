import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { readCommand } from '../../trainers/formats/readCommand.ts';
import type { RunRecord } from '../runRecord.ts';
import { stateDirectory } from '../runDirectory.ts';
import { commandShape } from './commandShape.ts';
import { foldOf, type GroupIdentity, toldGroup } from './toldGroup.ts';

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
