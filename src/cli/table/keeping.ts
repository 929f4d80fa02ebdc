import type { CommandHelp, Flags } from './flag.ts';
import { planFlags } from './preparing.ts';
import { adviceGroup } from './sharedFlags.ts';

const charts = 'map|loss|forecast|precision|iou|rate';

/** The flags of `plateau report`. */
export const reportFlags = {
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    completion: 'file',
    help: 'where to write (default: report.html; the other forms go to standard output)',
  },
  group: { type: 'string', value: 'NAME', completion: 'none', help: 'all runs of a group, side by side' },
  open: { type: 'boolean', help: 'open the page in the browser' },
  csv: { type: 'boolean', help: 'write evaluations and losses as one tidy table' },
  markdown: { type: 'boolean', help: 'write a text for an issue or a model card' },
  svg: { type: 'string', value: charts, help: 'write one chart as SVG' },
  png: { type: 'string', value: charts, help: 'write one chart as PNG, to --output' },
  gpus: planFlags.gpus,
  'gpu-price': planFlags['gpu-price'],
} as const satisfies Flags;

export const report: CommandHelp = {
  name: 'report',
  summary: 'write a page to keep and to show',
  usage: ['plateau report RUN|FILE ... [-o FILE] [--open] [--csv|--markdown|--svg CHART|--png CHART] [options]'],
  about: [
    'What was trained, its curves, the verdict with its reasons, what was saved or could still be gained, classes, evaluations, saved weights and what was asked for, on one HTML page that needs nothing but itself. Of several trainings: side by side, and what differs.',
  ],
  flags: [{ title: 'Options', flags: reportFlags }, adviceGroup],
  argument: 'fileOrRun',
  examples: [
    ['plateau report night -o night.html --open', 'writes the page of a run and opens it'],
    ['plateau report --markdown results.csv', 'prints a text for an issue'],
    ['plateau report night day --csv > figures.csv', 'writes the figures of two runs as one table'],
  ],
};
