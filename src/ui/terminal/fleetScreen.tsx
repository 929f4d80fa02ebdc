import process from 'node:process';
import { useApp, useInput, useIsScreenReaderEnabled, usePaste } from 'ink';
import { useSyncExternalStore } from 'react';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Member } from '../../fleet/member.ts';
import type { FleetSettings, FleetState } from '../state/fleet/fleetState.ts';
import { createFleetStore, type FleetStore } from '../state/fleet/fleetStore.ts';
import type { AskOf } from '../state/keys/fleet/fleetKey.ts';
import { fleetCommand, typedIntoFleet } from '../state/keys/fleet/fleetCommand.ts';
import { keyName } from '../state/keys/keyName.ts';
import { composeFleet } from '../view/fleet/fleetFrame.ts';
import { fleetLayerReach } from '../view/fleet/layers.ts';
import { spokenFleet } from '../view/fleet/spokenFleet.ts';
import { useJobControl } from './jobControl.ts';
import { renderScreen } from './renderScreen.ts';
import { Rows, SpokenLines } from './Rows.tsx';
import { terminalSize } from './terminalSize.ts';
import { type Theme, themeIn, type ThemeName } from './theme.ts';
import { useResize } from './useResize.ts';

export interface FleetScreenOptions {
  readonly fleet: Fleet;
  readonly settings: FleetSettings;
  /** The state in which the list was left; null for a new one. */
  readonly before?: FleetState | null;
  /** Said below the list, until a key is pressed; null for nothing. */
  readonly notice?: string | null;
  /** Null: what the terminal itself asks for. */
  readonly theme?: ThemeName | null;
  /** Epoch seconds. */
  readonly now?: () => number;
  readonly stdin?: NodeJS.ReadableStream;
  readonly stdout?: NodeJS.WritableStream;
  /** Called once the first frame has been written. */
  readonly onDrawn?: () => void;
}

/** How the list was left: with a training to be shown, or for good; and its state, to come back to. */
export interface FleetScreenEnd {
  readonly shown: Member | null;
  readonly state: FleetState;
}

/**
 * Shows the trainings of a fleet until the user opens one or closes the list. The terminal is given back in every case;
 * the fleet is not closed. Rejects with what was thrown while drawing.
 */
export async function showFleet(options: FleetScreenOptions): Promise<FleetScreenEnd> {
  const { fleet, settings, before = null, notice = null, theme = null } = options;
  const { stdin = process.stdin, stdout = process.stdout, now = () => Date.now() / 1000 } = options;
  const store = createFleetStore({
    fleet,
    settings,
    before,
    now,
    layerReach: fleetLayerReach,
    ...terminalSize(stdout),
  });
  store.dispatch({ type: 'notice', text: notice });
  const screen = renderScreen(<FleetScreen store={store} theme={themeIn(process.env, theme)} />, stdin, stdout);
  if (options.onDrawn !== undefined) setImmediate(options.onDrawn);
  try {
    const key: unknown = await screen.waitUntilExit();
    const state = store.state();
    return { shown: state.members.find((member) => member.key === key) ?? null, state };
  } finally {
    store.close();
  }
}

/** A name, a note or a tag is easily changed back. */
function isGrave({ request }: AskOf): boolean {
  return request.ask !== 'describe';
}

function FleetScreen({ store, theme }: { readonly store: FleetStore; readonly theme: Theme }) {
  const view = useSyncExternalStore(store.subscribe, store.view);
  const { exit } = useApp();
  const job = useJobControl();
  useResize(store);
  useInput((input, key) => {
    const names = keyName(input, key);
    for (const name of names) {
      if (store.state().notice !== null) store.dispatch({ type: 'notice', text: null });
      const command = fleetCommand(store.view(), name);
      if (command === null) continue;
      // A terminal without bracketed paste sends a paste as several characters at once: it must not confirm anything.
      if (names.length > 1 && command.type === 'request' && command.asks.some(isGrave)) return;
      store.perform(command);
      if (command.type === 'repaint') job.repaint();
      else if (command.type === 'suspend') job.suspend();
      else if (command.type === 'close') return exit();
      else if (command.type === 'show') return exit(command.member.key);
    }
  });
  usePaste((text) => {
    const command = typedIntoFleet(store.state(), text.split(/[\r\n]/)[0] ?? '');
    if (command !== null) store.perform(command);
  });
  const isReadOut = useIsScreenReaderEnabled();
  if (isReadOut) return <SpokenLines lines={spokenFleet(view)} />;
  return <Rows rows={composeFleet(view)} theme={theme} />;
}
