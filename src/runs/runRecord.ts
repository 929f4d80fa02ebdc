import { lstatSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Pause } from '../stopping/pauses.ts';
import { isMetric } from '../run/metric.ts';
import { type AdviceSettings, defaultSettings } from '../advisor/verdict.ts';
import type { ClockAnchor } from '../processes/bootClock.ts';
import type { Machine, ProcessIdentity } from '../processes/processFacts.ts';
import { userName } from '../processes/userName.ts';
import type { TrainingExit } from '../stopping/control.ts';
import type { LadderStep } from '../stopping/machine/ladder.ts';
import type { AnsweredRequest, ArmedRecord, HeldRecord } from '../stopping/machine/state.ts';
import {
  answeredRequestSchema,
  armedRecordSchema,
  heldRecordSchema,
  ladderStepSchema,
  pauseSchema,
  presetSchema,
} from '../stopping/schemas.ts';
import type { TrainerChoice } from '../trainers/choice.ts';
import { filesIn } from './runDirectory.ts';
import { isOwn } from './userDirectory.ts';
import { shimStart } from './shimFiles.ts';
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
  /** `cancelled`: it waited for its turn, and never started. */
  readonly state: 'waiting' | 'cancelled' | 'starting' | 'running' | 'ended' | 'failed-to-start';
  /** Epoch seconds, as all instants in here: on the clock of the run (`runClock`). */
  readonly startedAt: number;
  /** Where that clock began; null or absent in records of other origin. */
  readonly clock?: ClockAnchor | null;
  readonly keeper: ProcessIdentity | null;
  readonly training: ProcessIdentity | null;
  /** The process that waits for the training and writes how it ended; null or absent: its first keeper. */
  readonly shim?: ProcessIdentity | null;
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
  /** The signal that waits for the end of a save; null or absent while none does. */
  readonly held?: HeldRecord | null;
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
  /** Of its group at least so many go on, whatever is outrun; null or absent: two. */
  readonly keep?: number | null;
  readonly tags?: readonly string[];
  readonly note?: string | null;
  /** The run that it goes on from, and the weights; null or absent for none. */
  readonly continues?: WeightsOfRun | null;
  /** What the files of settings and data that its command names held when it was started; absent: nobody looked. */
  readonly inputs?: readonly KeptInput[];
  /** The run that it only brings to its end, and the weights that it validates; null or absent: it trains itself. */
  readonly finishes?: WeightsOfRun | null;
  /** The run that it waits for, and whether that has to end well; null or absent for none. */
  readonly after?: { readonly run: string; readonly onlyOk: boolean } | null;
  /** Counted from 1; absent: 1. */
  readonly attempt?: number;
  /** How often it may be started again after a crash, and seconds before the first time; null or absent: never. */
  readonly retries?: { readonly max: number; readonly pause: number } | null;
  /** The run in whose place it was started, why, and from where, in words; null or absent for none. */
  readonly retryOf?: { readonly run: string; readonly why: string; readonly how: string } | null;
  /** The run that was started in its place, null where none was, and why; null or absent: nobody has decided. */
  readonly retry?: { readonly run: string | null; readonly why: string } | null;
  /**
   * Its job of Slurm goes back in the queue when the stop before the end of its time has ended it: `wanted`, and `due`
   * once that stop is planned; null or absent: it does not.
   */
  readonly requeues?: 'wanted' | 'due' | null;
  /** When a run that waits may start: its instant, the pause before it in seconds; null or absent: at any time. */
  readonly starts?: { readonly at: number; readonly pause: number; readonly needsRoom: boolean } | null;
  /** The job of Slurm that it was started in; null or absent for none. */
  readonly job?: SlurmIdentity | null;
}

/** A Slurm job: its number, as `4711_3` for a task of an array, and the number of that array, or null. */
export interface SlurmIdentity {
  readonly id: string;
  readonly array: string | null;
}

/** Weights of another run. */
export interface WeightsOfRun {
  readonly run: string;
  /** Absolute path. */
  readonly file: string;
  /** After which epoch or iteration they were saved; null where that is not known. */
  readonly at: number | null;
}

/** A file of settings or data that a command names, as it was when the training was started. */
export interface KeptInput {
  /** As the command writes it. */
  readonly path: string;
  /** SHA-256 of its text, in hexadecimal. */
  readonly sha256: string;
}

/** Whom to tell of a training, beside who looks at it. */
export interface AskedNotices {
  /** A program and its first words; null for none. */
  readonly command: readonly [string, ...string[]] | null;
  /** Where the command runs: absolute path. */
  readonly cwd: string;
  /** Addresses as `--webhook` takes them. They are secrets, as the record is. */
  readonly webhooks: readonly string[];
  /** The text of each notice, with fields in braces; null or absent: what there is to tell. */
  readonly template?: string | null;
  /** Where the report is written at the end: absolute path; null or absent for nowhere. */
  readonly reportDirectory?: string | null;
}

/**
 * Reads `run.json` of a run's directory. A training that its keeper could not write down is there all the same.
 * Throws a sentence that names the file when it is missing, cut off or not a record.
 */
export function readRecord(directory: string): RunRecord {
  const path = filesIn(directory).record;
  refuseForeign(directory);
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

  const { success, output } = v.safeParse(recordSchema, upgraded(parsed(text)));
  if (!success) {
    throw new Error(
      `${path} is damaged, so it is not known what ran there; its output.log can still be opened with \`plateau watch\`.`,
    );
  }
  return output.training === null ? { ...output, training: shimStart(directory) } : output;
}

/** A record names processes to signal and programs to run, so that only its own user follows it. */
function refuseForeign(directory: string): void {
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (found === undefined || isOwn(found)) return;
  throw new Error(
    `${filesIn(directory).record} is not used, since its directory belongs to ${userName(found.uid)}; its output.log can be opened with \`plateau watch\`.`,
  );
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

/** Whether a run is over without ever having trained: cancelled while it waited, or not to be started. */
export function neverStarted({ state }: Pick<RunRecord, 'state'>): boolean {
  return state === 'cancelled' || state === 'failed-to-start';
}

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
    job: null,
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOrNull = v.nullable(v.string());
const numberOrNull = v.nullable(v.number());

/** A number below 2 would make a signal reach far more than one training (kill(2)). */
const identitySchema = v.looseObject({
  pid: v.pipe(v.number(), v.integer(), v.minValue(2)),
  startTime: numberOrNull,
});

/** Without a usable code and signal it counts as one that nobody saw. */
const exitSchema = v.looseObject({
  code: v.fallback(numberOrNull, null),
  signal: v.fallback(textOrNull, null),
  time: v.number(),
});

const weightsOfRunSchema = v.looseObject({ run: v.string(), file: v.string(), at: numberOrNull });

const machineSchema = v.looseObject({
  host: v.string(),
  boot: textOrNull,
  bootId: v.exactOptional(v.fallback(textOrNull, null)),
  id: v.exactOptional(v.fallback(textOrNull, null)),
  pidNamespace: v.exactOptional(v.fallback(textOrNull, null)),
  firstProcess: v.exactOptional(v.fallback(numberOrNull, null)),
  uid: v.exactOptional(v.fallback(numberOrNull, null)),
});

const clockSchema = v.looseObject({ boot: textOrNull, wall: v.number(), monotonic: v.number() });

/** Each setting has a fallback of its own, so that a wrong one does not cost a run its time budget. */
const adviceSchema = v.looseObject({
  preset: v.fallback(presetSchema, defaultSettings.preset),
  targetMap: v.fallback(numberOrNull, null),
  maxTime: v.fallback(numberOrNull, null),
  maxIterations: v.fallback(numberOrNull, null),
  maxEpochs: v.fallback(numberOrNull, null),
  minGain: v.fallback(v.number(), defaultSettings.minGain),
  ignoreFirst: v.fallback(v.number(), defaultSettings.ignoreFirst),
  metric: v.fallback(v.nullable(v.pipe(v.string(), v.check(isMetric))), null),
  mapUnit: v.fallback(v.picklist(['percent', 'fraction']), defaultSettings.mapUnit),
});

const trainerSchema = v.union([v.string(), v.looseObject({ taught: v.array(v.string()) })]);

const noticesSchema = v.looseObject({
  command: v.nullable(v.tupleWithRest([v.string()], v.string())),
  cwd: v.string(),
  webhooks: v.array(v.string()),
  template: v.exactOptional(textOrNull),
  reportDirectory: v.exactOptional(textOrNull),
});

/**
 * The record as `upgraded` returns it, which may have been written by another version or edited by hand. A wrong value
 * is replaced by its fallback; where there is none, the whole record is damaged.
 */
const recordSchema: v.GenericSchema<unknown, RunRecord> = v.looseObject({
  /** What is no number counts as newer: the record is shown, and nothing is done to the run. */
  version: v.exactOptional(v.fallback(v.number(), Infinity)),
  id: v.string(),
  name: v.string(),
  command: v.array(v.string()),
  cwd: v.string(),
  log: v.string(),
  state: v.picklist(['waiting', 'cancelled', 'starting', 'running', 'ended', 'failed-to-start']),
  startedAt: v.number(),
  clock: v.exactOptional(v.fallback(v.nullable(clockSchema), null)),
  keeper: v.nullable(identitySchema),
  training: v.nullable(identitySchema),
  shim: v.exactOptional(v.fallback(v.nullable(identitySchema), null)),
  exit: v.nullable(exitSchema),
  problem: textOrNull,
  machine: v.exactOptional(machineSchema),
  socket: v.exactOptional(textOrNull),
  advice: v.exactOptional(adviceSchema),
  trainer: v.exactOptional(v.fallback(v.nullable(trainerSchema), null)),
  armed: v.exactOptional(v.fallback(v.nullable(armedRecordSchema), null)),
  signals: v.exactOptional(v.fallback(v.array(ladderStepSchema), [])),
  held: v.exactOptional(v.fallback(v.nullable(heldRecordSchema), null)),
  requests: v.exactOptional(v.fallback(v.array(answeredRequestSchema), [])),
  pauses: v.exactOptional(v.fallback(v.array(pauseSchema), [])),
  strays: v.exactOptional(v.fallback(v.array(identitySchema), [])),
  notices: v.exactOptional(v.fallback(v.nullable(noticesSchema), null)),
  group: v.exactOptional(v.fallback(textOrNull, null)),
  keep: v.exactOptional(v.fallback(numberOrNull, null)),
  tags: v.exactOptional(v.fallback(v.array(v.string()), [])),
  note: v.exactOptional(v.fallback(textOrNull, null)),
  continues: v.exactOptional(v.fallback(v.nullable(weightsOfRunSchema), null)),
  finishes: v.exactOptional(v.fallback(v.nullable(weightsOfRunSchema), null)),
  inputs: v.exactOptional(v.fallback(v.array(v.looseObject({ path: v.string(), sha256: v.string() })), [])),
  after: v.exactOptional(v.fallback(v.nullable(v.looseObject({ run: v.string(), onlyOk: v.boolean() })), null)),
  attempt: v.exactOptional(v.fallback(v.number(), 1)),
  retries: v.exactOptional(v.fallback(v.nullable(v.looseObject({ max: v.number(), pause: v.number() })), null)),
  retryOf: v.exactOptional(
    v.fallback(v.nullable(v.looseObject({ run: v.string(), why: v.string(), how: v.string() })), null),
  ),
  retry: v.exactOptional(v.fallback(v.nullable(v.looseObject({ run: textOrNull, why: v.string() })), null)),
  requeues: v.exactOptional(v.fallback(v.nullable(v.picklist(['wanted', 'due'])), null)),
  starts: v.exactOptional(
    v.fallback(v.nullable(v.looseObject({ at: v.number(), pause: v.number(), needsRoom: v.boolean() })), null),
  ),
  job: v.exactOptional(v.fallback(v.nullable(v.looseObject({ id: v.string(), array: textOrNull })), null)),
});
