import { resolve } from 'node:path';
import { dirname } from 'node:path';
import { prepareResume } from '../../continuing/prepare.ts';
import { stateOf } from '../../run/selectors.ts';
import { readStart, removeStart } from '../../runs/queue/startFile.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { listRuns } from '../../runs/runs.ts';
import { errorMessage } from '../../words/errors.ts';
import { startRun } from '../startRun.ts';
import { crashOf, type KnownEnd } from './crash.ts';
import { type GoingOn, readTraining } from './goOn.ts';
import { retryStep, type RetryEffect, type RetryEvent, type RetryState } from './retryStep.ts';

/**
 * Decides whether a training that has ended is started again, and makes the run that takes its place, which starts
 * after a pause. Returns what became of it, for the record. Of two keepers one after the other only one makes that run:
 * it names the run in whose place it is. Never throws.
 */
export async function retryRun(record: RunRecord, program: string): Promise<NonNullable<RunRecord['retry']>> {
  try {
    return (await earlier(record)) ?? (await decide(record, program));
  } catch (error) {
    return { run: null, why: errorMessage(error) };
  } finally {
    removeStart(dirname(record.log));
  }
}

/** An earlier keeper was killed before it had written down what it made. */
async function earlier({ id }: RunRecord): Promise<RunRecord['retry']> {
  const made = listRuns().runs.find(({ retryOf }) => retryOf?.run === id);
  return made === undefined ? null : { run: made.id, why: made.retryOf!.why };
}

async function decide(record: RunRecord, program: string): Promise<NonNullable<RunRecord['retry']>> {
  const { run, goesOn } = await readTraining(record);
  const { code = null, signal = null } = record.exit ?? {};
  const end: KnownEnd = {
    code,
    signal,
    wasStopped: (record.signals ?? []).length > 0,
    state: stateOf(run),
    faults: run.faults.map(({ text }) => text),
    lastWords: run.lastWords,
  };
  let going: GoingOn | null = null;
  const perform = async (effect: Exclude<RetryEffect, { type: 'record' }>): Promise<RetryEvent> => {
    try {
      if (effect.type === 'make') return { type: 'made', run: await makeRun(record, going, effect, program) };
      going = goesOn();
      return going.can ? { type: 'planned', how: going.how } : { type: 'refused', why: going.why };
    } catch (error) {
      return { type: 'refused', why: errorMessage(error) };
    }
  };

  let state: RetryState = { stage: 'ended', attempt: record.attempt ?? 1, crash: null, ...record.retries! };
  let event: RetryEvent = { type: 'ended', crash: crashOf(end) };
  for (;;) {
    const result = retryStep(state, event);
    ({ state } = result);
    const [effect] = result.effects;
    if (effect === undefined) throw new Error('It is not known whether it is to start again.');
    if (effect.type === 'record') return { run: effect.run, why: effect.why };
    event = await perform(effect);
  }
}

async function makeRun(
  record: RunRecord,
  going: GoingOn | null,
  { attempt, pause, needsRoom, why, how }: Extract<RetryEffect, { type: 'make' }>,
  program: string,
): Promise<string> {
  const start = readStart(dirname(record.log));
  const plan = going?.can === true ? going.plan : null;
  if (plan !== null) prepareResume(plan);
  const { group = null, tags = [], note = null, notices, advice, retries } = record;
  const made = await startRun({
    command: plan?.command ?? record.command,
    cwd: plan?.cwd ?? record.cwd,
    name: record.name,
    description: { group, tags, note },
    stdin: start.stdin,
    environment: start.environment,
    ...(advice === undefined ? {} : { advice }),
    ...(notices === undefined ? {} : { notices }),
    trainer: record.trainer ?? null,
    plan: start.plan,
    continues:
      plan === null ? null : { run: record.id, file: resolve(plan.cwd, plan.weights.path), at: plan.weights.at },
    retries: retries ?? null,
    retryOf: { run: record.id, why, how },
    attempt,
    starts: { pause, needsRoom },
    keeperProgram: program,
  });
  return made.id;
}
