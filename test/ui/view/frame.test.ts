import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFacts } from '../../../src/ui/state/facts/facts.ts';
import { listRows } from '../../../src/ui/state/layout/wantedPanes.ts';
import { contentLengths } from '../../../src/ui/view/contentLengths.ts';
import { composeFrame } from '../../../src/ui/view/frame.ts';
import { drawPane } from '../../../src/ui/view/panes/index.ts';
import { createScreenState, type Layer, type ScreenState } from '../../../src/ui/state/state.ts';
import { plainText, rowWidth } from '../../../src/words/terminal/row.ts';
import { displayWidth } from '../../../src/words/terminal/screenText.ts';
import type { MachineFacts } from '../../../src/ui/state/facts/machine.ts';
import type { OtherRun } from '../../../src/ui/state/facts/others.ts';
import {
  darknetEvents,
  falling,
  fedMonitor,
  logLines,
  otherRun,
  recordingControl,
  someChecklist,
  someGpu,
  someSample,
  someVerdict,
} from '../../support/ui/fakes.ts';
import type { Characters } from '../../../src/words/characters.ts';
import { paneNames } from '../../../src/ui/state/panes.ts';

const control = recordingControl({ command: '日本語'.repeat(30) });
const target = await control.target();

const names = ['empty', 'unknown', 'early', 'plateau', 'over', 'broken', 'failed'] as const;

const trainings = {
  empty: fedMonitor(null),
  unknown: fedMonitor(null),
  early: fedMonitor(),
  plateau: fedMonitor(undefined, someVerdict()),
  over: fedMonitor(undefined, someVerdict({ name: 'finished', action: 'stop' })),
  broken: fedMonitor(undefined, someVerdict({ name: 'diverged', action: 'stop' })),
  failed: fedMonitor(
    undefined,
    someVerdict({
      name: 'failed',
      action: 'stop',
      words: 'FAILED',
      headline: 'CUDA out of memory. Tried to allocate 20.00 MiB (GPU 0; 7.79 GiB total capacity)',
    }),
  ),
};
trainings.unknown.feed([], ['hello 日本語 🙂', '\u001B[31mred', 'x'.repeat(500)]);
trainings.early.feed(darknetEvents(300), logLines(3));
trainings.plateau.feed(darknetEvents(3000), logLines(100));
trainings.over.feed([...darknetEvents(6000, 6000, falling), { type: 'ended', how: 'complete' }], logLines(5));
trainings.failed.feed(darknetEvents(500), logLines(5));
trainings.broken.feed(darknetEvents(500));
for (let at = 501; at < 520; at++) {
  trainings.broken.feed([
    {
      type: 'iteration',
      iteration: at,
      epoch: null,
      loss: Number.NaN,
      batchLoss: null,
      learningRate: Number.NaN,
      seconds: 0.4,
      images: at * 64,
      remaining: null,
    },
  ]);
}

const others: readonly OtherRun[] = [
  otherRun({ id: 'older', name: 'shapes before 日本語' }),
  otherRun({ id: 'oldest', name: 'another', axis: 'epoch', map: [], loss: [] }),
];

const sample = someSample({
  gpus: [someGpu(), { ...someGpu(), name: '', utilisation: null, memoryUsed: null, power: null }],
});
const machine: MachineFacts = {
  sample,
  recent: [sample],
  gpus: [
    { busy: [0.5, 0.9, 0.97], memory: [0.1, 0.2, 0.2], power: [0.3, 0.3, 0.3] },
    { busy: [Number.NaN], memory: [Number.NaN], power: [Number.NaN] },
  ],
  load: [0.2],
};

const checklist = someChecklist();
const note = { read: () => 'twice the images 日本語', keep: async () => {} };

function facts(name: (typeof names)[number], characters: Characters = 'box') {
  const fixed = { title: 'shapes 日本語', readonly: false, comeBack: 'plateau attach', characters };
  return readFacts(trainings[name], control, target, fixed, 1000, { others, machine, checklist, troubles: [], note });
}

function text(
  name: (typeof names)[number],
  columns: number,
  rows: number,
  part: Partial<ScreenState> = {},
  characters: Characters = 'box',
): string {
  const frame = composeFrame({
    facts: facts(name, characters),
    state: { ...createScreenState(columns, rows), ...part },
  });
  return frame.rows.map((cells) => plainText(cells).trimEnd()).join('\n');
}

describe('a frame', () => {
  test('is never wider than the terminal nor taller than all of its rows but one, whatever is open', () => {
    const anything = fc.record({
      name: fc.constantFrom(...names),
      columns: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(30, 40, 59, 60, 80, 100, 120)),
      rows: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(8, 12, 14, 16, 24, 30, 40)),
      characters: fc.constantFrom<Characters>('box', 'braille', 'ascii'),
      layer: fc.constantFrom<Layer | null>(
        null,
        null,
        'help',
        'why',
        'stop',
        'pause',
        'auto',
        'length',
        'runs',
        'note',
      ),
      full: fc.option(fc.constantFrom(...paneNames)),
      focus: fc.constantFrom(...paneNames),
      off: fc.subarray(paneNames.slice()),
      smoothing: fc.integer({ min: 0, max: 6 }),
      zoom: fc.integer({ min: 0, max: 10 }),
      pan: fc.double({ min: 0, max: 1, noNaN: true }),
      logScale: fc.boolean(),
      tailView: fc.boolean(),
      axis: fc.constantFrom<ScreenState['axis']>('step', 'epoch', 'time'),
      layerScroll: fc.nat(50),
      logBack: fc.nat(200),
      cursor: fc.option(fc.integer({ min: -10, max: 7000 })),
      metric: fc.option(fc.constantFrom('iou', 'learningRate', 'evaluation recall', 'none such')),
      overlay: fc.subarray(['older', 'oldest']),
      helpFilter: fc.constantFrom('', 'pane', 'xyz'),
      page: fc.option(
        fc.record({
          lines: fc.array(fc.record({ offset: fc.nat(), text: fc.string({ unit: 'grapheme' }) })),
          size: fc.nat(),
          hit: fc.option(fc.nat()),
        }),
      ),
      searched: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      typing: fc.option(fc.string({ unit: 'grapheme' })),
      notice: fc.option(fc.string({ unit: 'grapheme' })),
      frozen: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, ({ name, characters, ...part }) => {
        const state = { ...createScreenState(part.columns, part.rows), ...part };
        const { rows, tables } = composeFrame({ facts: facts(name, characters), state });
        expect(rows).toHaveLength(Math.max(1, part.rows - 1));
        for (const cells of rows) expect(rowWidth(cells)).toBe(part.columns);
        for (const { left, top, width, height, table } of tables) {
          expect(left + width).toBeLessThanOrEqual(part.columns);
          expect(top + height).toBeLessThanOrEqual(part.rows - 1);
          expect(3 + table.data.length * 2).toBeLessThanOrEqual(height);
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('has the verdict on line 2 at every size that has a second line', () => {
    for (const [columns, rows] of [
      [30, 8],
      [40, 12],
      [60, 16],
      [80, 24],
      [120, 40],
      [200, 60],
    ] as const) {
      expect(text('plateau', columns, rows).split('\n')[1]).toMatch(/^! MAY STOP/);
    }
  });

  test('below 30 by 8 says what matters and what size is needed, in one line or as many as there are', () => {
    const lines = (columns: number, rows: number) => text('plateau', columns, rows).trim().split('\n');
    expect(lines(60, 7)).toEqual(['! MAY STOP  50%  mAP 82.8 %  loss 0.395  needs 30x8']);
    expect(lines(25, 6)).toEqual(['! MAY STOP  50%', 'mAP 82.8 %  loss 0.395', 'needs 30x8']);
    expect(lines(10, 3)).toEqual(['! MAY STOP', '50%']);
    expect(lines(10, 2)).toEqual(['! MAY STOP']);
  });

  test('says no figure twice: what the header tells is not in the row of figures', () => {
    const [header = '', ...rest] = text('plateau', 120, 40).split('\n');
    const figures = rest.at(-2) ?? '';
    expect(header).toContain('it 3000/6000');
    expect(header).toContain('ETA 20m');
    expect(figures).toMatch(/^elapsed 20m {2}just saved {2}2\.5 it\/s {2}160 images\/s/);
    expect(figures).not.toMatch(/3000|ETA/);
  });

  test('tells the GPU where its pane has no room', () => {
    expect(text('plateau', 120, 40, { off: ['machine'] })).toMatch(/^elapsed 20m  2 GPUs 97%/m);
    const beside = text('plateau', 120, 40, { off: ['checklist'] });
    expect(beside).toContain('9 machine');
    expect(beside).not.toContain('2 GPUs');
    expect(text('plateau', 40, 16)).toMatch(/^GPU0 97% 10\.2G\/80G 71C 212W/m);
  });

  test('marks whatever it cuts', () => {
    expect(text('plateau', 80, 24, {})).toMatch(/^│v3 \(iou loss, .*…│$/m);
    expect(text('plateau', 60, 24, { notice: 'x'.repeat(100) })).toMatch(/x…$/);
    const [first = '', second = ''] = text('plateau', 40, 12).split('\n').slice(1);
    expect(`${first} ${second}`).toMatch(/^! MAY STOP {2}no new best .* w why$/);
  });

  test('of a training that diverged shows nan, and no figure from before it happened', () => {
    for (const [columns, rows] of [
      [120, 40],
      [40, 12],
      [25, 6],
    ] as const) {
      const drawn = text('broken', columns, rows);
      expect(drawn, `${columns}x${rows}`).toMatch(/loss +nan/);
      expect(drawn, `${columns}x${rows}`).not.toMatch(/loss +\d|IoU +[.\d]/);
    }
  });

  test('is nothing but ASCII with --chars ascii, whatever the log holds', () => {
    for (const name of names) {
      const drawn = text(name, 120, 40, {}, 'ascii').replaceAll(/[日本語🙂]/gu, '');
      expect(drawn).toMatch(/^[\x20-\x7e\n]*$/);
    }
  });

  test('keeps its columns under each other, whatever the names of the trainings are written in', () => {
    const rows = text('plateau', 100, 24, { layer: 'runs' })
      .split('\n')
      .filter((line) => line.includes('71.0 %'));
    expect(rows).toHaveLength(2);
    const [first = '', second = ''] = rows;
    expect(displayWidth(first.slice(0, first.indexOf('3000')))).toBe(
      displayWidth(second.slice(0, second.indexOf('3000'))),
    );
  });

  test('gives what it says its share of the banner before what can be pressed', () => {
    const second = (columns: number) => text('plateau', columns, 12).split('\n')[2] ?? '';
    expect(second(40)).toMatch(/s stop {2}w why$/);
    expect(second(30)).toMatch(/^ {2}.{10,} {2}s stop/);
  });

  test('breaks the message of an error between words, and makes no two sentences of what stands in brackets', () => {
    const banner = text('failed', 60, 24).split('\n').slice(1, 3).join('\n');
    expect(banner).toMatch(/^X FAILED {2}CUDA out of memory\. Tried to allocate 20\.00 MiB\n {2}\(GPU 0; 7\.79 GiB/);
  });

  test('keeps the choices of a question in view on a small terminal, and shows its words with the arrows', () => {
    for (const layer of ['pause', 'auto'] as const) {
      const reach = contentLengths.layer({
        facts: facts('plateau'),
        state: { ...createScreenState(40, 12), layer },
      });
      const [first, last] = [0, reach].map((layerScroll) => text('plateau', 40, 12, { layer, layerScroll }));
      expect(first).toMatch(/> \[n\] cancel +\[y\] yes/);
      expect(last).toMatch(/> \[n\] cancel +\[y\] yes/);
      expect(first).toMatch(/Pause the training|Stop the training/);
      expect(last).toMatch(/can use\s+it\.|It saves/);
    }
  });

  test('keeps what is typed in view on a small terminal', () => {
    expect(text('plateau', 40, 12, { layer: 'note', entry: 'twice the images' })).toMatch(/twice the images_[^]*Esc/);
  });

  test('has lists as long as the layout takes them to be', () => {
    const seen = facts('plateau');
    const rows = listRows(seen);
    for (const pane of ['classes', 'checklist', 'machine'] as const)
      expect(drawPane(pane, seen, createScreenState(120, 40), 100, 1).length).toBe(rows[pane]);
  });

  test('does not open the stop dialog where its costs cannot be read', () => {
    expect(text('plateau', 60, 7, { layer: 'stop' })).toContain('stop needs 30x8');
  });

  test('says what is awaited before the first evaluation, and when', () => {
    const drawn = text('early', 80, 24);
    expect(drawn).toContain('no evaluation yet:');
    expect(drawn).toContain('the first at iteration 1000');
    expect(drawn).toMatch(/in 5m *│$/m);
  });

  test('says that no trainer was recognised and what to do', () => {
    const drawn = text('unknown', 80, 24);
    expect(drawn).toContain('no trainer recognised');
    expect(drawn).toContain('--trainer NAME');
    expect(drawn).toContain('hello 日本語 🙂');
  });

  test('never carries control bytes of the log to the terminal', () => {
    expect(text('unknown', 80, 24)).not.toContain('\u001B');
  });

  test('shows a loss that is no number as nan and keeps the curve before it', () => {
    const drawn = text('broken', 80, 24);
    expect(drawn).toMatch(/loss nan/);
    expect(drawn).toContain('╰');
    expect(drawn.split('\n')[1]).toMatch(/^X DIVERGED/);
  });

  test('keeps the three loss bands and their names on the screen', () => {
    const drawn = text('plateau', 120, 40);
    expect(drawn).toContain('2.0 generic model');
    expect(drawn).toMatch(/1\.0/);
    expect(drawn).toMatch(/0\.5/);
    expect(drawn).toContain('90 good');
  });

  test('ends with a summary: the best, the verdict and what is next', () => {
    const drawn = text('over', 80, 24);
    expect(drawn).toContain('best mAP50 83.0 % at iteration 3000');
    expect(drawn).toContain('next: Keep the best weights and test them.');
  });

  test('shows the layer table as plain lines where ink-table does not fit', () => {
    expect(text('plateau', 30, 10, { full: 'iou' })).toContain('layer 16');
  });
});
