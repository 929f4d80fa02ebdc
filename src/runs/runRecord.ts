import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Pause } from '../stopping/pauses.ts';
import type { AdviceSettings } from '../advisor/verdict.ts';
import type { Machine, ProcessIdentity } from '../processes/processFacts.ts';
import type { TrainingExit } from '../stopping/control.ts';
import type { LadderStep } from '../stopping/machine/ladder.ts';
import type { AnsweredRequest, ArmedRecord } from '../stopping/machine/state.ts';
import { answeredRequestSchema, armedRecordSchema, ladderStepSchema, pauseSchema } from '../stopping/schemas.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import { filesIn } from './runDirectory.ts';
import { writeWholeFile } from './wholeFile.ts';
import { errorCode, systemErrorMessage } from '../words/errors.ts';

/** `run.json` of a run directory. Fields that this version does not know are kept with it. */
export interface RunRecord {
  /** Of the file that it was read from; absent: 1. */
  readonly version?: number;
  readonly id: string;
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** Absolute path of the bytes the trainer writes. */
  readonly log: string;
  readonly state: 'waiting' | 'starting' | 'running' | 'ended' | 'failed-to-start';
  /** Epoch seconds. */
  readonly startedAt: number;
  readonly keeper: ProcessIdentity | null;
  readonly training: ProcessIdentity | null;
  /** How it ended; code and signal are both null where nobody saw it (`"unknown"` in the file). */
  readonly exit: Omit<TrainingExit, 'left'> | null;
  /** Why it could not be started, as a sentence. */
  readonly problem: string | null;
  /** Where its process numbers mean something; absent in records of other origin. */
  readonly machine?: Machine;
  /**
   * Path of the control socket, which is not in the run directory when that path is too long for one; null when none is
   * served.
   */
  readonly socket?: string | null;
  /** How the advisor judges this run; absent where nobody said. */
  readonly advice?: AdviceSettings;
  /** The trainer that it was said to be; null or absent when it is to be recognised. */
  readonly trainer?: TrainerChoice | null;
  /** The stop that is planned; null or absent when there is none. An adopting keeper goes on with it. */
  readonly armed?: ArmedRecord | null;
  /** The signals that were sent to stop it, oldest first; absent in records of keepers that wrote them elsewhere. */
  readonly signals?: readonly LadderStep[];
  /** The newest requests to its keepers, with their answers: one that comes again is not carried out again. */
  readonly requests?: readonly AnsweredRequest[];
  /** When it was paused, oldest first: this is no training time. */
  readonly pauses?: readonly Pause[];
  /**
   * Processes that it started and that left its group, as far as they were seen: their parent may be gone when they are
   * to be stopped.
   */
  readonly strays?: readonly ProcessIdentity[];
  /** Whom its keeper tells of what changes; null or absent when nobody asked to be told. */
  readonly notices?: AskedNotices | null;
  /** For runs that belong together, and for their owner; null or absent for none. */
  readonly group?: string | null;
  readonly tags?: readonly string[];
  readonly note?: string | null;
  /** The run that it goes on from, and the weights; null or absent for none. */
  readonly continues?: { readonly run: string; readonly file: string; readonly at: number | null } | null;
  /** The run that it waits for, and whether that has to end well; null or absent for none. */
  readonly after?: { readonly run: string; readonly onlyOk: boolean } | null;
  /** Counted from 1; absent: 1. */
  readonly attempt?: number;
}

/** Whom to tell of a training, beside who looks at it. */
export interface AskedNotices {
  /** A program and its first words; null for none. */
  readonly command: readonly [string, ...string[]] | null;
  /** Where the command runs: absolute path. */
  readonly cwd: string;
  /** Addresses as `--webhook` takes them. They are secrets, as the record is. */
  readonly webhooks: readonly string[];
}

/**
 * Reads `run.json` of a run's directory.
 * Throws a sentence that names the file when it is missing, cut off or not a record.
 */
export function readRecord(directory: string): RunRecord {
  const path = filesIn(directory).record;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(
      errorCode(error) === 'ENOENT'
        ? `${path} is missing, so it is not known what ran there; its output.log, if any, can be opened with \`plateau watch\`.`
        : `${path} cannot be read (${systemErrorMessage(error)}).`,
      { cause: error },
    );
  }

  const record = upgraded(parsed(text));
  if (!isRecord(record)) {
    throw new Error(
      `${path} is damaged, so it is not known what ran there; its output.log can still be opened with \`plateau watch\`.`,
    );
  }

  return {
    ...record,
    ...(record.armed === undefined ? {} : { armed: parsedOr(armedRecordSchema, record.armed, null) }),
    ...(record.signals === undefined ? {} : { signals: parsedOr(v.array(ladderStepSchema), record.signals, []) }),
    ...(record.requests === undefined
      ? {}
      : { requests: parsedOr(v.array(answeredRequestSchema), record.requests, []) }),
    ...(record.pauses === undefined ? {} : { pauses: parsedOr(v.array(pauseSchema), record.pauses, []) }),
    ...(record.strays === undefined ? {} : { strays: areIdentities(record.strays) ? record.strays : [] }),
    ...(record.notices === undefined ? {} : { notices: isAskedNotices(record.notices) ? record.notices : null }),
  };
}

/**
 * Replaces `run.json` of a run's directory in one step. Throws what the system says, when the disk is full for example.
 */
export function writeRecord(directory: string, record: RunRecord): void {
  writeWholeFile(filesIn(directory).record, `${JSON.stringify(fileOf(record), null, 2)}\n`);
}

/** Whether a newer version of Plateau wrote it: such a record is shown, but never adopted, signalled or removed. */
export function isOfNewerVersion({ version = 1 }: Pick<RunRecord, 'version'>): boolean {
  return version > recordVersion;
}

const recordVersion = 2;

/** The record as it stands in the file: what is absent is null, and an exit that nobody saw is `"unknown"`. */
function fileOf(record: RunRecord): object {
  const { exit } = record;
  const isUnknown = exit !== null && exit.code === null && exit.signal === null;
  return {
    group: null,
    tags: [],
    note: null,
    continues: null,
    after: null,
    attempt: 1,
    machine: null,
    socket: null,
    advice: null,
    trainer: null,
    armed: null,
    notices: null,
    ...record,
    version: recordVersion,
    exit: isUnknown ? 'unknown' : exit === null ? null : { status: exit.code, signal: exit.signal, time: exit.time },
    endedAt: exit?.time ?? null,
  };
}

/** A file of any version in the form of this one. Version 1 has no number, and says `code` for `status`. */
function upgraded(file: unknown): unknown {
  if (!isObject(file)) return file;
  const { exit, endedAt, machine, advice, ...rest } = file;
  return {
    ...rest,
    ...(isObject(machine) ? { machine } : {}),
    ...(isObject(advice) ? { advice } : {}),
    exit: upgradedExit(exit, endedAt ?? rest['startedAt']),
  };
}

function upgradedExit(exit: unknown, endedAt: unknown): unknown {
  if (exit === 'unknown') return { code: null, signal: null, time: endedAt };
  if (!isObject(exit) || !('status' in exit)) return exit;
  const { status, ...rest } = exit;
  return { code: status, ...rest };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const states: readonly unknown[] = [
  'waiting',
  'starting',
  'running',
  'ended',
  'failed-to-start',
] satisfies RunRecord['state'][];

/** Checks what the code relies on: a record may have been written by another version, or edited by hand. */
function isRecord(value: unknown): value is RunRecord {
  if (!isObject(value)) {
    return false;
  }

  const { id, name, command, cwd, log, state, startedAt, keeper, training, exit, problem, machine, socket } = value;
  return (
    [id, name, cwd, log].every((text) => typeof text === 'string') &&
    Array.isArray(command) &&
    command.every((argument) => typeof argument === 'string') &&
    states.includes(state) &&
    typeof startedAt === 'number' &&
    isIdentityOrNull(keeper) &&
    isIdentityOrNull(training) &&
    (exit === null || (isObject(exit) && typeof exit['time'] === 'number')) &&
    isTextOrNull(problem) &&
    (machine === undefined ||
      (isObject(machine) && typeof machine['host'] === 'string' && isTextOrNull(machine['boot']))) &&
    (socket === undefined || isTextOrNull(socket))
  );
}

/** A number below 2 would make a signal reach far more than one training (kill(2)). */
function isIdentityOrNull(value: unknown): value is ProcessIdentity | null {
  return (
    value === null ||
    (isObject(value) &&
      Number.isInteger(value['pid']) &&
      Number(value['pid']) > 1 &&
      (value['startTime'] === null || typeof value['startTime'] === 'number'))
  );
}

function areIdentities(value: unknown): value is readonly ProcessIdentity[] {
  return Array.isArray(value) && value.every((identity) => identity !== null && isIdentityOrNull(identity));
}

/** What was edited by hand or written by another version counts as if it were not there. */
function parsedOr<Output, Otherwise>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  otherwise: Otherwise,
): Output | Otherwise {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : otherwise;
}

function isAskedNotices(value: unknown): value is AskedNotices {
  if (!isObject(value)) {
    return false;
  }

  const { command, cwd, webhooks } = value;
  return (
    (command === null || (areTexts(command) && command.length > 0)) && typeof cwd === 'string' && areTexts(webhooks)
  );
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
