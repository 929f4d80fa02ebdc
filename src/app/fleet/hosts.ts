import { type OpenLine, openSshLine } from '../../fleet/remote/hostLine.ts';
import { hostSource } from '../../fleet/remote/hostSource.ts';
import { createTurns } from '../../fleet/remote/turns.ts';
import type { FleetSource } from '../../fleet/source.ts';

export interface HostSourcesOptions {
  /** None is connected to before this resolves. */
  readonly ready?: Promise<void>;
  /** Another way there, for tests. */
  readonly open?: OpenLine;
}

/** Other machines, over ssh. Loaded only where there are some: the first frame of the list does not wait for it. */
export function hostSources(
  hosts: readonly string[],
  { ready = Promise.resolve(), open = openSshLine }: HostSourcesOptions = {},
): readonly FleetSource[] {
  const takeTurn = createTurns(maxConnecting, connectTime);
  const turn = async () => {
    await ready;
    return takeTurn();
  };
  return hosts.map((host) => hostSource(host, { open, turn }));
}

/**
 * Hosts that are connected to at once, and the seconds after which one that has not answered lets another begin: it is
 * the start of a connection that takes time here. One that is off answers nothing for ten.
 */
const maxConnecting = 24;
const connectTime = 2;
