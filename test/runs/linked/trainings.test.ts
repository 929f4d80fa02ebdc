import { describe, expect, test } from 'vitest';
import { meantBy, oncePerTraining, placesInTrainings } from '../../../src/runs/linked/trainings.ts';
import type { RunRecord } from '../../../src/runs/runRecord.ts';

type Linked = Parameters<typeof placesInTrainings>[0][number];

/** A run, started as the number that its id begins with says, that goes on from another one, or begins a training. */
function run(id: string, from: string | null = null, state: RunRecord['state'] = 'ended'): Linked {
  const continues = from === null ? null : { run: from, file: 'last.pt', at: null };
  return { id, state, startedAt: Number.parseInt(id), continues };
}

/** As which run each of them is shown, and with which others. */
function shown(runs: readonly Linked[]): Record<string, readonly string[]> {
  const places = placesInTrainings(runs);
  return Object.fromEntries(oncePerTraining(runs).map(({ id }) => [id, places.get(id)?.runs ?? [id]]));
}

describe('a training that took several runs', () => {
  const slices = [run('3-c', '2-b', 'running'), run('2-b', '1-a'), run('1-a')];

  test('is its newest run, with all of them, oldest first', () => {
    expect(shown([...slices, run('4-other')])).toEqual({ '3-c': ['1-a', '2-b', '3-c'], '4-other': ['4-other'] });
    expect(placesInTrainings(slices).get('1-a')).toEqual({ runs: ['1-a', '2-b', '3-c'], shownAs: '3-c' });
  });

  test('is one also where a crash came before anything was saved', () => {
    const again: Linked = { ...run('2-b'), retryOf: { run: '1-a', why: 'a CUDA error', how: 'as before' } };
    expect(shown([run('1-a'), again])).toEqual({ '2-b': ['1-a', '2-b'] });
  });

  test('begins later where an earlier run was removed', () => {
    expect(shown([run('2-b', '1-a'), run('3-c', '2-b')])).toEqual({ '3-c': ['2-b', '3-c'] });
    expect(shown([run('2-b', '1-a')])).toEqual({ '2-b': ['2-b'] });
  });

  test('that was gone on with twice is two, each a curve of its own', () => {
    expect(shown([run('1-a'), run('2-b', '1-a'), run('3-c', '1-a')])).toEqual({
      '2-b': ['1-a', '2-b'],
      '3-c': ['1-a', '3-c'],
    });
  });

  test('is no second one for a run that never started', () => {
    const cancelled = run('2-b', '1-a', 'cancelled');
    expect(shown([run('1-a'), cancelled])).toEqual({ '2-b': ['1-a', '2-b'] });
    expect(shown([run('1-a'), cancelled, run('3-c', '1-a')])).toEqual({ '3-c': ['1-a', '2-b', '3-c'] });
    expect(shown([run('1-a'), cancelled, run('3-c', '1-a', 'failed-to-start')])).toEqual({
      '3-c': ['1-a', '2-b', '3-c'],
    });
  });

  test('is none where records name each other in a ring, as only a hand can write them', () => {
    expect(shown([run('1-a', '2-b'), run('2-b', '1-a')])).toEqual({ '1-a': ['1-a'], '2-b': ['2-b'] });
    expect(shown([run('1-a', '1-a')])).toEqual({ '1-a': ['1-a'] });
    expect(shown([run('1-a', '2-b'), run('2-b', '1-a'), run('3-c', '2-b')])).toEqual({ '3-c': ['1-a', '2-b', '3-c'] });
  });
});

describe('who names a run', () => {
  const all = [run('1-a'), run('2-b', '1-a'), run('3-c', '2-b'), run('4-d', '1-a'), run('5-other')];
  const meant = (id: string): readonly string[] =>
    meantBy(
      all.find((each) => each.id === id)!,
      all,
    ).map((each) => each.id);

  test('means all of its training where it stands for that, less what another one goes on from too', () => {
    expect(meant('3-c')).toEqual(['3-c', '2-b']);
    expect(meant('4-d')).toEqual(['4-d']);
  });

  test('means it alone where it is an earlier one, or a training by itself', () => {
    expect(meant('2-b')).toEqual(['2-b']);
    expect(meant('5-other')).toEqual(['5-other']);
  });
});
