import { createFleet, type Fleet } from '../../fleet/fleet.ts';
import type { FleetHost } from '../../fleet/fleetHost.ts';
import type { Member } from '../../fleet/member.ts';
import type { FleetSource } from '../../fleet/source.ts';
import { openLocalRuns } from '../../fleet/local/localRuns.ts';
import { localSource } from '../../fleet/local/localSource.ts';
import type { FleetChoice } from './fleetChoice.ts';

/** Opens the trainings of this machine and of those that are chosen. No machine is connected to before `ready`. */
export async function openFleet(choice: FleetChoice, ready: Promise<void> = Promise.resolve()): Promise<Fleet> {
  return createFleet([localSource(openLocalRuns()), ...(await sourcesElsewhere(choice, ready))]);
}

async function sourcesElsewhere(choice: FleetChoice, ready: Promise<void>): Promise<readonly FleetSource[]> {
  const { hosts, slurm, pods, experiment } = choice;
  return [
    ...(hosts.length === 0 ? [] : (await import('./hosts.ts')).hostSources(hosts, { ready })),
    ...(slurm || pods !== null || experiment !== null ? (await import('./schedulers.ts')).schedulers(choice) : []),
  ];
}

/** What other machines tell at once, and a sentence for each that tells nothing. */
export interface Elsewhere {
  readonly members: readonly Member[];
  readonly problems: readonly string[];
}

/** Asks the chosen machines for their trainings, once. */
export async function lookElsewhere(choice: FleetChoice): Promise<Elsewhere> {
  const sources = await sourcesElsewhere(choice, Promise.resolve());
  try {
    await Promise.all(sources.map(settled));
    return {
      members: sources.flatMap((source) => source.members()),
      problems: sources
        .map((source) => source.host())
        .flatMap((host) => (host.state === 'live' ? [] : [awayText(host)])),
    };
  } finally {
    for (const source of sources) void source.close();
  }
}

/** Waits until a source has told its trainings, or why it does not, but not for ever. */
async function settled(source: FleetSource): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, tellPatience * 1000);
  const look = (): void => {
    if (source.host().state !== 'connecting' && !source.members().some(isBeingRead)) resolve();
  };
  const leave = source.subscribe(look);
  look();
  await promise;
  clearTimeout(timer);
  leave();
}

function isBeingRead({ way, state, verdict, trouble }: Member): boolean {
  return way !== 'ssh' && state === 'running' && verdict === null && trouble === null;
}

/** Seconds: `ssh` itself gives up after ten (`sshPlace`). */
const tellPatience = 20;

function awayText({ name, problem, remedy }: Pick<FleetHost, 'name' | 'problem' | 'remedy'>): string {
  const help = remedy === null ? '' : ` Try: ${remedy}`;
  return `${name} tells nothing. ${problem ?? 'It has not answered in time.'}${help}`;
}
