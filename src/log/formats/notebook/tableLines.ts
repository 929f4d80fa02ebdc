/**
 * The rows of the table that a trainer draws in a notebook, as the lines that it prints elsewhere: Hugging Face's
 * Trainer by epoch its dictionaries, by step JSON records; fastai columns that stand two blanks apart. Empty for any
 * other table. Source: transformers/utils/notebook.py, fastprogress.py.
 */
export function tableLines(html: string): string {
  const rows = html
    .split('<tr')
    .slice(1)
    .map((row) => cellsOf(row.split('</tr', 1)[0]!));
  const header = rows[0] ?? [];
  const [place] = header;
  if (place === 'epoch' && header[1] === 'train_loss') return columnLines([header, ...rows.slice(1)]);
  if ((place !== 'Epoch' && place !== 'Step') || !header.includes('Training Loss')) return '';
  return rows
    .slice(1)
    .map((cells) => (cells.length === header.length ? rowLines(header, cells) : ''))
    .join('');
}

function columnLines(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map((cell) => cell.padEnd(10)).join('  ')}\n`).join('');
}

function rowLines(header: readonly string[], cells: readonly string[]): string {
  const [place, at] = [header[0]!, Number(cells[0])];
  if (!Number.isFinite(at)) return '';
  const figures = header.slice(1).flatMap((name, index): [string, number][] => {
    const value = cells[index + 1]!;
    return isNumber.test(value) ? [[keyOf(name), Number(value)]] : [];
  });
  if (place === 'Step') return `${JSON.stringify({ step: at, ...Object.fromEntries(figures) })}\n`;
  const [loss, evaluated] = [figures.filter(([key]) => key === 'loss'), figures.filter(([key]) => key !== 'loss')];
  return [loss, evaluated].map((some) => (some.length === 0 ? '' : `${dictionaryOf(some, at)}\n`)).join('');
}

function dictionaryOf(figures: readonly (readonly [string, number])[], epoch: number): string {
  const whole = Number.isInteger(epoch) ? epoch.toFixed(1) : String(epoch);
  return `{${figures.map(([key, value]) => `'${key}': ${value}, `).join('')}'epoch': ${whole}}`;
}

/** `Training Loss` is `loss`, `Map 50` was `eval_map_50` before it was drawn. */
function keyOf(name: string): string {
  if (name === 'Training Loss') return 'loss';
  if (name === 'Validation Loss') return 'eval_loss';
  return `eval_${name.toLowerCase().replaceAll(/[^a-z\d]+/g, '_')}`;
}

function cellsOf(row: string): string[] {
  return row
    .split(/<t[hd]\b/)
    .slice(1)
    .map((cell) =>
      cell
        .slice(cell.indexOf('>') + 1)
        .split('<', 1)[0]!
        .trim(),
    );
}

const isNumber = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;
