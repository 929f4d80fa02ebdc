import { coordinateGroups } from '../fleet/coordination/coordinateGroups.ts';
import type { Member } from '../fleet/member.ts';
import { showFleet } from '../ui/terminal/fleetScreen.tsx';
import type { FleetState } from '../ui/state/fleet/fleetState.ts';
import type { MetricUnit } from '../words/metric.ts';
import type { FleetChoice } from './fleet/fleetChoice.ts';
import { openFleet } from './fleet/openFleet.ts';
import { errorMessage } from '../words/errors.ts';
import type { ScreenTerminal } from './screenTerminal.ts';

export interface WatchFleetOptions {
  readonly terminal: ScreenTerminal;
  readonly choice: FleetChoice;
  readonly mapUnit: MetricUnit;
  readonly readonly: boolean;
  /** Shows a training until it is closed. Rejects with a full sentence. */
  readonly open: (member: Member) => Promise<void>;
}

/** Shows the list of trainings, and each that is opened, until the list itself is closed. */
export async function watchFleet({ terminal, choice, mapUnit, readonly, open }: WatchFleetOptions): Promise<void> {
  const { keys: stdin, theme, characters } = terminal;
  const drawn = Promise.withResolvers<void>();
  const fleet = await openFleet(choice, drawn.promise);
  // A list that is read-only must not stop anything.
  const endCoordination = readonly ? null : coordinateGroups(fleet);
  let before: FleetState | null = null;
  let notice: string | null = null;
  try {
    for (;;) {
      const settings = { characters, mapUnit, readonly };
      const onDrawn = drawn.resolve;
      const { shown, state } = await showFleet({ fleet, settings, before, notice, theme, stdin, onDrawn });
      if (shown === null) return;
      before = state;
      notice = await open(shown).then(() => null, errorMessage);
    }
  } finally {
    await endCoordination?.();
    await fleet.close();
  }
}
