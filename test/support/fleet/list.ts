import type { FleetHost } from '../../../src/fleet/fleetHost.ts';
import type { Member } from '../../../src/fleet/member.ts';
import { createFleetState, type FleetSettings, type FleetState } from '../../../src/ui/state/fleet/fleetState.ts';
import { reduceFleet } from '../../../src/ui/state/fleet/reduceFleet.ts';
import { fleetCommand } from '../../../src/ui/state/keys/fleet/fleetCommand.ts';
import { memberOf, verdictOf } from './member.ts';

/** 2026-05-28 20:26:40 UTC. */
export const now = 1_780_000_000;

/** 18:26 and 14:02 of that day, wherever this runs. */
const liveSince = new Date(2026, 4, 28, 18, 26).getTime() / 1000;
const awaySince = new Date(2026, 4, 28, 14, 2).getTime() / 1000;

export const plainSettings: FleetSettings = { characters: 'braille', mapUnit: 'percent', readonly: false };

export function hostOf(name: string, part: Partial<FleetHost> = {}): FleetHost {
  return { name, kind: 'ssh', state: 'live', since: liveSince, problem: null, remedy: null, members: 1, ...part };
}

/** The list as it is after the fleet has told these members. */
export function listOf(
  members: readonly Member[],
  { hosts = [], columns = 120, rows = 40 }: { hosts?: readonly FleetHost[]; columns?: number; rows?: number } = {},
): FleetState {
  return reduceFleet(createFleetState(columns, rows), { type: 'told', members, hosts, now });
}

/** The state after keys, as far as they change it alone. */
export function pressed(state: FleetState, ...keys: readonly string[]): FleetState {
  return keys.reduce((before, key) => {
    const command = fleetCommand({ state: before, settings: plainSettings }, key);
    if (command === null) return before;
    switch (command.type) {
      case 'show':
      case 'request':
      case 'scrollLayer':
      case 'close':
      case 'repaint':
      case 'suspend':
        return before;
      default:
        return reduceFleet(before, command);
    }
  }, state);
}

/** Trainings as a person has them: of several machines, groups and fates; who needs somebody first. */
export function someFleet(): { readonly members: readonly Member[]; readonly hosts: readonly FleetHost[] } {
  const rise = (to: number, length = 24) =>
    Array.from({ length }, (_, index) => to * (1 - Math.exp(-(index + 1) / (length / 4))));
  const figures = (at: number, planned: number, current: number | null, best: number, bestAt: number) => ({
    position: { at, planned, unit: 'epoch' as const, progress: at / planned },
    metric: { name: 'map50', higherIsBetter: true, now: current, best: { value: best, at: bestAt } },
    best: { metric: 'map50' as const, value: best, at: bestAt },
    course: rise(best),
  });
  const said = (name: string, action: 'continue' | 'watch' | 'may-stop' | 'stop', headline: string, words?: string) => {
    const verdict = verdictOf(name, action);
    return { ...verdict, headline, words: words ?? verdict.words };
  };
  const reasons = ['Best mAP50: 62.4 % at epoch 101; now 62.0 %.', '1 in 20 that it gains another point by epoch 300.'];
  const hour = 3600;
  const on = (host: string, way: Member['way'] = 'ssh') => ({ host, way });
  const command = (lr: string) => ['yolo', 'detect', 'train', 'model=yolo11m.pt', `lr0=${lr}`];
  const lrSweep = { group: 'lr-sweep', trainer: { name: 'ultralytics', version: '8.3' } };
  const members = [
    memberOf(
      'exp31',
      {
        ...lrSweep,
        ...figures(14, 200, null, 0.31, 12),
        command: command('0.1'),
        verdict: said('diverged', 'stop', 'the loss is NaN since epoch 14'),
        startedAt: now - hour,
        eta: 9 * hour,
        elapsed: hour,
        save: { path: 'runs/exp31/last.pt', at: 12, elapsed: 3000 },
      },
      on('gpu2'),
    ),
    memberOf(
      'yolo11n-helmets',
      {
        trainer: { name: 'ultralytics', version: '8.3' },
        ...figures(132, 300, 0.62, 0.624, 101),
        forecast: { low: 0.624, mid: 0.626, high: 0.633 },
        verdict: { ...said('plateau', 'may-stop', 'no new best for 31 epochs (62.4 % at 101)'), reasons },
        startedAt: now - 5280,
        eta: 6720,
        elapsed: 5280,
        gpu: { count: 1, utilisation: 0.97, memoryUsed: 1e10, memoryTotal: 2.4e10 },
        save: { path: 'runs/helmets/last.pt', at: 132, elapsed: 5280 },
        tags: ['helmets'],
        note: 'baseline',
      },
      on('gpu1', 'here'),
    ),
    memberOf(
      'exp29',
      {
        ...lrSweep,
        ...figures(118, 200, 0.488, 0.491, 110),
        command: command('0.02'),
        verdict: said('outrun', 'may-stop', '1 in 60 to pass exp30', 'OUTRUN'),
        startedAt: now - 6 * hour,
        eta: 11_400,
        elapsed: 6 * hour,
      },
      on('gpu2'),
    ),
    memberOf(
      'fold2',
      {
        group: '5-fold',
        trainer: { name: 'mmdetection', version: '3.3' },
        ...figures(9, 12, 0.399, 0.399, 9),
        verdict: said('stalled', 'watch', 'no line for 22 min'),
        job: { scheduler: 'slurm', id: '4711_2', array: '4711' },
        startedAt: now - 9 * hour,
        elapsed: 9 * hour,
        eta: null,
      },
      on('slurm', 'slurm'),
    ),
    memberOf(
      'exp30',
      {
        ...lrSweep,
        ...figures(121, 200, 0.573, 0.573, 121),
        command: command('0.01'),
        verdict: said(
          'improving',
          'continue',
          'about +3 points still to come, most of them by epoch 180',
          'MORE EXPECTED',
        ),
        startedAt: now - 6 * hour,
        eta: 3.9 * hour,
        elapsed: 6 * hour,
        forecast: { low: 0.58, mid: 0.6, high: 0.63 },
      },
      on('gpu2'),
    ),
    memberOf(
      'fold1',
      {
        group: '5-fold',
        trainer: { name: 'mmdetection', version: '3.3' },
        ...figures(10, 12, 0.412, 0.412, 10),
        verdict: said('final-phase', 'continue', '2 epochs left'),
        job: { scheduler: 'slurm', id: '4711_1', array: '4711' },
        startedAt: now - 9 * hour,
        eta: 7000,
        elapsed: 9 * hour,
      },
      on('slurm', 'slurm'),
    ),
    memberOf(
      'old-lab',
      {
        ...figures(40, 100, 0.377, 0.377, 40),
        trainer: { name: 'darknet-alexeyab', version: null },
        startedAt: now - 20 * hour,
        verdict: said('improving', 'continue', 'about +4 points still to come'),
      },
      { ...on('gpu4'), away: { since: awaySince, why: 'no answer' } },
    ),
    memberOf(
      'bees-rtdetr',
      {
        ...figures(72, 72, 0.527, 0.528, 71),
        trainer: { name: 'rt-detr', version: null },
        state: 'ended',
        stateText: 'ended',
        isLive: false,
        startedAt: now - 60 * hour,
        endedAt: now - 30 * hour,
        verdict: said('finished', 'continue', 'finished at epoch 72'),
      },
      on('gpu3'),
    ),
  ];
  const hosts = [
    hostOf('gpu1', { kind: 'here' }),
    hostOf('gpu2', { members: 3 }),
    hostOf('gpu3'),
    hostOf('gpu4', { state: 'away', since: awaySince, problem: 'No answer.', members: 3 }),
    hostOf('gpu5', {
      state: 'unusable',
      problem: 'Plateau is missing there.',
      remedy: 'plateau install gpu5',
      members: 0,
    }),
    hostOf('slurm', { kind: 'slurm', members: 2 }),
  ];
  return { members, hosts };
}
