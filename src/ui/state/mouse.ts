import type { Command } from './keys/keyBinding.ts';
import { paneAt } from './layout/paneAt.ts';
import { chartPanes } from './panes.ts';
import type { View } from './view.ts';

/** What the mouse did, at a cell of the screen, counted from 0. */
export interface MouseEvent {
  readonly did: 'press' | 'wheel-up' | 'wheel-down' | 'other';
  readonly column: number;
  readonly row: number;
}

/**
 * Reads what a terminal sends for the mouse in SGR mode, `[<64;10;5M` without its escape (XTerm Control Sequences,
 * "Extended coordinates"). Null for what is no such report.
 */
export function mouseEvent(input: string): MouseEvent | null {
  const [, code, column, row, end] = /^\[<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])$/.exec(input) ?? [];
  if (code === undefined) return null;
  const did = end === 'M' ? (buttons[Number(code)] ?? 'other') : 'other';
  return { did, column: Number(column) - 1, row: Number(row) - 1 };
}

/** Buttons without modifier keys: with one the terminal itself selects or pastes. */
const buttons: Readonly<Record<number, MouseEvent['did']>> = { 0: 'press', 64: 'wheel-up', 65: 'wheel-down' };

/**
 * Returns what the mouse asks for: the wheel zooms the charts and scrolls all else, a click focuses a pane. In a dialog
 * it scrolls only, so that no click can touch the training.
 */
export function mouseCommands(view: View, { did, column, row }: MouseEvent): readonly Command[] {
  if (did === 'other') return [];
  const key = did === 'wheel-up' ? 'up' : 'down';
  const scroll: readonly Command[] = Array.from({ length: wheelRows }, () => ({ type: 'scroll', key }));
  if (view.state.layer !== null) return did === 'press' ? [] : scroll;
  const pane = paneAt(view, column, row);
  if (pane === null) return did === 'press' ? [] : scroll;
  const focus: readonly Command[] = view.state.focus === pane ? [] : [{ type: 'focus', pane }];
  if (did === 'press') return focus;
  return [...focus, ...(chartPanes.has(pane) ? [{ type: 'zoom', by: key === 'up' ? 1 : -1 } as const] : scroll)];
}

/** Rows that a step of the wheel scrolls, as in most terminals. */
const wheelRows = 3;
