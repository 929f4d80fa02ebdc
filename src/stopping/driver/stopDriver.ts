import type { AdviceSettings } from '../../advisor/verdict.ts';
import type { TrainerHabits } from '../../trainers/trainer.ts';
import { errorMessage } from '../../words/errors.ts';
import type { ArmedStop } from '../control.ts';
import type { Answer, ControlRequest, StopStatus } from '../controlMessages.ts';
import { fileLookEvery } from '../defaults.ts';
import type { NamedCheckpoints } from '../kept/checkpointFiles.ts';
import { describeArmed } from '../describeArmed.ts';
import type { StopAudit, StopEffect } from '../machine/effects.ts';
import type { StopEvent } from '../machine/events.ts';
import {
  type ArmedRecord,
  type FollowedLog,
  isPaused,
  ladderOf,
  stateOf,
  stopHabitsOf,
  type StopRecord,
  type StopState,
} from '../machine/state.ts';
import { heldSignalOf } from '../machine/holding.ts';
import { stopStep } from '../machine/stopStep.ts';
import { wholePlan } from '../stopPlan.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Reach } from './reach.ts';
import { createTimers } from './timers.ts';

/** Carries out the stop of one training: it tells the stop machine what happens, and does what that says. */
export interface StopDriver {
  readonly status: () => StopStatus;
  /** Has a request carried out, once. */
  readonly ask: (request: ControlRequest) => Promise<Answer>;
  /** Tells of something that happened. Resolves when all that comes of it is done. */
  readonly tell: (event: ToldEvent) => Promise<void>;
  /** Looks at the training. Throws a sentence when it cannot. */
  readonly look: () => Promise<void>;
  /** Lets go of the training: what is planned stays so. */
  readonly close: () => void;
}

/** What the driver is told from outside; it finds out the rest itself. */
export type ToldEvent = WithoutTime<
  Extract<StopEvent, { readonly type: 'exited' | 'judged' | 'logRead' | 'restored' | 'trainerKnown' }>
>;

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'time'> : never;

export interface StopDriverOptions {
  readonly reach: Reach;
  /** What an earlier driver has recorded. */
  readonly record: StopRecord;
  /** Seconds that only move forward, near the epoch's. */
  readonly clock: () => number;
  /** How the advisor judges where a plan does not say. */
  readonly preset: () => AdviceSettings['preset'];
  /** The habits of its trainer; null until that is recognised. */
  readonly habits: () => TrainerHabits | null;
  /** The names of its checkpoints, as far as they are known. */
  readonly checkpoints: () => NamedCheckpoints;
  /** The path of a file that a plan names. */
  readonly pathOf: (file: string) => string;
  /** Why no such stop can be planned here, as a sentence; null when it can. */
  readonly refuses?: (request: ControlRequest) => string | null;
  /** What is to be said of a planned stop beside its own note. */
  readonly remark?: string;
  readonly onRecord: (record: StopRecord) => void;
  readonly onAudit: (entry: StopAudit) => void;
  /** What is to be told of the log from now on. */
  readonly onFollow: (log: FollowedLog | null) => void;
  /** The status is another one. */
  readonly onChange: () => void;
}

export function createStopDriver(options: StopDriverOptions): StopDriver {
  const { reach, clock } = options;
  const timers = createTimers();
  const answers = new Map<string, PromiseWithResolvers<string | null>>();
  let state: StopState = stateOf(options.record);
  let known = '';
  let queue: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  /** One thing after the other: each goes on from what the one before has come to. */
  const inTurn = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(task);
    queue = result.catch(() => {});
    return result;
  };

  const step = (event: StopEvent): readonly StopEffect[] => {
    const result = stopStep(state, event);
    ({ state } = result);
    return result.effects;
  };

  const happen = async (event: StopEvent): Promise<void> => {
    const effects = [...step(event)];
    for (let effect = effects.shift(); effect !== undefined && !isClosed; effect = effects.shift()) {
      const came = await execute(effect);
      if (came !== null) effects.push(...step(came));
    }
    // What may be done now depends on the time alone.
    if (event.type === 'timeCame') known = '';
    tellChange();
  };

  const tellChange = (): void => {
    const { now: _now, ...status } = statusNow();
    const text = JSON.stringify(status);
    if (text === known || isClosed) return;
    known = text;
    options.onChange();
  };

  /** Does what the machine says. Returns what came of it; null where that comes by itself. */
  const execute = async (effect: StopEffect): Promise<StopEvent | null> => {
    switch (effect.type) {
      case 'record':
        options.onRecord(effect.record);
        return null;
      case 'audit':
        options.onAudit(effect.entry);
        return null;
      case 'answer':
        answers.get(effect.request)?.resolve(effect.problem);
        return null;
      case 'look':
        return seenOrNot();
      case 'send':
        tellChange();
        return sent(effect);
      case 'waitUntil':
        timers.at(effect.time, clock, () => void inTurn(async () => happen({ type: 'timeCame', time: clock() })));
        return null;
      case 'watchFile':
        watchFile(effect.file);
        return null;
      case 'follow':
        options.onFollow(effect.log);
        return null;
      case 'lookOften':
        lookOften(effect.looks === null ? null : reach.pace[effect.looks]);
        return null;
      default:
        return effect satisfies never;
    }
  };

  const seen = async (closely: boolean): Promise<StopEvent> => {
    const observation = await reach.look(closely ? options.checkpoints() : null);
    return { type: 'seen', observation, time: clock() };
  };

  const seenOrNot = async (): Promise<StopEvent> => {
    try {
      return await seen(true);
    } catch (error) {
      return { type: 'lookFailed', problem: errorMessage(error), time: clock() };
    }
  };

  const sent = async (effect: Extract<StopEffect, { type: 'send' }>): Promise<StopEvent> => {
    const { signal, wasPaused, evenIfSaving } = effect;
    try {
      const outcome = await reach.send(signal, wasPaused, evenIfSaving ? null : options.checkpoints());
      if ('files' in outcome) return { type: 'signalHeld', signal, saving: outcome, time: clock() };
      return { type: 'signalSent', signal, ...outcome, time: clock() };
    } catch (error) {
      return { type: 'signalRefused', signal, problem: errorMessage(error), time: clock() };
    }
  };

  const watchFile = (file: string | null): void => {
    const path = file === null ? null : options.pathOf(file);
    const lookAtFile = async (): Promise<void> => {
      if (path === null) return;
      await inTurn(async () => happen({ type: 'fileSeen', fingerprint: fingerprintOf(path), time: clock() }));
    };
    timers.every('file', path === null ? null : fileLookEvery, lookAtFile);
    void lookAtFile();
  };

  const lookOften = (seconds: number | null): void => {
    // What cannot be asked now may answer later; the log's own source says what is wrong with a connection.
    timers.every('training', seconds, async () => look().catch(() => {}));
  };

  const look = async (): Promise<void> => inTurn(async () => happen(await seen(isStopping())));

  /** Whatever may come next is a signal. */
  const isStopping = (): boolean => state.held !== null || state.armed?.stage === 'signals';

  /**
   * Returns the answer, or who will have it: a signal waits for the end of a save. `time`: when it was asked, which
   * counts however long the look takes that comes first.
   */
  const ask = async (
    request: ControlRequest,
    time: number,
  ): Promise<Answer | { readonly later: Promise<string | null> }> => {
    const refused = options.refuses?.(request) ?? null;
    if (refused !== null) return { problem: refused, target: null };
    try {
      // A stop can be cancelled whether or not the training can be looked at.
      if (request.ask !== 'cancel') await happen(await seen(request.ask === 'signal' || isStopping()));
    } catch (error) {
      return { problem: errorMessage(error), target: null };
    }
    if (request.ask === 'target') return { problem: null, target: state.observation.target };
    // What a later keeper needs is recorded with the plan, before anything is done for it.
    const habits = request.ask === 'arm' ? options.habits() : null;
    if (habits !== null) await happen({ type: 'trainerKnown', habits: stopHabitsOf(habits), time });
    const answer = answers.get(request.request) ?? Promise.withResolvers<string | null>();
    answers.set(request.request, answer);
    await happen(eventOf(request, options.preset(), time));
    return { later: answer.promise };
  };

  const statusNow = (): StopStatus => {
    const { armed, exit, observation, pauses } = state;
    const paused = isPaused(state);
    const now = clock();
    const held = heldSignalOf(state, now);
    return {
      now,
      ladder: ladderOf(state),
      note: observation.note,
      exit: exit === null ? null : { ...exit, left: observation.left },
      armed:
        armed === null
          ? null
          : { ...publicPart(armed), note: describeArmed(armed, paused, held) + (options.remark ?? '') },
      held,
      paused,
      pauses,
    };
  };

  void reach.ended?.then(async () => look().catch(() => {}));
  return {
    status: statusNow,
    ask: async (request) => {
      const time = clock();
      const answer = await inTurn(async () => ask(request, time));
      if (!('later' in answer)) return answer;
      const problem = await answer.later;
      answers.delete(request.request);
      return { problem, target: null };
    },
    tell: async (event) =>
      inTurn(async () => {
        // What is left of it decides what comes of its end.
        if (event.type === 'exited') await happen(await seen(false));
        await happen({ ...event, time: clock() });
      }),
    look,
    close: () => {
      isClosed = true;
      timers.close();
      for (const answer of answers.values()) answer.resolve(left);
    },
  };
}

const left = 'Who was asked for that has left before it was done.';

function eventOf(
  request: Exclude<ControlRequest, { ask: 'target' }>,
  preset: AdviceSettings['preset'],
  time: number,
): StopEvent {
  const asked = { request: request.request, by: request.by, time };
  switch (request.ask) {
    case 'signal':
      return {
        type: 'signalAsked',
        signal: request.signal,
        wait: request.wait,
        evenIfSaving: request.evenIfSaving === true,
        ...asked,
      };
    case 'arm':
      return { type: 'planAsked', plan: wholePlan(request.plan, preset), ...asked };
    case 'cancel':
      return { type: 'cancelAsked', ...asked };
    case 'pause':
      return { type: 'pauseAsked', ...asked };
    case 'resume':
      return { type: 'resumeAsked', ...asked };
    default:
      return request satisfies never;
  }
}

/** What everybody may know of a planned stop; the rest is the machine's own. */
function publicPart({ plan, by, since, stage, endsAt, reason }: ArmedRecord): Omit<ArmedStop, 'note'> {
  return { plan, by, since, stage, endsAt, reason };
}
