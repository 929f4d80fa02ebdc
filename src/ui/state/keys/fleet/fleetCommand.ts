import type { FleetState, FleetView } from '../../fleet/fleetState.ts';
import { dialogKeys } from './dialogKeys.ts';
import { longerFilter, typedBy } from '../typing.ts';
import { type FleetCommand, type FleetContext, type FleetKey, typedLayers } from './fleetKey.ts';
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
  const found = fleetKeysFor(view).find(({ keys }) => keys.includes(key));
  if (found !== undefined) return found.act(view, key);
  const context = fleetContext(view.state);
  if (typed.has(context)) {
    const text = typedBy(key);
    return text === null ? null : typedIntoFleet(view.state, text);
  }
  const isKnown = fleetKeys.some(({ contexts, keys }) => contexts.includes(context) && keys.includes(key));
  return isKnown ? { type: 'notice', text: `${key} does nothing here: this list is read-only (--readonly).` } : null;
}

/** Returns what comes of text that is typed or pasted where it is text; null elsewhere. */
export function typedIntoFleet(state: FleetState, text: string): FleetCommand | null {
  const context = fleetContext(state);
  if (context === 'filter') return { type: 'type', text: longerFilter(state.typing, text) };
  return typed.has(context) ? { type: 'entry', text: state.entry + text } : null;
}

/** Where what is typed is text. */
const typed: ReadonlySet<FleetContext> = new Set(['filter', ...typedLayers]);
