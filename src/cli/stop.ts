import process from 'node:process';
import { stopCost } from '../advisor/stopCost.ts';
import type { HowToStop, StopSignal, TrainingControl } from '../stopping/control.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { connect } from './options/connect.ts';
import { openRun } from '../runs/runs.ts';
import { describeKept } from '../stopping/kept/describeKept.ts';
import { silentSaves } from '../stopping/kept/silentSaves.ts';
import { duration } from '../words/duration.ts';
import { describeStep, describeTarget } from '../stopping/describeStop.ts';
import { stopNow } from '../stopping/stopNow.ts';
import { livingTraining } from '../processes/recorded.ts';
import { everyProcess } from '../processes/training.ts';
import { readLog } from '../monitor/readLog.ts';
import { usageError } from '../words/usageError.ts';
import { checkpointFile } from './options/checkpointFile.ts';
import { escapedNote } from '../runs/escapedNote.ts';
import { withEscaped } from './options/escaped.ts';
import { oneOf, onePositional, parseArguments, refuseSeveral, seconds } from './options/args.ts';
import { print, printJson } from '../app/print.ts';
import { ask, hasPerson } from './options/ask.ts';
import { stopFlags } from './table/stopping.ts';

/**
 * `plateau stop [RUN]`: says what it costs, then climbs the ladder to the strongest signal allowed, or plans that for
 * after the next checkpoint, or calls such a plan off. Exit status 1 when something of it still lives.
 */
export async function stop(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments(args, stopFlags);
  const chosen = (['now', 'after-checkpoint', 'cancel'] as const).filter((flag) => values[flag] === true);
  refuseSeveral(chosen);
  for (const flag of ['within', 'checkpoint'] as const) {
    if (values[flag] !== undefined && chosen[0] !== 'after-checkpoint') {
      throw usageError(`--${flag} requires --after-checkpoint.`);
    }
  }
  const step = oneOf('signal', values.signal, ['INT', 'TERM', 'KILL']) ?? 'TERM';
  const strongest: StopSignal = `SIG${step}`;
  const wait = seconds('wait', values.wait);
  const saveWait = seconds('save-wait', values['save-wait']);
  const found = openRun(onePositional(positionals, 'RUN'));
  outliveReaders();
  const tell = values.json === true ? tellJson(found) : print;
  const asks = hasPerson() && values.json !== true;
  if (chosen[0] === 'cancel') return cancelStop(found, { tell, asks });
  if (found.state === 'waiting') return cancelTurn(found, { tell, asks });
  const record = (await includesEscaped(found, values, asks)) ? await withEscaped(found, by) : found;
  if (everyProcess(livingTraining(record)).length === 0) {
    const note = escapedNote(record);
    if (note !== null) throw new Error(`What was started as ${record.id} has ended. ${note}`);
    if (record.state === 'ended') throw new Error(`${record.id} has ended: there is nothing to stop.`);
  }
  const how: HowToStop = {
    strongest,
    ...(wait === null ? {} : { wait }),
    ...(saveWait === null ? {} : { saveWait }),
    ...(values['even-if-saving'] === true ? { evenIfSaving: true } : {}),
  };
  if (chosen[0] === 'after-checkpoint') {
    const within = seconds('within', values.within);
    return planStop(record, { ...how, within, file: checkpointFile(values.checkpoint, record.cwd) }, { tell, asks });
  }
  return stopAtOnce(record, how, { tell, asks, asksFirst: asks && values.yes !== true });
}

/** Asked where somebody can answer; without an answer only what was started and what descends from it is stopped. */
async function includesEscaped(
  record: RunRecord,
  { escaped = false, yes = false }: { readonly escaped?: boolean | undefined; readonly yes?: boolean | undefined },
  asks: boolean,
): Promise<boolean> {
  const note = escaped || yes || !asks ? null : escapedNote(record);
  if (note === null) return escaped;
  print(note);
  return /^y(?:es)?$/.test((await ask('Stop that too? y: yes, n: no [n] ')) ?? '');
}

const by = 'plateau stop';

/** Says something to a person, or, where it is worth an event, to a program. */
type Tell = (text: string, event?: { readonly kind: string; readonly [field: string]: unknown }) => void;

/** How to talk to whoever called the command. */
interface Manner {
  readonly tell: Tell;
  /** A person is there who may be asked. */
  readonly asks: boolean;
}

function tellJson({ id }: RunRecord): Tell {
  return (text, event) => {
    if (event !== undefined) printJson({ ...event, run: id, text: text.trim() });
  };
}

/** What was asked for is done, whether or not anybody reads on: `plateau stop | head -1`. */
function outliveReaders(): void {
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', () => {});
}

async function stopAtOnce(
  record: RunRecord,
  how: HowToStop,
  { tell, asks, asksFirst }: Manner & { readonly asksFirst: boolean },
): Promise<number> {
  const control = await connect(record, by, asks);
  try {
    await sayCost(record, control, asksFirst ? 'Would stop' : 'Stopping', tell);
    const answer = asksFirst ? await ask('Stop it now? y: yes, c: after its next save, n: no [n] ') : 'y';
    if (answer === 'c') return await arm(record, control, { ...how, within: null, file: null }, tell);
    if (answer !== 'y' && answer !== 'yes') {
      print('Nothing was stopped: it goes on.');
      return 1;
    }
    const exit = await stopNow(control, {
      ...how,
      onStep: (step) => tell(`  ${describeStep(step)}`, { kind: step.step, ...step }),
      onPlanned: () => tell(`  ${independent(record)}`),
      ...(asks ? { mayHitSave } : {}),
    });
    if (exit === null) tell('  The stop was cancelled: the training goes on.', { kind: 'cancelled' });
    else {
      for (const line of await keptLines(record)) tell(`  ${line}`, { kind: 'kept' });
      tell(`  next: plateau finish ${record.id}, or plateau continue ${record.id}`);
    }
    const note = exit === null ? null : escapedNote(record);
    if (note !== null) tell(`  ${note}`, { kind: 'escaped' });
    return exit?.left.length === 0 && note === null ? 0 : 1;
  } finally {
    control.close();
  }
}

async function mayHitSave(files: readonly string[], signal: AbortSignal): Promise<boolean> {
  const answer = await ask(`Send the signal now, although ${files.join(' and ')} would be spoilt? y/n [n] `, signal);
  return answer === 'y' || answer === 'yes';
}

function independent({ id }: RunRecord): string {
  return `It does not depend on this terminal. Cancel it with: plateau stop --cancel ${id}`;
}

type PlannedStop = HowToStop & { readonly within: number | null; readonly file: string | null };

async function planStop(record: RunRecord, plan: PlannedStop, { tell, asks }: Manner): Promise<number> {
  const control = await connect(record, by, asks);
  try {
    await sayCost(record, control, 'Planning to stop', tell);
    return await arm(record, control, plan, tell);
  } finally {
    control.close();
  }
}

async function arm(record: RunRecord, control: TrainingControl, plan: PlannedStop, tell: Tell): Promise<number> {
  await control.arm({ when: 'checkpoint', ...plan });
  tell(`  ${control.armed()?.note ?? 'planned'}`, { kind: 'planned' });
  tell(`  ${independent(record)}`);
  return 0;
}

async function cancelStop(record: RunRecord, { tell, asks }: Manner): Promise<number> {
  const control = await connect(record, by, asks);
  try {
    await control.cancel();
  } finally {
    control.close();
  }
  tell(`No stop is planned for ${record.name} (${record.id}): it goes on.`, { kind: 'cancelled' });
  return 0;
}

/** Nothing of it runs, so that nobody is asked. */
async function cancelTurn(record: RunRecord, { tell, asks }: Manner): Promise<number> {
  const control = await connect(record, by, asks);
  try {
    const exit = await stopNow(control);
    const isStarted = exit !== null && (exit.code !== null || exit.signal !== null);
    const what = isStarted ? 'had just started, and was stopped' : 'is cancelled: it never starts';
    tell(`${record.name} (${record.id}) ${what}.`, { kind: 'cancelled' });
    return 0;
  } finally {
    control.close();
  }
}

async function readRun(record: RunRecord): ReturnType<typeof readLog> {
  return readLog(record.log, { trainer: record.trainer ?? null, started: record });
}

async function keptLines(record: RunRecord): Promise<readonly string[]> {
  const { run, detector } = await readRun(record);
  const silent = silentSaves(record, detector.trainer()?.habits.silentFiles ?? []);
  return describeKept(
    run,
    record.cwd,
    silent.map(({ path }) => path),
  );
}

async function sayCost(record: RunRecord, control: TrainingControl, what: string, tell: Tell): Promise<void> {
  const { run, detector } = await readRun(record);
  const costs = stopCost(run, detector.trainer()?.habits ?? null);
  const target = await control.target();
  tell(`${what} ${record.name} (${record.id})`, { kind: 'cost', costs, target });
  for (const { label, text } of costs) tell(`  ${label}: ${text}`);
  for (const { path, written } of silentSaves(record, detector.trainer()?.habits.silentFiles ?? [])) {
    tell(`  seen: ${path}, written ${duration(Math.max(0, Date.now() / 1000 - written))} ago`);
  }
  if (target !== null) for (const line of describeTarget(target)) tell(`  ${line}`);
}
