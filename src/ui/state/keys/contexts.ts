import type { Layer } from '../state.ts';
import type { Context } from './keyBinding.ts';

export const layers: readonly Layer[] = ['help', 'why', 'stop', 'pause', 'auto', 'length'];

export const everywhere: readonly Context[] = ['panes', 'filter', ...layers];
