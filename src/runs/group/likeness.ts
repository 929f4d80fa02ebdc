import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readCommand } from '../../trainers/formats/readCommand.ts';
import type { RunRecord } from '../runRecord.ts';
import { commandShape } from './commandShape.ts';
import { foldOf } from './toldGroup.ts';

const word = v.nullable(v.pipe(v.string(), v.maxLength(4096)));

export const likenessSchema = v.object({ fold: word, data: word, shape: word });

/**
 * What runs on two machines are compared by: the fold, the data set as the command names it, and the command but for
 * its values, as a hash, since a command may hold what is nobody else's business.
 */
export type RunLikeness = v.InferOutput<typeof likenessSchema>;

export function likenessOf(record: Pick<RunRecord, 'name' | 'command'>): RunLikeness {
  return {
    fold: foldOf(record),
    data: readCommand(record.command).data,
    shape: createHash('sha256').update(commandShape(record.command)).digest('hex').slice(0, 24),
  };
}

/**
 * Whether two runs on different machines are taken to be on the same data: by the name that their commands give it,
 * since each machine has directories of its own, else since all but values is equal. Two folds never are.
 */
export function areAlike(one: RunLikeness, other: RunLikeness): boolean {
  if (one.fold !== other.fold || one.data !== other.data) return false;
  return one.data !== null || one.shape === other.shape;
}
