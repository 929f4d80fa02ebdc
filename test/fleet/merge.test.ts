import { expect, test } from 'vitest';
import { merged } from '../../src/fleet/merge.ts';
import type { Member } from '../../src/fleet/member.ts';
import { memberOf } from '../support/fleet/member.ts';

const byRun = (one: Member, other: Member) => (one.run < other.run ? -1 : 1);
const waysOf = (...sources: Member[][]) => merged(sources, byRun).map(({ run, way }) => `${run} ${way}`);

test('a run that is reached in several ways is one member, by the nearest of them', () => {
  const shared = memberOf('a', {}, { way: 'shared' });
  const ssh = memberOf('a', {}, { way: 'ssh', host: 'gpu1' });
  expect(waysOf([shared], [ssh])).toEqual(['a ssh']);
  expect(waysOf([ssh], [shared, memberOf('a')])).toEqual(['a here']);
});

test('a host that is away gives way to the state directory that both share', () => {
  const away = memberOf('a', {}, { way: 'ssh', away: { since: 1, why: 'gone' } });
  expect(waysOf([away], [memberOf('a', {}, { way: 'shared' })])).toEqual(['a shared']);
});

test('the same name on another machine, or of another user, is another member', () => {
  const others = [memberOf('a', { machine: { id: 'm2', host: 'gpu2' } }), memberOf('a', { user: '1001' })];
  expect(merged([[memberOf('a')], others], byRun)).toHaveLength(3);
});

test('a job of a scheduler is left out where the run in it is known', () => {
  const job = { scheduler: 'slurm', id: '47_3', array: '47' } as const;
  const told = memberOf('47_3', { job, machine: { id: 'cluster', host: 'cluster' } }, { way: 'slurm' });
  const other = memberOf('47_4', { job: { ...job, id: '47_4' } }, { way: 'slurm' });
  expect(waysOf([told, other], [memberOf('run', { job }, { way: 'shared' })])).toEqual(['47_4 slurm', 'run shared']);
});
