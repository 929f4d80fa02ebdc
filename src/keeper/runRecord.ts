import { readFileSync } from 'node:fs';
import type { AskedNotices, Pause, ProcessIdentity, RunRecord } from './control.ts';
import { codeOf, problemOf } from './problemOf.ts';
import { filesIn } from './runDirectory.ts';
import { asArmedRecord } from './stopPlan.ts';
import { writeWholeFile } from './wholeFile.ts';

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
      codeOf(error) === 'ENOENT'
        ? `${path} is missing, so it is not known what ran there; its output.log, if any, can be opened with \`plateau watch\`.`
        : `${path} cannot be read (${problemOf(error)}).`,
      { cause: error },
    );
  }

  const record = parsed(text);
  if (!isRecord(record)) {
    throw new Error(
      `${path} is damaged, so it is not known what ran there; its output.log can still be opened with \`plateau watch\`.`,
    );
  }

  return {
    ...record,
    ...(record.armed === undefined ? {} : { armed: asArmedRecord(record.armed) }),
    ...(record.pauses === undefined ? {} : { pauses: isPauses(record.pauses) ? record.pauses : [] }),
    ...(record.strays === undefined ? {} : { strays: areIdentities(record.strays) ? record.strays : [] }),
    ...(record.notices === undefined ? {} : { notices: isAskedNotices(record.notices) ? record.notices : null }),
  };
}

/** Replaces `run.json` of a run's directory in one step. Throws what the system says, when the disk is full for example. */
export function writeRecord(directory: string, record: RunRecord): void {
  writeWholeFile(filesIn(directory).record, `${JSON.stringify(record, null, 2)}\n`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const states: readonly unknown[] = ['starting', 'running', 'ended', 'failed-to-start'] satisfies RunRecord['state'][];

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

function isPauses(value: unknown): value is readonly Pause[] {
  return (
    Array.isArray(value) &&
    value.every(
      (pause: unknown) =>
        isObject(pause) &&
        typeof pause['from'] === 'number' &&
        (pause['to'] === null || typeof pause['to'] === 'number'),
    )
  );
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
