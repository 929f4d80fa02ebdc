import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunStatus } from '../../src/history/runStatus.ts';
import { metrics, openMetricsText } from '../../src/report/openMetrics.ts';
import type { RunRecord } from '../../src/runs/runRecord.ts';
import { openMetricsProblems } from '../support/report/openMetricsGrammar.ts';

const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

function measured(changes: Partial<RunRecord> = {}, summary: Partial<RunStatus['summary']> = {}) {
  const record: RunRecord = {
    id: '20260102-030405-night',
    name: 'night',
    command: ['train'],
    cwd: '/',
    log: '/nowhere/output.log',
    state: 'running',
    startedAt: 1_780_000_000.5,
    keeper: null,
    training: { pid: 7, startTime: 1 },
    exit: null,
    problem: null,
    ...changes,
  };
  const status: RunStatus = {
    summary: {
      trainer: { name: 'ultralytics', version: null },
      state: 'running',
      unit: 'epoch',
      at: 40,
      planned: 100,
      progress: 0.4,
      best: { metric: 'map50To95', value: 0.481, at: 38 },
      loss: { first: 3, last: 1.25, min: 1.2 },
      elapsed: 3600,
      lines: 812,
      unexplained: 0,
      verdict: { name: 'improving', action: 'continue', headline: '' },
      latest: 0.479,
      curve: [],
      ...summary,
    },
    left: 5400,
    checkpoint: null,
  };
  return { record, status };
}

const textOf = (...runs: readonly ReturnType<typeof measured>[]) => `${openMetricsText(runs)}\n`;

describe('the metrics of runs', () => {
  test('are in the grammar of OpenMetrics', () => {
    const text = textOf(
      measured(),
      measured({ id: 'other', state: 'ended', exit: { code: 3, signal: null, time: 9 } }),
    );
    expect(openMetricsProblems(text)).toEqual([]);
    expect(text).toContain('# TYPE plateau_run_trained_seconds counter\n# UNIT plateau_run_trained_seconds seconds\n');
    expect(text).toContain('plateau_run_trained_seconds_total{run="20260102-030405-night"} 3600\n');
    expect(text).toContain('plateau_run_best_map_ratio{run="20260102-030405-night",metric="map50-95"} 0.481\n');
    expect(text).toContain('plateau_run_state{run="20260102-030405-night",state="running"} 1\n');
    expect(text).toContain('plateau_run_exit_status{run="other"} 3\n');
    expect(openMetricsProblems(textOf())).toEqual([]);
  });

  test('stay so whatever a run is called and whatever its figures are', () => {
    const figure = fc.oneof(fc.double(), fc.constant(null));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), figure, figure, (name, group, latest, progress) => {
        expect(openMetricsProblems(textOf(measured({ name, group }, { latest, progress })))).toEqual([]);
      }),
    );
  });

  test('leave out what is not known', () => {
    const text = textOf(
      measured({}, { at: null, planned: null, progress: null, best: null, loss: null, latest: null }),
    );
    expect(text).not.toMatch(/NaN|null|plateau_run_(?:position|planned|progress|map|best|loss)/);
  });
});

describe('the grammar that they are held to', () => {
  test.each([
    ['# TYPE a gauge\na{b="c"} 1\n', 'it does not end with # EOF'],
    ['# TYPE a gauge\na{b="c"} 1 1234\n# EOF\n', 'no line of the grammar'],
    ['# TYPE a gauge\na{b="c"d"} 1\n# EOF\n', 'no line of the grammar'],
    ['# TYPE a counter\na{b="c"} 1\n# EOF\n', 'a has no family'],
    ['# TYPE a gauge\na{b="c"} 1\na{b="c"} 2\n# EOF\n', 'a series stands twice'],
    ['# TYPE a gauge\n# UNIT a seconds\na{b="c"} 1\n# EOF\n', 'a does not end with its unit'],
  ])('refuses %j', (text, problem) => {
    expect(openMetricsProblems(text).join('\n')).toContain(problem);
  });
});

describe('docs/metrics.md', () => {
  test.each(metrics)('lists $name with its help', ({ name, type, help }) => {
    expect(page).toContain(`| \`${type === 'counter' ? `${name}_total` : name}\` | ${type} | ${help} |`);
  });

  test('has a panel for Grafana that asks for metrics there are', () => {
    const panel: { readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[] } =
      JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);
    const asked = panel.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => Array.from(expr.matchAll(/plateau_run_\w+/g), ([name]) => name)),
    );
    const names = new Set(metrics.map(({ name, type }) => (type === 'counter' ? `${name}_total` : name)));
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });
});
