import { type OpenLine, openSshLine } from '../../fleet/remote/hostLine.ts';
import { hostSource } from '../../fleet/remote/hostSource.ts';
import { createTurns } from '../../fleet/remote/turns.ts';
import type { FleetSource } from '../../fleet/source.ts';

/**
 * Other machines, over ssh. Loaded only where there are some: the first frame of the list does not wait for it. `open`:
 * another way there, for tests.
 */
export function hostSources(hosts: readonly string[], open: OpenLine = openSshLine): readonly FleetSource[] {
  const turn = createTurns(maxConnecting, connectTime);
  return hosts.map((host) => hostSource(host, { open, turn }));
}

/**
 * Hosts that are connected to at once, and the seconds after which one that has not answered lets another begin: it is
 * the start of a connection that takes time here. One that is off answers nothing for ten.
 */
const maxConnecting = 24;
const connectTime = 2;
