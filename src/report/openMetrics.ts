import { propertiesNamed } from '../advisor/verdictTable.ts';
import { outcomeOf, outcomes } from '../history/outcome.ts';
import type { RunStatus } from '../history/runStatus.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { singleLine } from '../words/harmless.ts';

/** One training, and how it does. */
export interface MeasuredRun {
  readonly record: RunRecord;
  readonly status: RunStatus;
}

/**
 * Writes trainings as metrics in OpenMetrics' text format, which node_exporter's textfile collector reads too, since no
 * type but gauges and counters is used and no sample has a time. What is not known of a training has no sample.
 * Source: OpenMetrics 1.0, and Prometheus' rules for names: base units, `_ratio` for shares, `_total` for counters.
 */
export function openMetricsText(runs: readonly MeasuredRun[]): string {
  const lines = metrics.flatMap((metric) => {
    const samples = runs.flatMap((run) =>
      metric.samples(run).map(({ value, ...labels }) => sampleLine(metric, { run: run.record.id, ...labels }, value)),
    );
    return samples.length === 0 ? [] : headLines(metric).concat(samples);
  });
  return [...lines, '# EOF'].join('\n');
}

/** A value, and the labels that tell it from the others of the same run. */
type Sample = { readonly value: number } & Readonly<Record<string, string | number>>;

interface Metric {
  /** With its unit at the end where it has one, and without the `_total` of a counter. */
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly unit?: 'seconds' | 'ratio';
  readonly help: string;
  readonly samples: (run: MeasuredRun) => readonly Sample[];
}

/** Every metric there is; docs/metrics.md lists them, and a test compares the two. */
export const metrics: readonly Metric[] = [
  {
    name: 'plateau_run_info',
    type: 'gauge',
    help: 'Always 1; what does not change of a run.',
    samples: ({ record, status: { summary } }) => [
      {
        value: 1,
        name: singleLine(record.name),
        group: singleLine(record.group ?? ''),
        trainer: summary.trainer?.name ?? '',
        machine: record.machine?.host ?? '',
      },
    ],
  },
  {
    name: 'plateau_run_state',
    type: 'gauge',
    help: 'Which of these states the run is in: 1 for that, 0 for the others.',
    samples: ({ record, status: { summary } }) => {
      const now = outcomeOf(record, summary);
      return outcomes.map((state) => ({ value: Number(state === now), state }));
    },
  },
  {
    name: 'plateau_run_verdict',
    type: 'gauge',
    help: 'Always 1; what is thought of the run, and what is advised.',
    samples: ({ status: { summary } }) => [{ value: 1, verdict: summary.verdict.name, action: summary.verdict.action }],
  },
  {
    name: 'plateau_run_stop_advised',
    type: 'gauge',
    help: 'Whether the advice is that the training may stop or has to.',
    samples: ({ status: { summary } }) => [
      { value: Number(propertiesNamed(summary.verdict.name, summary.verdict.action).isStop) },
    ],
  },
  {
    name: 'plateau_run_position',
    type: 'gauge',
    help: 'How far it has trained, in iterations or epochs.',
    samples: ({ status: { summary } }) => known(summary.at, { unit: summary.unit }),
  },
  {
    name: 'plateau_run_planned',
    type: 'gauge',
    help: 'Its planned length, in iterations or epochs.',
    samples: ({ status: { summary } }) => known(summary.planned, { unit: summary.unit }),
  },
  {
    name: 'plateau_run_progress_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'The share of the planned length that is done.',
    samples: ({ status: { summary } }) => known(summary.progress),
  },
  {
    name: 'plateau_run_map_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'The mAP at the last evaluation.',
    samples: ({ status: { summary } }) => known(summary.latest),
  },
  {
    name: 'plateau_run_best_map_ratio',
    type: 'gauge',
    unit: 'ratio',
    help: 'The best mAP so far.',
    samples: ({ status: { summary } }) =>
      known(summary.best?.value, { metric: summary.best?.metric === 'map50To95' ? 'map50-95' : 'map50' }),
  },
  {
    name: 'plateau_run_loss',
    type: 'gauge',
    help: 'The training loss; none while it is no number.',
    samples: ({ status: { summary } }) => known(summary.loss?.last),
  },
  {
    name: 'plateau_run_trained_seconds',
    type: 'counter',
    unit: 'seconds',
    help: 'Training time as the trainer counts it.',
    samples: ({ status: { summary } }) => known(summary.elapsed > 0 ? summary.elapsed : null),
  },
  {
    name: 'plateau_run_remaining_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'Time to the planned end.',
    samples: ({ record, status }) => known(record.state === 'running' ? status.left : null),
  },
  {
    name: 'plateau_run_start_time_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When it was started, in seconds since 1970; of a run that waits, when it was put there.',
    samples: ({ record }) => known(record.startedAt),
  },
  {
    name: 'plateau_run_end_time_seconds',
    type: 'gauge',
    unit: 'seconds',
    help: 'When it ended, in seconds since 1970.',
    samples: ({ record }) => known(record.exit?.time),
  },
  {
    name: 'plateau_run_exit_status',
    type: 'gauge',
    help: 'Its exit status; none after a signal, or where nobody saw it.',
    samples: ({ record }) => known(record.exit?.code),
  },
  {
    name: 'plateau_run_attempts',
    type: 'counter',
    help: 'How often it was started.',
    samples: ({ record }) => known(record.training === null && record.exit === null ? null : (record.attempt ?? 1)),
  },
  {
    name: 'plateau_run_log_lines',
    type: 'counter',
    help: 'Lines of its log.',
    samples: ({ status: { summary } }) => known(summary.lines),
  },
];

/** No sample where the value is not known. */
function known(value: number | null | undefined, labels: Readonly<Record<string, string>> = {}): readonly Sample[] {
  return value === null || value === undefined || !Number.isFinite(value) ? [] : [{ ...labels, value }];
}

function headLines({ name, type, unit, help }: Metric): readonly string[] {
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
  ];
}

function sampleLine({ name, type }: Metric, labels: Readonly<Record<string, string | number>>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(String(text))}"`);
  return `${type === 'counter' ? `${name}_total` : name}{${pairs.join(',')}} ${value}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('"', String.raw`\"`);
}
