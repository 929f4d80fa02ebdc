import type { FleetState, FleetView } from '../../fleet/fleetState.ts';
import { dialogKeys } from './dialogKeys.ts';
import type { FleetCommand, FleetContext, FleetKey } from './fleetKey.ts';
import { listKeys } from './listKeys.ts';
import { fleetScreenKeys } from './screenKeys.ts';

/** All keys of the list, in the order of the help and of the hints. */
export const fleetKeys: readonly FleetKey[] = [...listKeys, ...dialogKeys, ...fleetScreenKeys];

/** Returns where keys go now. */
export function fleetContext({ typing, layer }: FleetState): FleetContext {
  return typing === null ? (layer ?? 'list') : 'filter';
}

/** Returns the keys that do something now. A read-only list has none that touches a training. */
export function fleetKeysFor({ state, settings }: FleetView): FleetKey[] {
  const context = fleetContext(state);
  return fleetKeys.filter(
    ({ contexts, touches }) => contexts.includes(context) && (touches !== true || !settings.readonly),
  );
}

/** Returns what a key does now, or null. Characters that are typed into a filter or a dialog are text. */
export function fleetCommand(view: FleetView, key: string): FleetCommand | null {
  const { state } = view;
  const found = fleetKeysFor(view).find(({ keys }) => keys.includes(key));
  if (found !== undefined) return found.act(view, key);
  const context = fleetContext(state);
  const text = key === 'space' ? ' ' : key;
  const isText = Array.from(text).length === 1;
  if (context === 'filter')
    return isText ? { type: 'type', text: `${state.typing ?? ''}${text}`.slice(0, maxFilterLength) } : null;
  if (context === 'rename' || context === 'tag' || context === 'note')
    return isText ? { type: 'entry', text: `${state.entry}${text}` } : null;
  const isKnown = fleetKeys.some(({ contexts, keys }) => contexts.includes(context) && keys.includes(key));
  return isKnown ? { type: 'notice', text: `${key} does nothing here: this list is read-only (--readonly).` } : null;
}

const maxFilterLength = 80;
