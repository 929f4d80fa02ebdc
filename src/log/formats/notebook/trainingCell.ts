import { tableLines } from './tableLines.ts';

/** The outputs of a notebook's cell as one log. */
export interface TrainingCell {
  /** Which of the cells with code it is, from 1, and how many there are. */
  readonly cell: number;
  readonly cells: number;
  readonly text: string;
}

/**
 * The newest cell of a notebook whose outputs look like those of a training; null where none does, or where the text is
 * no notebook (nbformat 3 and 4). Stream text is joined as the notebook shows it; tables that Hugging Face's Trainer or
 * fastai draws become the lines that it prints elsewhere.
 */
export function trainingCellIn(notebook: string): TrainingCell | null {
  return trainingAmong(codeCellsOf(notebook));
}

/** The code of the newest training's cell, and of the cells before it; empty where there is no training. */
export function codeOf(notebook: string): string {
  const codes = codeCellsOf(notebook);
  return codes
    .slice(0, trainingAmong(codes)?.cell ?? 0)
    .map((cell) => `${joined(fieldIn(cell, 'source') ?? fieldIn(cell, 'input'))}\n`)
    .join('');
}

function trainingAmong(codes: readonly unknown[]): TrainingCell | null {
  const texts = codes.map((cell) => outputsOf(cell).map(textOf).join(''));
  const at = texts.findLastIndex((text) => isTraining(text));
  return at === -1 ? null : { cell: at + 1, cells: codes.length, text: texts[at]! };
}

function codeCellsOf(notebook: string): unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(notebook);
  } catch {
    // It is being written.
    return [];
  }
  const sheets = listIn(parsed, 'worksheets');
  const cells = [...listIn(parsed, 'cells'), ...sheets.flatMap((sheet) => listIn(sheet, 'cells'))];
  return cells.filter((cell) => fieldIn(cell, 'cell_type') === 'code');
}

function outputsOf(cell: unknown): unknown[] {
  return listIn(cell, 'outputs');
}

function textOf(output: unknown): string {
  const traceback = listIn(output, 'traceback');
  if (traceback.length > 0) return `${joined(traceback)}\n`;
  const data = fieldIn(output, 'data') ?? output;
  const html = joined(fieldIn(data, 'text/html') ?? fieldIn(data, 'html'));
  if (html.includes('<table')) return tableLines(html);
  return joined(fieldIn(output, 'text') ?? fieldIn(data, 'text/plain'));
}

/** Text is a string, or a list of its lines with their ends. */
function joined(text: unknown): string {
  if (typeof text === 'string') return text;
  return Array.isArray(text) ? text.filter((part) => typeof part === 'string').join('') : '';
}

/** Three places of an epoch or a step, or losses, are more than a print of some settings has. */
function isTraining(text: string): boolean {
  return (text.match(signs)?.length ?? 0) >= 3 || columns.test(text);
}

function listIn(value: unknown, name: string): unknown[] {
  const list = fieldIn(value, name);
  return Array.isArray(list) ? list : [];
}

function fieldIn(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

/** fastai's table. */
const columns = /^epoch {2,}train_loss {2,}valid_loss\b.*\n\d/m;
const signs =
  /\b(?:epoch|iter|iteration|step)\b['":[\s]{0,4}\d|\bloss['":=\s]{1,4}\d|\d\/\d+ +[\d.]+[GM] |\bavg loss\b|\bmAP\b/gi;
