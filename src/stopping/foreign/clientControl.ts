import type { LadderState, StopSignal, StopTarget, TrainingExit } from '../control.ts';
import { stepWait } from '../defaults.ts';
import { callClient, type ClientCall, complaintOf } from '../../processes/remote/client.ts';
import { type ClimbingControl, createClimbing } from './climbing.ts';
import { createSubscribers } from './subscribers.ts';

/** A training that is reached through a client only: a job, a container, whatever the user's own command stops. */
export interface ClientTarget {
  /** `job 42`, `container trainer`. */
  readonly name: string;
  /** How each signal is sent; a sentence where it cannot be. */
  readonly call: (signal: StopSignal | 'SIGSTOP' | 'SIGCONT') => ClientCall | string;
  /** Asks what there is now; null: it has ended. Throws a sentence when that cannot be known. */
  readonly look: () => Promise<ClientSight | null>;
  /** Resolves when it is known to have ended, so that it is looked at once more. */
  readonly ended?: Promise<void>;
}

export interface ClientSight {
  readonly user: string;
  readonly command: string;
  readonly pid: number;
}

/** Seconds between two questions to a scheduler or daemon: Slurm asks its users not to poll it in a loop. */
const askEvery = 10;

/** The control of a training that only a client reaches: the same ladder, each step one call of that client. */
export function clientControl(target: ClientTarget): ClimbingControl {
  const { subscribe, tell } = createSubscribers();
  const climbing = createClimbing(tell);
  let exit: TrainingExit | null = null;
  let pausedSince: number | null = null;
  let pauses: readonly { readonly from: number; readonly to: number | null }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function look(): Promise<StopTarget | null> {
    const sight = await target.look();
    if (sight === null) {
      exit ??= { code: null, signal: null, time: Date.now() / 1000, left: [] };
      climbing.seen({ alive: false });
      tell();
      return null;
    }
    const { user, command, pid } = sight;
    return { name: target.name, pid, processGroup: pid, user, command, ignoresInterrupt: false, processes: 1 };
  }

  function lookLater(): void {
    clearTimeout(timer);
    if (closed || exit !== null) return;
    const pace = climbing.state().sent.length > 0 ? 2 : askEvery;
    timer = setTimeout(() => {
      // The log's own source says what is wrong with the connection.
      void look()
        .catch(() => {})
        .finally(lookLater);
    }, pace * 1000);
  }

  async function send(signal: StopSignal | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const call = target.call(signal);
    if (typeof call === 'string') throw new Error(call);
    const answer = await callClient(call);
    if (answer.status !== 0) {
      throw new Error(`${signal} was not sent to ${target.name}: ${call.program} says: ${complaintOf(answer)}.`);
    }
  }

  async function halt(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const wanted = signal === 'SIGSTOP';
    if ((pausedSince !== null) === wanted) {
      throw new Error(
        wanted ? 'It was not paused again: it is paused already.' : 'It was not resumed: it is not paused.',
      );
    }
    await send(signal);
    const now = climbing.clock();
    pauses = wanted ? [...pauses, { from: now, to: null }] : pauses.map(({ from, to }) => ({ from, to: to ?? now }));
    pausedSince = wanted ? now : null;
    tell();
  }

  const lookAtEnd = async (): Promise<void> => {
    await target.ended;
    if (!closed) await look().catch(() => {});
  };
  if (target.ended !== undefined) void lookAtEnd();
  lookLater();
  return {
    target: look,
    signal: async (signal, { wait = stepWait } = {}) => {
      const refused = climbing.refusal(signal);
      if (refused !== null) throw new Error(refused);
      // Whose it is may have to be refused.
      if ((await look()) === null) throw new Error(`${signal} was not sent: ${target.name} has ended.`);
      if (pausedSince !== null && signal !== 'SIGKILL') await halt('SIGCONT');
      await send(signal);
      climbing.climb(signal, wait);
      lookLater();
      tell();
    },
    ladder: () => withNote(climbing.state(), exit === null ? target.name : null),
    beginWith: climbing.beginWith,
    subscribe,
    exit: () => exit,
    plans: [],
    arm: async () => {
      throw new Error(
        `No stop was planned: only \`plateau run\` leaves somebody behind who can carry it out. Stop ${target.name} now, or start the next training inside it with \`plateau run\`.`,
      );
    },
    cancel: async () => {
      throw new Error('There is no stop to cancel.');
    },
    armed: () => null,
    pause: () => halt('SIGSTOP'),
    resume: () => halt('SIGCONT'),
    paused: () => pausedSince !== null,
    pauses: () => pauses,
    close: () => {
      closed = true;
      clearTimeout(timer);
      climbing.close();
    },
  };
}

/** Said before the first signal, since the process number means nothing on this machine. */
function withNote(state: LadderState, name: string | null): LadderState {
  return state.note === null && name !== null ? { ...state, note: `signals go to ${name}` } : state;
}
