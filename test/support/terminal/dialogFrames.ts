import { expect, vi } from 'vitest';
import type { Terminal } from '../real/terminal.ts';

/** What is pressed, and what is on the screen once it has been done. */
export interface Step {
  readonly keys: string;
  readonly until: RegExp;
}

/** What is waited for: the panes alone, and the stop dialog of a training that goes on and of one that is over. */
export const closed = /keys of the panes/;
/** Between two saves something can be lost. */
export const open = /lost +N iterations[^]*later/;
export const ended = /has ended[^]*Nothing of it is left/;

/** What differs from run to run: names for places, and rows that are there or not. */
interface Normalising {
  readonly places: Readonly<Record<string, string>>;
  readonly without?: RegExp;
}

/**
 * Presses keys one after another and returns what each left on the screen as one text: the state of the training, the
 * open dialog and the last row. What differs from run to run is written as `N`, `TIME` and as the names of `places`,
 * and rows that go on in the next are joined.
 */
export async function dialogSequence(
  terminal: Terminal,
  { places, without = /^since the best/ }: Normalising,
  steps: readonly Step[],
): Promise<string> {
  const frames: string[] = [];
  for (const { keys, until } of steps) {
    terminal.press(keys);
    let before = '';
    const frame = await vi.waitFor(
      () => {
        const now = dialogFrame(terminal.screen(), { places, without });
        // A frame may come in several pieces.
        const isWhole = now === before;
        before = now;
        expect(isWhole).toBe(true);
        // While it reads what was written before, the header says how far.
        expect(now).toMatch(/^[A-Z]/);
        expect(
          now,
          `after ${steps
            .slice(0, frames.length + 1)
            .map((step) => step.keys)
            .join(' ')}`,
        ).toMatch(until);
        return now;
      },
      { timeout: 60_000, interval: 100 },
    );
    const reached = /^reaches [^]*^later .*$/m.exec(frame)?.[0] ?? null;
    const isRepeated = reached !== null && frames.some((earlier) => earlier.includes(reached));
    frames.push(`== ${keyNames[keys] ?? keys}\n${isRepeated ? frame.replace(reached, '(reaches: as before)') : frame}`);
  }
  return `${frames.join('\n\n')}\n`;
}

export const escape = '\u001B';
export const arrowLeft = '\u001B[D';
export const arrowRight = '\u001B[C';

const keyNames: Readonly<Record<string, string>> = {
  '': '(wait)',
  '\r': 'Enter',
  '\t': 'Tab',
  [escape]: 'Esc',
  [arrowLeft]: 'left',
  [arrowRight]: 'right',
};

function dialogFrame(screen: string, { places, without }: Required<Normalising>): string {
  const rows = screen.split('\n');
  const state = / {2}([A-Z][A-Z ]+[A-Z])(?: {2}|, )/.exec(rows[0] ?? '')?.[1] ?? '';
  const last = rows.findLast((row) => row !== '') ?? '';
  // Which keys the panes offer depends on the verdict.
  const closing = last.includes('q quit') ? '(the keys of the panes)' : last.split(/ {2,}/).join(' · ');
  return [state, ...joined(boxRows(rows)).filter((row) => !without.test(row)), closing]
    .map((row) => normalised(row, places))
    .join('\n');
}

/** The rows within the border of the dialog, its title first; none while no dialog is open. */
function boxRows(rows: readonly string[]): string[] {
  const top = rows.findIndex((row) => titles.test(row));
  if (top === -1) return [];
  const left = rows[top]!.search(titles);
  const right = rows[top]!.indexOf('╮', left);
  const height = rows.slice(top).findIndex((row) => row[left] === '╰');
  return rows.slice(top, top + height).map((row) => row.slice(left + 2, right - 1).trimEnd());
}

const titles = /╭ (?:stop this training\?|auto-stop|pause) /;

/** A row that begins further right than its text does goes on from the one above. */
function joined(rows: readonly string[]): string[] {
  const out: string[] = [];
  for (const row of rows) {
    if (/^ {2,}[^ [>]/.test(row) && out.length > 0) out[out.length - 1] += ` ${row.trim()}`;
    else out.push(row.replace(/─+$/, '').trimEnd());
  }
  return out;
}

function normalised(row: string, places: Readonly<Record<string, string>>): string {
  let text = row;
  for (const [name, place] of Object.entries(places)) text = text.replaceAll(place, name);
  return text
    .replaceAll(/\b\d[\d,.]* ?(?:h|m|s|min)\b(?: \d+ ?(?:m|s|min)\b)?/g, 'TIME')
    .replaceAll(/\d[\d,.]*/g, 'N')
    .replaceAll(/\bN iteration\b/g, 'N iterations')
    .replace(/^(command .*?) N sh -c .*$/, '$1 (and what else it started)')
    .replace(/^(last save.*|next: Go on .*)_(?:best|last)(?=\.weights)/, '$1_FILE');
}
