import type { ProcessSignal } from '../../processes/host.ts';
import { callClient, type ClientCall } from '../../processes/remote/client.ts';
import { complaintOf } from '../../processes/remote/clientAnswer.ts';
import type { Observation } from '../machine/state.ts';
import type { Reach } from './reach.ts';

/** A training that is reached through a client only: a job, a container, whatever the user's own command stops. */
export interface ClientTarget {
  /** `job 42`, `container trainer`. */
  readonly name: string;
  /** How each signal is sent; a sentence where it cannot be. */
  readonly call: (signal: ProcessSignal) => ClientCall | string;
  /** Asks what there is now; null: it has ended. Throws a sentence when that cannot be known. */
  readonly look: () => Promise<ClientProcess | null>;
  /** Resolves when it is known to have ended, so that it is looked at once more. */
  readonly ended?: Promise<void>;
}

/** The process that a client tells of. */
export interface ClientProcess {
  readonly user: string;
  readonly command: string;
  readonly pid: number;
}

/** Seconds between two questions to a scheduler or daemon: Slurm asks its users not to poll it in a loop. */
const pace = { seldom: 10, soon: 2, closely: 2 };

/** A training that only a client reaches: each signal is one call of that client. */
export function clientReach(target: ClientTarget): Reach {
  let seen: ClientProcess | null = null;

  async function send(signal: ProcessSignal): Promise<void> {
    const call = target.call(signal);
    if (typeof call === 'string') throw new Error(call);
    const answer = await callClient(call);
    if (answer.status !== 0) {
      throw new Error(`${signal} was not sent to ${target.name}: ${call.program} says: ${complaintOf(answer)}.`);
    }
  }

  return {
    pace,
    ...(target.ended === undefined ? {} : { ended: target.ended }),
    look: async () => {
      seen = await target.look();
      return observationOf(target.name, seen);
    },
    send: async (signal, wasPaused) => {
      if (seen === null) throw new Error(`${signal} was not sent: ${target.name} has ended.`);
      const continued = wasPaused && (signal === 'SIGINT' || signal === 'SIGTERM');
      if (continued) await send('SIGCONT');
      await send(signal);
      const { pid, command } = seen;
      return { reached: { pid, command, processes: 1 }, continued };
    },
  };
}

/** Whether it is halted, ignores SIGINT or saves, no client tells. */
function observationOf(name: string, seen: ClientProcess | null): Observation {
  const plain = { ignoresInterrupt: false, stopped: null, saving: null, left: [] };
  if (seen === null) return { alive: false, target: null, ended: true, note: null, ...plain };
  const { user, command, pid } = seen;
  return {
    alive: true,
    target: { name, pid, processGroup: pid, user, command, ignoresInterrupt: false, processes: 1 },
    ended: false,
    // The process number means nothing on this machine.
    note: `signals go to ${name}; whether it is saving cannot be seen from here`,
    ...plain,
  };
}
