import { headingLine, paramLines, runStatus, statusLine, summaryLine, valueLine } from '../tracked/text.ts';
import { createRecordFileReader } from './recordFile.ts';
import { type WandbItem, type WandbRecord, wandbRecordIn } from './records.ts';

/** Where what is in a `.wandb` file goes to. */
export interface WandbHandlers {
  /** Figures, as the text of a tracked run (`../tracked/text.ts`). */
  readonly onFigures: (text: string) => void;
  /** What the training wrote to its console. */
  readonly onConsole: (text: string) => void;
}

/**
 * Reads a `.wandb` file as it grows: history, configuration, system metrics, exit status, console, and of the summary
 * what the history never had, at the end. Takes pieces of the file that may be cut anywhere.
 */
export function createWandbReader({ onFigures, onConsole }: WandbHandlers): (bytes: Buffer) => void {
  let begun = false;
  let step = 0;
  const summary = createSummary();

  function take(record: WandbRecord): void {
    switch (record.is) {
      case 'run':
        if (!begun) onFigures(headingLine('W&B', record.id));
        begun = true;
        onFigures(paramLines(paramsOf(record.config)));
        return;
      case 'config':
        onFigures(paramLines(paramsOf(record.items)));
        return;
      case 'history':
        step = record.step ?? numberOf(record.items, '_step') ?? step + 1;
        summary.logged(record.items);
        onFigures(historyLines(record.items, step));
        return;
      case 'summary':
        summary.set(record.items);
        return;
      case 'stats':
        onFigures(record.items.map((item) => valueText(item, record.time, step, 'system/')).join(''));
        return;
      case 'console':
        onConsole(record.text);
        return;
      case 'exit':
        onFigures(summary.lines(step));
        onFigures(statusLine(record.code === 0 ? runStatus.finished : runStatus.failed));
        return;
      default:
        record satisfies never;
    }
  }

  const { push } = createRecordFileReader((bytes) => {
    const record = wandbRecordIn(bytes);
    if (record !== null) take(record);
  });
  return push;
}

/** What is in the summary of a run and not in its history. wandb-core writes the summary of a row before the row. */
function createSummary() {
  const logged = new Set<string>();
  const set = new Map<string, number>();
  let last: number | null = null;
  return {
    logged: (items: readonly WandbItem[]): void => {
      for (const { name } of items) if (logged.size < maxNames) logged.add(name);
    },
    set: (items: readonly WandbItem[]): void => {
      last = numberOf(items, '_step') ?? last;
      for (const { name, value } of items) {
        if (typeof value === 'number' && !name.startsWith('_') && set.size < maxNames) set.set(name, value);
      }
    },
    lines: (step: number): string =>
      [...set]
        .filter(([name]) => !logged.has(name))
        .map(([name, value]) => summaryLine(value, last ?? step, name))
        .join(''),
  };
}

/** Names come from the file, so there is no end to them. */
const maxNames = 10_000;

/** The values of a row in an order that is always the same: wandb-core writes them in any. `_` begins its own names. */
function historyLines(items: readonly WandbItem[], step: number): string {
  const time = numberOf(items, '_timestamp') ?? 0;
  return items
    .filter(({ name }) => !name.startsWith('_'))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((item) => valueText(item, time, step, ''))
    .join('');
}

function valueText({ name, value }: WandbItem, time: number, step: number, folder: string): string {
  return typeof value === 'number' ? valueLine(time * 1000, value, step, `${folder}${name}`) : '';
}

function numberOf(items: readonly WandbItem[], wanted: string): number | null {
  const value = items.find(({ name }) => name === wanted)?.value;
  return typeof value === 'number' ? value : null;
}

function paramsOf(items: readonly WandbItem[]): [string, string][] {
  return items.map(({ name, value }) => [name, String(value)]);
}
