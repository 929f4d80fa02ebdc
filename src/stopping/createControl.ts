import { randomUUID } from 'node:crypto';
import type { Clock } from '../log/clock.ts';
import type { TrainingControl } from './control.ts';
import type { Answer, ControlRequest, Question, StopStatus } from './controlMessages.ts';
import { stepWait } from './defaults.ts';
import { ladderState } from './machine/ladder.ts';

/** The way to whoever carries a stop out: a keeper at the other end of a socket, or this process. */
export interface ControlLink {
  readonly status: () => StopStatus;
  /** Now, on the clock of the status. */
  readonly now: () => number;
  /** Has a request carried out, once. Returns null when nothing of the training lives. Throws a sentence. */
  readonly ask: (request: ControlRequest) => Promise<Answer | null>;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
  /** See `TrainingControl.plans`. */
  readonly plans?: TrainingControl['plans'];
}

/**
 * Makes the control of a training of the way to whoever stops it. `by` is what the asking program calls itself. All
 * instants are told on `clock`, whatever that of the status is. `newRequest`: an identity for each request.
 */
export function createControl(
  link: ControlLink,
  by: string,
  clock: Clock,
  newRequest: () => string = randomUUID,
): TrainingControl {
  const demand = async (question: Question): Promise<void> => {
    const answer = await link.ask({ request: newRequest(), ...question });
    if (answer === null) throw new Error(`${notDone(question)}: nothing of the training runs any more.`);
    if (answer.problem !== null) throw new Error(answer.problem);
  };

  /** A keeper of another version may have a clock of its own. */
  const here = (instant: number): number => instant + clock() - link.now();
  const hereOrNull = (instant: number | null): number | null => (instant === null ? null : here(instant));

  return {
    now: clock,
    target: async ({ escaped = false } = {}) => {
      const answer = await link.ask({ request: randomUUID(), ask: 'target', ...(escaped ? { escaped } : {}) });
      if (answer !== null && answer.problem !== null) throw new Error(answer.problem);
      return answer?.target ?? null;
    },
    signal: async (signal, { wait = stepWait, evenIfSaving = false } = {}) =>
      demand({ ask: 'signal', signal, wait, by, ...(evenIfSaving ? { evenIfSaving } : {}) }),
    held: () => {
      const held = link.status().held ?? null;
      return held && { ...held, until: here(held.until) };
    },
    arm: async (plan) => demand({ ask: 'arm', plan, by }),
    cancel: async () => demand({ ask: 'cancel', by }),
    pause: async () => demand({ ask: 'pause', by }),
    resume: async () => demand({ ask: 'resume', by }),
    armed: () => {
      const { armed } = link.status();
      return armed && { ...armed, since: here(armed.since), endsAt: hereOrNull(armed.endsAt) };
    },
    paused: () => link.status().paused,
    pauses: () => link.status().pauses.map(({ from, to }) => ({ from: here(from), to: hereOrNull(to) })),
    ladder: () => {
      const { ladder, note, exit } = link.status();
      const state = ladderState(ladder, link.now());
      return {
        sent: state.sent.map((step) => ({ ...step, time: here(step.time) })),
        allowed: state.allowed,
        nextAt: hereOrNull(state.nextAt),
        note: state.note ?? (exit === null ? note : null),
      };
    },
    subscribe: link.subscribe,
    exit: () => link.status().exit,
    close: link.close,
    ...(link.plans === undefined ? {} : { plans: link.plans }),
  };
}

/** The beginning of the sentence that says that something was not done. */
function notDone(question: Question): string {
  return question.ask === 'signal' ? `${question.signal} was not sent` : undone[question.ask];
}

const undone: Readonly<Record<Exclude<Question['ask'], 'signal'>, string>> = {
  target: 'It was not looked at',
  arm: 'No stop was planned',
  cancel: 'There is no stop to cancel',
  pause: 'It was not paused',
  resume: 'It was not resumed',
};
