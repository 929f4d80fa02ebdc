import process from 'node:process';
import { thisMachine } from '../processes/thisMachine.ts';
import type { RunRecord } from './runRecord.ts';

/** Where a run belongs. */
export interface RunOwner {
  /** The machine: its machine-id where it has one, else its name; and its name. */
  readonly machine: { readonly id: string; readonly host: string };
  /** Number of the user it runs as; empty where users have none. */
  readonly user: string;
}

/** The machine and the user that a record is of; this one's where it does not say. */
export function ownerOf({ machine }: Pick<RunRecord, 'machine'>): RunOwner {
  const { host, id } = machine ?? thisMachine();
  return { machine: { id: id ?? host, host }, user: String(machine?.uid ?? process.getuid?.() ?? '') };
}

/** Names a run among those of all machines and users: no two have the same. */
export function runKey({ machine, user, run }: RunOwner & { readonly run: string }): string {
  return [machine.id, user, run].join('/');
}
