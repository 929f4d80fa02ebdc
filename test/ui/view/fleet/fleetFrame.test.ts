import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduceFleet } from '../../../../src/ui/state/fleet/reduceFleet.ts';
import type { FleetState } from '../../../../src/ui/state/fleet/fleetState.ts';
import { fleetKeys } from '../../../../src/ui/state/keys/fleet/fleetCommand.ts';
import { composeFleet } from '../../../../src/ui/view/fleet/fleetFrame.ts';
import { spokenFleet } from '../../../../src/ui/view/fleet/spokenFleet.ts';
import { plainText, rowWidth } from '../../../../src/words/terminal/row.ts';
import { hostOf, listOf, now, plainSettings, pressed, someFleet } from '../../../support/fleet/list.ts';
import { memberOf } from '../../../support/fleet/member.ts';
import { groupProgressAt, memberWithProgress } from '../../../support/fleet/groupProgress.ts';

function drawn(state: FleetState, settings: Partial<typeof plainSettings> = {}): string[] {
  return composeFleet({ state, settings: { ...plainSettings, ...settings } }).map((cells) =>
    plainText(cells).trimEnd(),
  );
}

const { members, hosts } = someFleet();

describe('a row', () => {
  const screen = (columns: number, state = listOf(members, { hosts, columns })) => drawn(state).join('\n');

  test('tells sign, machine, name, group, verdict, place, mAP and its course', () => {
    expect(screen(120)).toMatch(
      / {2}! gpu2 +exp29 +lr-sweep +ultralytics +OUTRUN 1 in 60 to pass exp… +118\/200 +48\.8 +49\.1 +▂▃▄▅▅▅▆▆▆▆/,
    );
  });

  test('keeps sign, name and verdict on the narrowest terminal', () => {
    expect(screen(40)).toMatch(/^> X exp31 +DIVERGED/m);
    expect(screen(40)).toMatch(/^ {2}! yolo11n-helmets +MAY STOP/m);
  });

  test('is below how many need somebody, on the narrowest terminal too', () => {
    expect(screen(40)).toMatch(/^Plateau · 8 trainings · 4 need you$/m);
    expect(screen(60)).toMatch(/^Plateau · 8 trainings on 6 machines · 4 need you$/m);
  });

  test('has no column for what nobody has: one machine, no group, no GPU', () => {
    const alone = [memberOf('a'), memberOf('b')];
    expect(screen(120, listOf(alone))).not.toMatch(/MACHINE|GROUP|GPU/);
  });

  test('of a job in the queue says that it waits for its scheduler', () => {
    const queued = memberOf('4711_2', { state: 'waiting', verdict: null }, { way: 'slurm' });
    expect(screen(120, listOf([queued]))).toMatch(/· 4711_2 .*WAITING for its scheduler to start it/);
  });

  test('of an array names its tasks, which have one name, by their jobs', () => {
    const task = (id: number, best: number) =>
      memberOf(`4711_${id}`, {
        name: 'sweep',
        group: 'sweep (array 4711)',
        job: { scheduler: 'slurm', id: `4711_${id}`, array: '4711' },
        metric: { name: 'map50', higherIsBetter: true, now: best, best: { value: best, at: 30 } },
      });
    const tasks = screen(140, listOf([task(0, 0.4), task(1, 0.6)]));
    expect(tasks).toContain('leads 4711_1 60.0 %');
    expect(tasks).toMatch(/slurm 4711_0 +sweep[^]*slurm 4711_1 +sweep/);
  });

  test('of a host that is away has its last figures, and one row says since when and why', () => {
    const rows = composeFleet({ state: listOf(members, { hosts }), settings: plainSettings });
    const last = rows.find((cells) => plainText(cells).includes('old-lab'))!;
    expect(new Set(last.slice(2).map(({ role }) => role))).toEqual(new Set(['dim', 'plain']));
    expect(plainText(last)).toContain('37.7');
    expect(screen(120)).toMatch(/· gpu4 +away since \d\d:\d\d \(No answer\); 3 trainings/);
    expect(screen(120)).toMatch(/! gpu5 +Plateau is missing there: plateau install gpu5/);
  });

  test('says what was asked, and that it is not known once the line broke', () => {
    const key = members[1]!.key;
    const asked = reduceFleet(listOf(members), { type: 'asked', keys: [key], ask: 'stop' });
    expect(drawn(asked).join('\n')).toMatch(/= yolo11n-helmets|= gpu1 +yolo11n-helmets.* ASKED to be stopped/);
    const unknown = reduceFleet(asked, { type: 'answered', key, ask: 'stop', isKnown: false, said: null });
    expect(drawn(unknown).join('\n')).toMatch(/\? gpu1 +yolo11n-helmets.* UNKNOWN whether it was sto/);
  });

  test('writes a mAP in one notation', () => {
    const state = listOf(members, { hosts });
    expect(drawn(state, { mapUnit: 'percent' }).join('\n')).toMatch(/mAP % +BEST[^]*62\.0 +62\.4/);
    expect(drawn(state, { mapUnit: 'fraction' }).join('\n')).toMatch(/mAP +BEST[^]*\.6200 +\.6240/);
  });
});

describe('a group', () => {
  const line = (text: RegExp) => drawn(listOf(members, { hosts, columns: 145 })).find((row) => text.test(row));

  test('tells the mean of its bests, who leads, who is outrun, and the spread at equal progress', () => {
    expect(line(/^ +lr-sweep +\d/)).toMatch(
      /3 runs {3}mean 45\.8 ± 13\.5 % {3}leads exp30 57\.3 % {3}outrun: exp29 \(stop saves 3h10m\) {3}\S+ to \S+ % at 7 % of the plan/,
    );
  });

  test('says on how many machines its runs are, and that this list has them compared', () => {
    const groupProgress = groupProgressAt(0.5, 0.5);
    const state = listOf([memberWithProgress('a', groupProgress), memberWithProgress('b', groupProgress, 'gpu1')], {
      columns: 145,
    });
    const rowOf = (changes: Partial<typeof plainSettings> = {}) =>
      drawn(state, changes).find((row) => /^ +sweep/.test(row));
    expect(rowOf()).toMatch(/sweep +2 runs on 2 machines {3}.*compared while this list is open/);
    expect(rowOf({ readonly: true })).toMatch(/sweep +2 runs on 2 machines/);
    expect(rowOf({ readonly: true })).not.toContain('compared');
  });

  test('of folds is its mean', () => {
    expect(line(/^ +5-fold +\d/)).toMatch(/2 folds {3}mean 40\.5 ± 0\.9 %$/);
  });
});

describe('the pane', () => {
  test('beside a wide list draws the chart and the reasons of the training at the cursor', () => {
    const text = drawn(pressed(listOf(members, { hosts, columns: 200, rows: 60 }), 'down')).join('\n');
    expect(text).toMatch(/╭ yolo11n-helmets/);
    expect(text).toMatch(/\+ 1 in 20 that it gains another point/);
    expect(text).toMatch(/★[^]*best +mAP50 62\.4 % at epoch 101/);
    expect(text).toMatch(/note +baseline/);
  });

  test('says of a training that took several runs which', () => {
    const member = memberOf('3-c', { name: 'night', runs: ['1-a', '2-b', '3-c'] });
    const screen = (columns: number, rows: number) => drawn(listOf([member], { columns, rows })).join('\n');
    expect(screen(200, 60)).toMatch(/runs +3: 1-a, 2-b, 3-c/);
    expect(screen(80, 12)).toContain('headline of improving (3 runs)');
    const removing = pressed(listOf([{ ...member, isLive: false }], { columns: 120, rows: 40 }), 'x');
    expect(drawn(removing).join('\n')).toContain('The logs and records of 3 runs are removed');
  });

  test('promises nothing of a training that gets worse', () => {
    const worse = { ...members[1]!, verdict: { ...members[1]!.verdict!, name: 'over-fitting' } };
    const chart = (member: (typeof members)[number]) => drawn(listOf([member], { columns: 200, rows: 60 })).join('\n');
    expect(chart(members[1]!)).toMatch(/ 300 +│/);
    expect(chart(worse)).not.toMatch(/ 300 +│/);
  });

  test('is left out where the list needs the room; then its last row says the verdict in full', () => {
    const text = drawn(pressed(listOf(members, { hosts, columns: 80, rows: 18 }), 'down')).join('\n');
    expect(text).not.toContain('╭');
    expect(text).toContain('MAY STOP: no new best for 31 epochs (62.4 % at 101) (baseline)');
  });
});

test('a stop is told with its costs first, of several of each', () => {
  const state = pressed(listOf(members, { hosts }), 'space', 'space', 's');
  const text = drawn(state).join('\n');
  expect(text).toContain('stop these 2 trainings?');
  expect(text).toMatch(/exp31 on gpu2: loses 2 epochs \(10 min\) since the last save; best mAP50 31\.0 % at/);
  expect(text.indexOf('yolo11n-helmets on gpu1')).toBeLessThan(text.indexOf('[c] after its next save'));
});

test('a screen reader is told the line at the cursor, or the dialog over it', () => {
  const state = pressed(listOf(members, { hosts }), 'down');
  expect(spokenFleet({ state, settings: plainSettings })).toEqual([
    '8 trainings, 4 need you.',
    '2 of 12: yolo11n-helmets on gpu1. MAY STOP: no new best for 31 epochs (62.4 % at 101) (baseline)',
  ]);
  expect(spokenFleet({ state: pressed(state, 's'), settings: plainSettings })).toContain('stop this training?:');
});

const keys = [...new Set(fleetKeys.flatMap((binding) => binding.keys))].filter((key) => key !== 'ctrl+c');

test('whatever the keys, the names, and the size: no row is wider than the terminal, and the cursor is in view', () => {
  const someone = fc.record({
    name: fc.string({ unit: 'grapheme' }),
    group: fc.constantFrom(null, 'g', 'π 組'),
    at: fc.nat(),
  });
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...keys) },
    { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 })) },
    { weight: 1, arbitrary: fc.array(someone, { maxLength: 40 }) },
  );
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 60 }),
      fc.constantFrom('braille', 'ascii'),
      (steps, characters) => {
        let state = listOf(members, { hosts });
        for (const what of steps) {
          if (typeof what === 'string') state = pressed(state, what);
          else if (typeof what[0] === 'number')
            state = reduceFleet(state, { type: 'resize', columns: what[0], rows: Number(what[1]) });
          else {
            const told = what.flatMap((each, index) =>
              typeof each === 'number'
                ? []
                : [memberOf(String(index), { name: each.name, group: each.group, startedAt: each.at })],
            );
            state = reduceFleet(state, { type: 'told', members: told, hosts: [hostOf('x', { state: 'away' })], now });
          }
          const frame = composeFleet({ state, settings: { ...plainSettings, characters } });
          expect(frame).toHaveLength(Math.max(1, state.rows - 1));
          for (const cells of frame) expect(rowWidth(cells)).toBe(state.columns);
          const isHidden = state.layer !== null || state.lines.length === 0;
          expect(isHidden || frame.some((cells) => plainText(cells).startsWith('>'))).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('5,000 runs cost no more to draw than those in view', () => {
  const many = Array.from({ length: 5000 }, (_, index) => {
    const member = memberOf(`run ${index}`, { isLive: false, state: 'ended' });
    let isDrawn = false;
    Object.defineProperty(member, 'tags', { get: () => ((isDrawn = true), []) });
    return { member, wasDrawn: () => isDrawn };
  });
  const state = pressed(listOf(many.map(({ member }) => member)), 'pagedown', 'pagedown');
  composeFleet({ state, settings: plainSettings });
  expect(state.lines).toHaveLength(5000);
  expect(many.filter(({ wasDrawn }) => wasDrawn())).toHaveLength(0);
});
