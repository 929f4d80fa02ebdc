import process from 'node:process';
import { describeServerRun } from '../log/formats/mlflowServer/mlflowServers.ts';
import { placeOf, placeText } from '../log/formats/place.ts';
import { errorMessage } from '../words/errors.ts';
import { isDatabase } from '../log/formats/sqlite/readOnly.ts';
import { describePlace, figuresSource } from '../monitor/discovery/figuresSource.ts';
import type { Started } from '../monitor/companions.ts';
import type { ProcessStatus } from '../monitor/circumstances.ts';
import { processWithout } from './abandoned.ts';
import { streamSource } from '../log/files/fileSource.ts';
import type { LogSource } from '../log/logSource.ts';
import { foundReach } from '../stopping/driver/foundReach.ts';
import type { Reach } from '../stopping/driver/reach.ts';
import { describeWriter } from './describeWriter.ts';
import { findWriter, type NoWriter, type Writer } from './writer.ts';
import { shellQuote } from '../words/shellQuote.ts';

/** A training that somebody else started, ready to be looked at. */
export interface WatchTarget {
  readonly source: LogSource;
  readonly title: string;
  /** How to come back to it, as a command; null where there is nothing to come back to. */
  readonly comeBack: string | null;
  readonly started: Started | null;
  /** What can be signalled; null where nothing is known that could be. */
  readonly reach: Reach | null;
  /** What is known of its process where nothing can be signalled. Absent: nothing. */
  readonly process?: () => ProcessStatus;
  /** Who writes it, or why that is not known: sentences for a person. */
  readonly says: readonly string[];
}

/**
 * A log on this machine, or the figures that a trainer keeps instead, with the process that writes it. Throws a
 * sentence when it is unreadable.
 */
export async function watchFile(path: string): Promise<WatchTarget> {
  const { at } = placeOf(path);
  const writer = isDatabase(at) ? writerOfDatabase(at) : await findWriter(at);
  return {
    source: figuresSource(path),
    title: describePlace(path),
    comeBack: `plateau watch ${shellQuote(path)}`,
    started: 'identity' in writer ? writer.started : null,
    reach: 'identity' in writer ? foundReach({ identity: writer.identity, spared: writer.carriers }) : null,
    process: processWithout(writer, at),
    says: [saysOf(writer)],
  };
}

/**
 * Several trainings may write one database, and a server too: whoever has it open need not be the one that is meant.
 */
function writerOfDatabase(path: string): NoWriter {
  return { reason: `Several trainings may write ${path}, so that this one can be watched, but not stopped.` };
}

/** A run on a server of MLflow. Rejects with a sentence when it has no such run, or does not answer. */
export async function watchServer(place: string): Promise<WatchTarget> {
  const { id, title } = await describeServerRun(place).catch((error: unknown) => {
    throw new Error(`${errorMessage(error).replace(/\.$/, '')}.`, { cause: error });
  });
  // The run that is meant now stays the one that is watched.
  const { at } = placeOf(place);
  return {
    source: figuresSource(placeText({ at, run: id })),
    title,
    comeBack: isSecret(at) ? null : `plateau watch --mlflow ${shellQuote(at)} --run ${shellQuote(id)}`,
    started: null,
    reach: null,
    says: ['A server tells what was logged, not which process trains: it can be watched, but not stopped.'],
  };
}

/** Whether an address holds a password. */
function isSecret(address: string): boolean {
  return new URL(address).password !== '';
}

/** Standard input. */
export function watchInput(): WatchTarget {
  return {
    source: streamSource(process.stdin),
    title: 'standard input',
    comeBack: null,
    started: null,
    reach: null,
    says: [],
  };
}

/** Who writes a log, or why that is not known, as a sentence for a person. */
export function saysOf(writer: Writer | NoWriter): string {
  return 'identity' in writer
    ? describeWriter({ ...writer, pid: writer.identity.pid }, Date.now() / 1000)
    : writer.reason;
}
