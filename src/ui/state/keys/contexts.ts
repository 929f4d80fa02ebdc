import type { Layer } from '../state.ts';
import type { Context } from './keyBinding.ts';

/** Layers in which letters are keys. */
export const layers: readonly Layer[] = ['help', 'why', 'stop', 'pause', 'auto', 'length', 'runs'];

/** Where what is typed is text. */
export const typed: ReadonlySet<Context> = new Set(['filter', 'note']);

export const everywhere: readonly Context[] = ['panes', ...typed, ...layers];
