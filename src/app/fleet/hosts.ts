import { hostSource } from '../../fleet/remote/hostSource.ts';
import { createTurns } from '../../fleet/remote/turns.ts';
import type { FleetSource } from '../../fleet/source.ts';

/** Other machines, over ssh. Loaded only where there are some: the first frame of the list does not wait for it. */
export function hostSources(hosts: readonly string[]): readonly FleetSource[] {
  const turn = createTurns(maxConnecting);
  return hosts.map((host) => hostSource(host, { turn }));
}

/** Hosts that are connected to at once: each takes a process here, and most of its time is waiting. */
const maxConnecting = 24;
