import fc from 'fast-check';
import { globSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import { defaultSettings, type Verdict } from '../../src/advisor/verdict.ts';
import { createReading } from '../../src/monitor/reading.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun } from '../../src/run/run.ts';
import { adviceOn, eventsOf, healthy, type Training } from '../support/advisor/training.ts';

const flat: Training = { ...healthy, map: (epoch) => 0.5 * (1 - Math.exp(-epoch / 8)) - 0.0004 * epoch };
const overFitting: Training = {
  ...healthy,
  map: (epoch) => (epoch <= 40 ? healthy.map(epoch) : healthy.map(40)! - 0.004 * (epoch - 40)),
  validation: (epoch) => healthy.validation!(Math.min(epoch, 40))! + 0.03 * Math.max(0, epoch - 40),
};
const drawn: readonly Training[] = [
  healthy,
  flat,
  overFitting,
  { ...healthy, map: () => 0 },
  { ...healthy, epochs: 8, planned: 100 },
  { ...healthy, iterations: 250 },
];

/** Recorded logs of every trainer, as their readers understand them. */
const recorded = globSync('fixtures/{*/*.{log,csv},mlflow/mlruns/*/*/meta.yaml}')
  .filter((path) => !path.startsWith('fixtures/shapes') && statSync(path).size < 120_000)
  .toSorted()
  .map(eventsIn)
  .filter((events) => events.some(({ type }) => type === 'evaluation'));

const trainings: readonly (readonly RunEvent[])[] = [
  ...drawn.map((training) => Array.from(eventsOf(training))),
  ...recorded,
];

/** Figures of which a reading may be none. Numbers of iterations and epochs say where it is. */
const figures: Readonly<Partial<Record<RunEvent['type'], readonly string[]>>> = {
  evaluation: ['map50', 'map50To95', 'precision', 'recall', 'f1', 'iou'],
  epoch: ['loss', 'validationLoss', 'learningRate', 'seconds'],
  iteration: ['batchLoss', 'loss', 'learningRate', 'seconds', 'remaining'],
};

describe('one reading that is no number', () => {
  test('never makes the advice a stop, unless the training has diverged', { timeout: 120_000 }, () => {
    const bad = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    fc.assert(
      fc.property(fc.nat(trainings.length - 1), fc.nat(), bad, fc.nat(), (training, place, value, which) => {
        const events = trainings[training]!;
        const readings = events.flatMap((event, index) => (event.type in figures ? [index] : []));
        const at = readings[place % readings.length]!;
        const spoilt = verdictsOn(events, at, (event) => withFigures(event, value, which));
        const missing = verdictsOn(events, at, (event) => withFigures(event, null, which));
        spoilt.forEach((verdict, index) => {
          if (verdict.name === 'diverged') return;
          expect(verdict.isStop && !missing[index]!.isStop ? verdict : null).toBeNull();
          expect(showsNaN(verdict) && !showsNaN(missing[index]!)).toBe(false);
        });
      }),
      { numRuns: 300 },
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 41.2])(
    'of the mAP (%d) is an evaluation that was not made, with a note',
    (value) => {
      for (const epoch of [1, 30, 100]) {
        const spoilt = adviceOn({ ...healthy, map: (at) => (at === epoch ? 0 : healthy.map(at)) });
        const events = [...eventsOf(healthy)];
        const at = events.findIndex((event) => event.type === 'evaluation' && event.epoch === epoch);
        const missing = events.toSpliced(at, 1);
        const [bad] = verdictsOn(events, at, (event) => withFigures(event, value, 3)).slice(-1);
        const [good] = verdictsOn(missing, missing.length - 1, (event) => event).slice(-1);
        const note = `The mAP at epoch ${epoch} was no number from 0 to 1: it counts as not measured.`;
        expect(bad).toEqual({ ...good, evidence: [...good!.evidence, note] });
        expect(spoilt.run.unmeasured).toEqual([]);
      }
    },
  );

  test('of the first evaluation is not the best for good', () => {
    const { run } = adviceOn({ ...healthy, map: (epoch) => (epoch === 1 ? Number.NaN : healthy.map(epoch)) });
    expect(run.unmeasured).toEqual([1]);
    expect(run.best!.value).toBeGreaterThan(0.5);
  });
});

describe('a results.csv with one row of nan', () => {
  const header =
    'epoch,time,train/box_loss,metrics/precision(B),metrics/recall(B),metrics/mAP50(B),metrics/mAP50-95(B)';
  const row = (epoch: number, maps: string) => `${epoch},${epoch * 10},${3 / epoch},0.5,0.5,${maps}`;

  test.each([3, 20, 40])('in row %d is judged as what it is', (spoilt) => {
    const rows = Array.from({ length: 40 }, (_, index) =>
      row(index + 1, index + 1 === spoilt ? 'nan,nan' : `${0.2 + index / 100},${0.1 + index / 100}`),
    );
    const verdict = verdictOfText([header, ...rows, ''].join('\n'));
    expect(verdict.isStop).toBe(false);
    expect(verdict.evidence.at(-1)).toContain(`The mAP at epoch ${spoilt} was no number`);
  });
});

describe('a results.csv of --noval', () => {
  const header =
    'epoch,train/box_loss,metrics/precision,metrics/recall,metrics/mAP_0.5,metrics/mAP_0.5:0.95,val/box_loss,val/obj_loss,val/cls_loss';

  test('has one evaluation, that of its last epoch', () => {
    const rows = Array.from({ length: 60 }, (_, epoch) => `${epoch},${2 / (epoch + 1)},0,0,0,0,0,0,0`);
    const reading = createReading();
    reading.push(Buffer.from([header, ...rows, '60,0.1,0.7,0.6,0.65,0.4,0.04,0.02,0.01', ''].join('\n')), null);
    reading.end();
    expect(reading.run.evaluations).toHaveLength(1);
    expect(reading.run.best).toEqual({ metric: 'map50To95', value: 0.4, at: 61 });
  });

  test('is not condemned while no epoch was validated', () => {
    const rows = Array.from({ length: 60 }, (_, epoch) => `${epoch},${2 / (epoch + 1)},0,0,0,0,0,0,0`);
    expect(verdictOfText([header, ...rows, ''].join('\n')).name).toBe('no-validation');
  });
});

/** Whether a verdict shows what is no number. */
function showsNaN(verdict: Verdict): boolean {
  return /NaN|Infinity/.test(JSON.stringify(verdict));
}

/** The verdicts from a reading on, which is put in another form, at each evaluation and at the end. */
function verdictsOn(events: readonly RunEvent[], at: number, changed: (event: RunEvent) => RunEvent): Verdict[] {
  const run = createRun();
  const advisor = createAdvisor(defaultSettings);
  const input = { now: 0, alive: null, exit: null, quietSince: null, habits: null };
  const verdicts: Verdict[] = [];
  events.forEach((event, index) => {
    reduce(run, index === at ? changed(event) : event, null);
    const isMoment = event.type === 'evaluation' || index === events.length - 1;
    if (index >= at && isMoment) verdicts.push(advisor.advise(run, input));
  });
  return verdicts;
}

/** The event with `value` in those of its figures that `which` names, bit by bit, and that it has. */
function withFigures(event: RunEvent, value: number | null, which: number): RunEvent {
  const names = figures[event.type] ?? [];
  // The loss of an iteration is never missing.
  const canBe = (name: string) => event.type !== 'iteration' || name !== 'loss' || value !== null;
  const own = new Map<string, unknown>(Object.entries(event));
  const spoilt = names.filter((name, bit) => own.get(name) !== null && canBe(name) && (which >> bit) % 2 === 1);
  return { ...event, ...Object.fromEntries(spoilt.map((name) => [name, value])) };
}

function eventsIn(path: string): readonly RunEvent[] {
  const events: RunEvent[] = [];
  const reading = createReading({ onEvent: (event) => void events.push(event) });
  reading.push(readFileSync(path), null);
  reading.end();
  return events;
}

function verdictOfText(text: string): Verdict {
  const reading = createReading();
  reading.push(Buffer.from(text), null);
  reading.end();
  return createAdvisor(defaultSettings).advise(reading.run, {
    now: 0,
    alive: null,
    exit: null,
    quietSince: null,
    habits: null,
  });
}
