import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { trainingCellIn } from '../../../../src/log/formats/notebook/trainingCell.ts';
import { readLog } from '../../../../src/monitor/readLog.ts';
import { fixture } from '../../../support/trainers/readText.ts';

const code = (...outputs: readonly unknown[]) => ({ cell_type: 'code', source: ['train()'], outputs });
const stream = (text: string | readonly string[]) => ({ output_type: 'stream', name: 'stdout', text });
const notebook = (...cells: readonly unknown[]) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 0,
    metadata: {},
    cells: [{ cell_type: 'markdown', source: ['# YOLO'] }, ...cells],
  });

const console = fixture('ultralytics/8.3.63-curve.log').toString();
/** As Jupyter keeps it: in pieces of lines, in as many outputs as the streams took turns. */
const lines = console.split(/(?<=\n)/);
const training = code(stream(lines.slice(0, 40)), stream(lines.slice(40)));

async function runOfNotebook(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-notebook-'));
  try {
    const path = join(folder, 'train.ipynb');
    writeFileSync(path, text);
    return (await readLog(path, { trainer: null, started: null })).run;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a notebook is read as the newest of its trainings, whose cell is told', async () => {
  const older = code(stream('Epoch 1/3 loss: 0.5\nEpoch 2/3 loss: 0.4\nEpoch 3/3 loss: 0.3\n'));
  const text = notebook(older, code(stream('pip install ultralytics\n')), training, code(stream('done\n')));
  expect(trainingCellIn(text)).toMatchObject({ cell: 3, cells: 4 });
  const run = await runOfNotebook(text);
  expect(run.trainer!.name).toBe('ultralytics');
  expect(run.epochs).toEqual({ first: 1, last: 20, count: 20 });
  expect(run.evaluations).toHaveLength(20);
});

const table = (head: readonly string[], rows: readonly (readonly string[])[]) => ({
  output_type: 'display_data',
  data: {
    'text/html': [
      '<div><progress value="2" max="2"></progress></div>\n<table border="1" class="dataframe">\n<thead>\n<tr style="text-align: left;">\n',
      head.map((name) => `<th>${name}</th>\n`).join(''),
      '</tr></thead><tbody>',
      rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('\n')}</tr>`).join(''),
      '</tbody></table><p>',
    ],
    'text/plain': ['<IPython.core.display.HTML object>'],
  },
});

test("the table of Hugging Face's Trainer is read by epoch", async () => {
  const head = ['Epoch', 'Training Loss', 'Validation Loss', 'Map', 'Map 50'];
  const rows = [
    ['1', 'No log', '1.900000', '0.100000', '0.250000'],
    ['2', '1.750000', '1.500000', '0.300000', '0.500000'],
  ];
  const run = await runOfNotebook(notebook(code(table(head, rows))));
  expect(run.trainer!.name).toBe('hf-trainer');
  expect(run.evaluations).toMatchObject([
    { epoch: 1, map50: 0.25, map50To95: 0.1 },
    { epoch: 2, map50: 0.5, map50To95: 0.3 },
  ]);
  expect(run.loss!.last).toBe(1.75);
});

test('a recorded table is read to its last row', async () => {
  const run = await runOfNotebook(fixture('hf-trainer/rf-detr-table.ipynb').toString());
  expect(run.evaluations.map(({ epoch, map50, map50To95 }) => [epoch, map50, map50To95])).toEqual([
    [1, 0.2846, 0.1688],
    [2, 0.3664, 0.2351],
    [3, 0.3945, 0.2574],
  ]);
  expect(run.loss).toMatchObject({ first: 11.0942, last: 8.9251 });
});

test('and by step', async () => {
  const head = ['Step', 'Training Loss', 'Validation Loss', 'Map', 'Map 50'];
  const rows = [
    ['500', '1.900000', '1.800000', '0.100000', '0.250000'],
    ['1000', '1.750000', '1.500000', '0.300000', '0.500000'],
  ];
  const run = await runOfNotebook(notebook(code(table(head, rows))));
  expect(run.iterations!.last).toBe(1000);
  expect(run.evaluations).toMatchObject([
    { iteration: 500, map50: 0.25, map50To95: 0.1 },
    { iteration: 1000, map50: 0.5, map50To95: 0.3 },
  ]);
});

test('a half-written notebook, one of nbformat 3 and one without a training make no mistakes', () => {
  expect(trainingCellIn(notebook(training).slice(0, 5000))).toBeNull();
  expect(trainingCellIn(notebook(code(stream('hello\n'))))).toBeNull();
  expect(trainingCellIn('[1]')).toBeNull();
  const old = { nbformat: 3, worksheets: [{ cells: [code(stream(console))] }] };
  expect(trainingCellIn(JSON.stringify(old))).toEqual({ cell: 1, cells: 1, text: console });
});

test('a public notebook says each of its rows, also those whose training loss is not logged yet', async () => {
  const text = fixture('hf-trainer/rt-detr.ipynb').toString();
  const rows = Array.from(
    text.matchAll(
      /<td>(\d+)<\/td>(?:\\n|["\s,])*<td>[^<]*<\/td>(?:\\n|["\s,])*<td>[\d.]+<\/td>(?:\\n|["\s,])*<td>([\d.]+)</g,
    ),
  );
  const run = await runOfNotebook(text);
  expect(rows).toHaveLength(10);
  expect(run.evaluations.map(({ epoch, map50To95 }) => [epoch, map50To95])).toEqual(
    rows.map(([, epoch, map]) => [Number(epoch), Number(map)]),
  );
});
