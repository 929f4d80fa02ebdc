import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readCommand } from '../../trainers/formats/readCommand.ts';
import type { RunRecord } from '../runRecord.ts';
import { commandShape } from './commandShape.ts';
import { foldOf } from './toldGroup.ts';

const word = v.nullable(v.pipe(v.string(), v.maxLength(4096)));

export const comparisonKeySchema = v.object({ fold: word, data: word, shape: word });

/**
 * What decides whether two runs on different machines are comparable: the fold, the data set as the command names it,
 * and a hash of the command without its values. The command itself may hold secrets and stays on its machine.
 */
export type ComparisonKey = v.InferOutput<typeof comparisonKeySchema>;

export function comparisonKeyOf(record: Pick<RunRecord, 'name' | 'command'>): ComparisonKey {
  return {
    fold: foldOf(record),
    data: readCommand(record.command).data,
    shape: createHash('sha256').update(commandShape(record.command)).digest('hex').slice(0, 24),
  };
}

/**
 * Whether two runs on different machines count as on the same data: their commands give it the same name, since paths
 * differ between machines, or name none and are equal but for values. Different folds are never comparable.
 */
export function areComparableRemotely(one: ComparisonKey, other: ComparisonKey): boolean {
  if (one.fold !== other.fold || one.data !== other.data) return false;
  return one.data !== null || one.shape === other.shape;
}
