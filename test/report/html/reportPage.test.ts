import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { reportPage } from '../../../src/report/html/reportPage.ts';
import { readings, trainingCharts } from '../../../src/report/html/trainingCharts.ts';
import { inspectionOf } from '../../../src/report/inspection.ts';
import type { ReportedTraining } from '../../../src/report/reported.ts';
import { tidyCsv } from '../../../src/report/forms/tidyCsv.ts';
import { readFacts } from '../../../src/ui/state/facts/facts.ts';
import { createScreenState } from '../../../src/ui/state/state.ts';
import { composeFrame } from '../../../src/ui/view/frame.ts';
import { metricText } from '../../../src/words/metric.ts';
import { number } from '../../../src/words/number.ts';
import { plainText } from '../../../src/words/terminal/row.ts';
import { recordedTraining } from '../../support/ui/recordedTraining.ts';
import { reportedFixture, reportedLog } from '../../support/report/reported.ts';

const options = { now: 1_780_000_000, version: '1.2.3', group: null, areFolds: false, differences: [] };
const ultralytics = await reportedFixture('ultralytics/8.3.241-curve.log');
const darknet = await reportedFixture('darknet/darknet-alexeyab-fall.log');

/** A text that tries to be markup, a script, another attribute, or to be read backwards. */
const hostile = `</title></script><script>alert(1)</script>" onload="alert(2)' & ‮gpj`;

/** A log with this text, gone with the test. */
function logOf(name: string, text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-report-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** A recorded training as it stood when its log had so many lines. */
async function startOf(fixture: string, lines: number): Promise<ReportedTraining> {
  const text = readFileSync(resolve(import.meta.dirname, '../../../fixtures', fixture), 'utf8')
    .split('\n')
    .slice(0, lines)
    .join('\n');
  return reportedLog(logOf('training.log', `${text}\n`));
}

describe('the page of a training', () => {
  const page = reportPage([ultralytics], options);

  test('tells what was trained, the verdict with its reasons, and has a chart for each kind of figures', () => {
    expect(page).toContain('<h1>8.3.241-curve.log</h1>');
    expect(page).toContain(ultralytics.verdict.words);
    for (const reason of ultralytics.verdict.evidence) expect(page).toContain(reason);
    expect(page.match(/<svg class="chart"/g)).toHaveLength(4);
    expect(page).toContain('Written by Plateau 1.2.3 on ');
  });

  test('needs nothing but itself: its policy allows its own style and script by their hashes, and nothing else', () => {
    expect(page).not.toMatch(/(?:src|href)=|url\(|@import|https?:\/\/(?!www\.w3\.org)/);
    expect(page).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/ style="/);
  });

  test('has the same figures as the CSV and as what inspect reads', () => {
    const { evaluations } = inspectionOf(ultralytics.run);
    const rows = tidyCsv([ultralytics]).split('\r\n');
    const chart = trainingCharts(ultralytics).find(({ id }) => id === 'map')!;
    const texts = new Map(readings(chart).map(({ x, text }) => [x, text]));
    expect(evaluations.length).toBeGreaterThan(30);
    for (const { epoch, map50, map50_95: fine } of evaluations) {
      expect(rows).toContain(`8.3.241-curve.log,epoch,${epoch},map50,${map50}`);
      expect(rows).toContain(`8.3.241-curve.log,epoch,${epoch},map50_95,${fine}`);
      expect(texts.get(epoch!)).toContain(`mAP50 ${metricText(map50!, 'percent')}`);
      expect(page).toContain(
        `epoch ${epoch}: mAP50 ${metricText(map50!, 'percent')}, mAP50-95 ${metricText(fine!, 'percent')}`,
      );
    }
  });

  test('has the best, the last loss and the verdict as the screen has them', async () => {
    const log = readFileSync(ultralytics.path);
    const monitor = await recordedTraining(log);
    const fixed = { title: 'shapes', readonly: true, comeBack: '', characters: 'box' as const };
    const facts = readFacts(monitor, null, null, fixed, 1000);
    const screen = composeFrame({ facts, state: createScreenState(200, 60) })
      .rows.map(plainText)
      .join('\n');
    const { best, loss } = ultralytics.run;
    for (const figure of [metricText(best!.value, 'percent'), ultralytics.verdict.words]) {
      expect(screen).toContain(figure);
      expect(page).toContain(figure);
    }
    expect(screen).toContain(number(loss!.last, 'compact'));
    expect(page).toContain(`training loss ${number(loss!.last)}`);
  });

  test('tells where it was resumed, and what its weights were worth after its end', async () => {
    const { run } = ultralytics;
    const regimes = [...run.regimes, { at: 20, label: 'resumed' }];
    const finished = [
      {
        run: 'x',
        file: '/w/best.pt',
        at: 40,
        time: 1,
        map50: 0.612,
        map50To95: null,
        precision: null,
        recall: null,
        classes: [],
      },
    ];
    const text = reportPage([{ ...ultralytics, run: { ...run, regimes }, finished }], options);
    expect(text).toMatch(/<g class="event join"><line [^>]*\/><title>epoch 20: resumed<\/title>/);
    expect(text).toContain('best.pt: mAP50 61.2 % on the validation set');
  });

  test('tells the cost, what following the advice would have saved, and the weights to keep', () => {
    const text = reportPage([darknet], options);
    expect(text).toMatch(/training time<\/th><td>\d[^<]*<\/td>/);
    expect(text).toMatch(/GPU cost<\/th><td>[\d.]+ \(1 GPU for \d[^<]* at 2 an hour\)<\/td>/);
    expect(text).toMatch(
      /It would first have said stop at iteration [\d,]+ \([A-Z, -]+\)\. Stopping there saves [\d.]+ %/,
    );
    expect(text).toContain(`Keep: ${darknet.verdict.keep!.path}`);
  });
});

test('a forecast is drawn of a training that goes on, and none of one that gets worse', async () => {
  const goesOn = await startOf('demo/healthy.log', 5000);
  expect(goesOn.verdict.forecast).not.toBeNull();
  expect(reportPage([goesOn], options)).toContain('class="curve forecast"');
  const getsWorse = await startOf('demo/overfit.log', 10_300);
  expect(getsWorse.verdict).toMatchObject({ name: 'over-fitting', forecast: { mid: expect.any(Number) } });
  expect(reportPage([getsWorse], options)).not.toContain('class="curve forecast"');
});

test('the chart of forecasts has what was expected at each evaluation, up to the best that came', () => {
  const chart = trainingCharts(ultralytics).find(({ id }) => id === 'forecast')!;
  const { points } = chart.spec.curves[0]!;
  const { best, evaluations } = ultralytics.run;
  expect(points.length).toBeGreaterThan(evaluations.length / 2);
  for (const { y, low, high } of points) expect(low! <= y && y <= high!).toBe(true);
  const last = points.at(-1)!;
  expect(last.x).toBe(evaluations.at(-1)!.epoch);
  expect(last.y).toBeCloseTo(best!.value, 2);
  expect(chart.spec.thresholds).toMatchObject([{ value: best!.value }]);
});

test('hostile names of runs, classes, files and notes change nothing of a page', async () => {
  const plain = await reportedLog(
    logOf(
      'results.csv',
      'epoch,metrics/mAP50(B),metrics/mAP50-95(B),train/box_loss\n1,.1,.05,3\n2,.2,.1,2\n3,.3,.15,1\n',
    ),
  );
  const training: ReportedTraining = {
    ...plain,
    name: hostile,
    path: hostile,
    run: {
      ...plain.run,
      classes: [{ name: hostile, ap: 0.5, truePositives: null, falsePositives: null }],
      checkpoints: [{ path: hostile, at: 2, role: 'best', elapsed: 1, time: null }],
    },
    verdicts: [{ at: 2, elapsed: null, name: plain.verdict.name, action: 'continue', headline: hostile }],
    audit: [{ time: 1, keeper: 1, event: 'unread', problem: hostile }],
  };
  for (const page of [reportPage([training], options), reportPage([training, plain], options)]) {
    expect(page.match(/<script/g)).toHaveLength(1);
    // What stands in quotes is a value.
    expect(page.replaceAll(/"[^"]*"/g, '')).not.toMatch(/<[^>]* on\w+=/);
    expect(page).not.toContain('‮');
    expect(page).toContain(String.raw`gpj`);
  }
});

describe('the page of several trainings', () => {
  const page = reportPage([ultralytics, darknet], {
    ...options,
    group: 'lr-sweep',
    differences: [{ setting: '--lr', values: ['.1', null] }],
  });

  test('has them side by side, in one chart, with what differs, and each in full', () => {
    expect(page).toContain('<h1>lr-sweep</h1>');
    expect(page).toContain('<th scope="col">--lr</th>');
    expect(page).toContain('mAP50 over the percentage of each');
    for (const { name } of [ultralytics, darknet]) expect(page).toContain(`<h2>${name}</h2>`);
  });

  test('tells mean and standard deviation of the best only where they are of the same metric', () => {
    expect(page).not.toContain('runs, mean');
    expect(reportPage([ultralytics, ultralytics], options)).toContain('2 runs, mean 82.0 ± 0.0 %, leads');
  });
});

test('a million iterations and ten thousand evaluations make a page of less than a megabyte', async () => {
  const { run } = darknet;
  const evaluations = Array.from({ length: 10_000 }, (_, index) => ({
    ...run.evaluations[0]!,
    iteration: (index + 1) * 100,
    map50: 0.9 - 0.8 / (1 + index / 50),
  }));
  const checkpoints = evaluations.map(({ iteration }) => ({
    path: `backup/net_${iteration}.weights`,
    at: iteration,
    role: 'numbered' as const,
    elapsed: 1,
    time: null,
  }));
  const large: ReportedTraining = {
    ...darknet,
    run: {
      ...run,
      evaluations,
      checkpoints,
      best: { metric: 'map50', value: evaluations.at(-1)!.map50, at: 1_000_000 },
    },
  };
  const page = reportPage([large], options);
  expect(page.length).toBeLessThan(1_000_000);
  expect(page).toContain('Evaluations (10,000, each 20th of them and the best');
});
