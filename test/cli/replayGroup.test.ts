import { describe, expect, test } from 'vitest';
import { resultsTable, writeSweep } from '../support/cli/groupFiles.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';

interface Group {
  readonly runs: number;
  readonly saved: number;
  readonly best: number;
  readonly kept: number;
  readonly stopped: readonly { readonly run: string; readonly at: number }[];
}

const sweep = {
  leads: resultsTable(0.6, 60),
  near: resultsTable(0.59, 40),
  far: resultsTable(0.35, 60),
  farthest: resultsTable(0.2, 120),
};

function replayed(tables: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const { directory, environment } = freshHome();
  const files = writeSweep(directory, tables);
  const { status, stdout, stderr } = plateau(['replay', '--group', ...files, '--json', ...words], environment);
  const lines = stdout.trim().split('\n');
  const { group }: { group: Group } = stdout === '' ? { group: null } : JSON.parse(lines.at(-1)!);
  return { status, stderr, group, events: lines.slice(0, -1).map((line) => JSON.parse(line)), files };
}

describe('plateau replay --group', () => {
  test('goes through trainings of any length side by side, and its last line sums them up', () => {
    const { status, group, events, files, stderr } = replayed(sweep);
    const [leads, , far, farthest] = files;
    expect(status).toBe(0);
    expect(group.runs).toBe(4);
    expect(group.stopped.map(({ run }) => run)).toEqual(expect.arrayContaining([far, farthest]));
    expect(group.stopped.map(({ run }) => run)).not.toContain(leads);
    expect(group.kept).toBe(group.best);
    expect(group.saved).toBeGreaterThan(0.4);
    expect(events).toHaveLength(group.stopped.length);
    expect(events[0]).toMatchObject({ event: 'outrun', leader: expect.any(String), odds: expect.any(Number) });
    expect(stderr).toContain('its own length is taken for it');
  });

  test('takes a plan for each where it is told, and keeps as many as are asked for', () => {
    const { group, stderr } = replayed(sweep, '--budget', '60,40,60,120', '--keep', '3');
    expect(stderr).toBe('');
    expect(group.stopped).toHaveLength(1);
  });

  test('a run that was ended before its plan costs what it has trained', () => {
    const short = { ...sweep, farthest: resultsTable(0.2, 120, { until: 30 }) };
    const { group } = replayed(short, '--budget', '60,40,60,120');
    expect(group.saved).toBeLessThan(replayed(sweep).group.saved);
  });

  test('compares by a metric that all of them have', () => {
    const { group, stderr } = replayed({ ...sweep, near: resultsTable(0.59, 40, { columns: ['map50'] }) });
    expect(stderr).toContain('they are compared by mAP50');
    expect(group.best).toBeCloseTo(0.78, 1);
  });

  test('counts a training without a mAP, and stops none for it', () => {
    const { status, group, stderr } = replayed({ ...sweep, near: resultsTable(0, 40, { columns: [] }) });
    expect(status).toBe(0);
    expect(stderr).toContain('tells no mAP');
    expect(group.runs).toBe(4);
  });

  test.each([
    [['one.csv'], /needs two or more trainings/],
    [['a.csv', 'b.csv', '--keep', '0'], /--keep expects 1 or more/],
    [['a.csv', 'b.csv', '--budget', '1,2,3'], /--budget names 3 lengths for 2 trainings/],
  ])('refuses %j', (words, sentence) => {
    const { status, stderr } = plateau(['replay', '--group', ...words], freshHome().environment);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(sentence) });
  });
});

describe('plateau advise --group', () => {
  test('says of a file whether the others of its directory outrun it, as a status, too', () => {
    const { directory, environment } = freshHome();
    const half = Object.fromEntries(
      Object.entries({ leads: 0.6, near: 0.59, far: 0.3, farthest: 0.2 }).map(([name, end]) => [
        name,
        resultsTable(end, 60, { until: 30 }),
      ]),
    );
    const files = writeSweep(directory, half);
    const advised = (file: string, ...words: readonly string[]) => {
      const args = ['advise', '--group', directory, '--budget', '60', '--json', ...words, file];
      const { status, stdout, stderr } = plateau(args, environment);
      return { status, stderr, ...JSON.parse(stdout) };
    };
    expect(advised(files[3]!)).toMatchObject({ status: 10, stderr: '', stop: true, verdict: 'outrun' });
    expect(advised(files[0]!)).toMatchObject({ status: 0, stop: false });
    expect(advised(files[3]!, '--keep', '4')).toMatchObject({ status: 0, stop: false });
    const { status, stdout } = plateau(['advise', '--group', directory, '--budget', '60'], environment);
    expect(status).toBe(10);
    expect(stdout).toMatch(/farthest\/results\.csv +50 % +\S+ % +OUTRUN/);
  });
});
