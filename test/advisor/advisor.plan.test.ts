import { describe, expect, test } from 'vitest';
import { createAdvisor } from '../../src/advisor/advisor.ts';
import { defaultSettings, type Verdict } from '../../src/advisor/verdict.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { reduce } from '../../src/run/reduce.ts';
import { createRun } from '../../src/run/run.ts';
import type { CurveFamily } from '../../src/trainers/trainer.ts';
import { eventsOf, healthy, noise, type Training } from '../support/advisor/training.ts';

const flat: Training = { ...healthy, map: (epoch) => 0.5 * (1 - Math.exp(-epoch / 6)) + noise(epoch, 0.001) };

/** The verdict at each evaluation. `told` comes just before the epoch that is its key. */
function verdictsOf(
  training: Training,
  told: Readonly<Record<number, RunEvent>> = {},
  { family = 'yolo', isLengthTold = false }: { family?: CurveFamily; isLengthTold?: boolean } = {},
): readonly Verdict[] {
  const run = createRun();
  const advisor = createAdvisor(defaultSettings);
  const verdicts: Verdict[] = [];
  const before = (epoch: number) => (told[epoch] === undefined ? [] : [told[epoch]]);
  for (const event of eventsOf({ ...training, before })) {
    reduce(run, event, null);
    if (event.type !== 'evaluation') continue;
    const now = { now: 0, alive: true, exit: null, quietSince: null, isLengthTold };
    verdicts.push(advisor.advise(run, { ...now, habits: { family, lossBands: false } }));
  }
  return verdicts;
}

const plan = (epochs: number): RunEvent => ({ type: 'plan', plan: { epochs } });
const unknown = { ...flat, planned: null };

describe('without a planned length', () => {
  test('a training is judged as if it ended at half as long again, and says so', () => {
    const verdict = verdictsOf({ ...unknown, epochs: 20 }).at(-1)!;
    expect(verdict.basis).toMatchObject({ family: 'yolo', end: 30, isPlanned: false });
    expect(verdict.headline).toContain('by epoch 30 (planned length not known)');
    expect(verdict.against).toContain(
      'The planned length is not known: the odds are for an end at epoch 30, half as long again as now. Tell how long it is to be (--max-epochs N).',
    );
  });

  test('it may stop once it has levelled off for long', () => {
    const names = verdictsOf({ ...unknown, epochs: 120 }).map(({ name }) => name);
    expect(names.slice(0, 20)).not.toContain('plateau');
    expect(names).toContain('plateau');
  });

  test('one that over-fits is watched: the fall alone is no reason to stop', () => {
    const fallen: Training = {
      ...healthy,
      planned: null,
      map: (epoch) => (epoch <= 20 ? healthy.map(epoch) : healthy.map(20)! - 0.006 * (epoch - 20)),
      validation: (epoch) => healthy.validation!(Math.min(epoch, 20))! + 0.03 * Math.max(0, epoch - 20),
      epochs: 36,
    };
    const overFitting = verdictsOf(fallen, {}, { family: 'detr' }).filter(({ name }) => name === 'over-fitting');
    expect(overFitting.length).toBeGreaterThan(3);
    expect(new Set(overFitting.map(({ action }) => action))).toEqual(new Set(['watch']));
  });

  test('a trainer of the DETR family has no odds, and its user is asked for the length', () => {
    const verdicts = verdictsOf({ ...unknown, epochs: 120 }, {}, { family: 'detr' });
    const last = verdicts.at(-1)!;
    expect(verdicts.every(({ chance, isStop }) => chance === null && !isStop)).toBe(true);
    expect(last.headline).toContain('the planned length is not known, so there are no odds');
    expect(last.todo.join(' ')).toContain('--max-epochs N');
  });
});

describe('a planned length', () => {
  test('that becomes known late gives what one that was known from the start gives', () => {
    const late = verdictsOf({ ...unknown, epochs: 60 }, { 41: plan(100) });
    const early = verdictsOf({ ...flat, planned: 100, epochs: 60 });
    expect(late[39]!.basis?.isPlanned).toBe(false);
    expect(late.slice(40)).toEqual(early.slice(40));
  });

  test('that changes counts from then on as if it had never been another', () => {
    const changed = verdictsOf({ ...flat, planned: 60, epochs: 50 }, { 31: plan(300) });
    const early = verdictsOf({ ...flat, planned: 300, epochs: 50 });
    expect(changed[29]!.basis?.end).toBe(60);
    expect(changed.slice(30)).toEqual(early.slice(30));
  });

  test('that a person told and that is exceeded is not known any more', () => {
    const verdicts = verdictsOf({ ...flat, planned: 40, epochs: 60 }, {}, { isLengthTold: true });
    expect(verdicts[39]!.basis).toMatchObject({ end: 40, isPlanned: true });
    expect(verdicts[59]!.basis).toMatchObject({ end: 90, isPlanned: false });
    expect(verdicts[59]!.against.join(' ')).toContain('The planned length is not known');
  });
});

describe.each([
  ['that becomes known late', null, { 41: 100 }],
  ['that changes twice', 60, { 21: 150, 51: 100 }],
  ['that is exceeded', 40, {}],
  ['that is exceeded, and changes then', 40, { 56: 100 }],
] as const)('with a planned length %s', (_name, planned, changes: Readonly<Record<number, number>>) => {
  const told = (perEpoch: number, key: 'epochs' | 'iterations') =>
    Object.fromEntries(
      Object.entries(changes).map(([epoch, length]): [string, RunEvent] => [
        epoch,
        { type: 'plan', plan: { [key]: length * perEpoch } },
      ]),
    );
  const verdictsThen = (training: Training) =>
    verdictsOf({ ...training, planned }, told(1, 'epochs'), { isLengthTold: true });
  const namesThen = (training: Training) => verdictsThen(training).map(({ name }) => name);
  const worrying = new Set(['diverged', 'never-started', 'over-fitting', 'failed']);

  test('a healthy training is neither worrying nor stopped before the middle', () => {
    const verdicts = verdictsThen({ ...healthy, epochs: 90 });
    expect(verdicts.filter(({ name }) => worrying.has(name))).toEqual([]);
    expect(verdicts.slice(0, 50).filter(({ isStop }) => isStop)).toEqual([]);
  });

  test('a training loss that becomes nan is told at its second reading, and validation losses that do are nothing', () => {
    const broken = {
      ...healthy,
      epochs: 70,
      train: (epoch: number) => (epoch < 60 ? healthy.train(epoch) : Number.NaN),
    };
    expect(namesThen(broken).indexOf('diverged')).toBe(60);
    const validation = (epoch: number) => (epoch % 3 === 0 ? Number.POSITIVE_INFINITY : Number.NaN);
    expect(namesThen({ ...healthy, epochs: 70, validation }).filter((name) => worrying.has(name))).toEqual([]);
  });

  test('a training that blows up is told, and so is one that finds nothing', () => {
    const blown = (epoch: number) => epoch >= 60;
    const names = namesThen({
      ...healthy,
      epochs: 90,
      map: (epoch) => (blown(epoch) ? 0.002 : healthy.map(epoch)),
      train: (epoch) => (blown(epoch) ? 40 + epoch + noise(epoch, 3) : healthy.train(epoch)),
    });
    expect(names.slice(0, 59)).not.toContain('diverged');
    expect(names).toContain('diverged');
    expect(namesThen({ ...healthy, epochs: 90, map: () => 0 })).toContain('never-started');
  });

  test('the advice depends neither on the unit of the loss nor on what is counted', () => {
    const names = namesThen(flat);
    const scaled = (of: (epoch: number) => number | null) => (epoch: number) => of(epoch)! * 1000;
    expect(namesThen({ ...flat, train: scaled(flat.train), validation: scaled(flat.validation!) })).toEqual(names);
    const { validation: _validation, ...bare } = flat;
    const byIterations = verdictsOf({ ...bare, planned, iterations: 250 }, told(250, 'iterations'), {
      isLengthTold: true,
    });
    expect(byIterations.map(({ name }) => name)).toEqual(namesThen(bare));
  });

  test('what is said at an evaluation stays said, whatever comes after it', () => {
    const all = verdictsThen(flat);
    for (const epochs of [30, 45, 70]) expect(verdictsThen({ ...flat, epochs })).toEqual(all.slice(0, epochs));
  });
});

describe('the trainings that the odds were measured on', () => {
  test('are those of the family', () => {
    const of = (family: CurveFamily) => verdictsOf({ ...flat, epochs: 30, planned: 100 }, {}, { family }).at(-1)!;
    expect(of('yolo').basis).toMatchObject({ family: 'yolo', proven: true });
    expect(of('darknet').basis!.repositories).toBeLessThan(of('yolo').basis!.repositories);
    expect(of('darknet').chance).not.toEqual(of('yolo').chance);
  });

  test.each(['detr', 'mmdetection', 'other'] as const)('are few of %s, which is said', (family) => {
    const verdict = verdictsOf({ ...flat, epochs: 30, planned: 100 }, {}, { family }).at(-1)!;
    expect(verdict.basis?.proven).toBe(false);
    expect(verdict.against.join(' ')).toMatch(/Few trainings like this one were measured \(\d+ projects?\)/);
  });
});
