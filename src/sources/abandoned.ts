import { statSync } from 'node:fs';
import { type ProcessStatus, unknownProcess } from '../monitor/circumstances.ts';
import { findWriter, type NoWriter, type Writer } from './writer.ts';

/** The process of a log that somebody else writes, as far as the file tells: see `ProcessStatus.abandonedFor`. */
export async function processOfFile(path: string): Promise<() => ProcessStatus> {
  // To look for who has it open takes a look at every process.
  return secondsSince(path) < worthALook ? () => unknownProcess : processWithout(await findWriter(path), path);
}

/** The same, where it is known who writes the log. */
export function processWithout(writer: Writer | NoWriter, path: string): () => ProcessStatus {
  if ('identity' in writer || writer.isNobody !== true) return () => unknownProcess;
  return () => ({ ...unknownProcess, abandonedFor: secondsSince(path) });
}

const worthALook = 60;

function secondsSince(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Date.now() / 1000 - stats.mtimeMs / 1000;
}
