import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau } from '../support/real/plateau.ts';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';

const fixture = (name: string) => new URL(`../../fixtures/${name}`, import.meta.url).pathname;

function replayed(words: readonly string[]): { verdict: string; action: string; [key: string]: unknown }[] {
  const { stdout } = plateau(['replay', '--json', ...words], freshHome().environment);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function advised(path: string) {
  const { status, stdout } = plateau(['advise', '--json', path], freshHome().environment);
  return { status, ...JSON.parse(stdout) };
}

describe('plateau replay', () => {
  test('a training whose mAP falls while its loss falls ends over-fitted, with the best weights named', () => {
    const path = fixture('darknet/darknet-alexeyab-fall.log');
    expect(replayed([path]).at(-1)).toMatchObject({
      verdict: 'finished-over-fitted',
      iteration: 1300,
      best: 0.827135,
    });
    expect(advised(path).keep).toMatchObject({ at: 100, path: expect.stringContaining('_best.weights') });
  });

  test('no stop is recommended while the mAP rises', () => {
    const advice = replayed([fixture('darknet/darknet-alexeyab-slow-map.log')]);
    expect(advice).toHaveLength(16);
    expect(advice.filter(({ action }) => action !== 'continue')).toEqual([]);
  });

  test('a loss that is no number ends in diverged', () => {
    expect(advised(fixture('darknet/darknet-alexeyab-nan-map.log'))).toMatchObject({ verdict: 'diverged', status: 30 });
    expect(advised(fixture('darknet/darknet-pjreddie-nan.log'))).toMatchObject({ verdict: 'diverged', status: 30 });
  });

  test('a plan that ends at next to no mAP never started', () => {
    const path = fixture('yolov5/master-curve.log');
    expect(advised(path)).toMatchObject({ verdict: 'never-started', status: 30 });
    expect(replayed([fixture('yolov5/master-curve.results.csv'), '--budget', '15']).at(-1)!.verdict).toBe(
      'never-started',
    );
  });

  test('says the same at every evaluation whether or not later lines exist', () => {
    const { directory, environment } = freshHome();
    const whole = readFileSync(fixture('ultralytics/8.3.241-curve.results.csv'), 'utf8').split('\n');
    const all = replayed([fixture('ultralytics/8.3.241-curve.results.csv'), '--budget', '40']);
    for (const rows of [8, 17, 33]) {
      const path = join(directory, `first-${rows}.csv`);
      writeFileSync(path, `${whole.slice(0, rows + 1).join('\n')}\n`);
      const { stdout } = plateau(['replay', '--json', '--budget', '40', path], environment);
      expect(
        stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toEqual(all.slice(0, rows));
    }
  });

  test('tells at each evaluation what going on is worth, a number or null', () => {
    const worths = replayed([fixture('ultralytics/8.3.241-curve.results.csv'), '--budget', '40']).map(
      ({ worth }) => worth,
    );
    expect(worths).toHaveLength(40);
    expect(worths.every((worth) => worth === null || (typeof worth === 'number' && worth >= 0))).toBe(true);
    expect(worths.filter((worth) => worth !== null).length).toBeGreaterThan(20);
    expect(worths.slice(0, 4)).toEqual([null, null, null, null]);
  });

  test('tells the family of measured trainings that the odds come from', () => {
    const table = fixture('ultralytics/8.3.241-curve.results.csv');
    expect(replayed([table]).at(-1)).toMatchObject({ family: 'yolo' });
    const { stdout } = plateau(['replay', '--family', table], freshHome().environment);
    expect(stdout).toMatch(
      /^Its odds come from trainings of YOLO, measured on \d+ complete trainings of \d+ projects\.$/m,
    );
  });

  test('tells at the end what following it would have saved', () => {
    const { stdout } = plateau(['replay', fixture('darknet/darknet-alexeyab-fall.log')], freshHome().environment);
    expect(stdout).toMatch(/It would first have said stop at iteration [\d,]+ \(OVER-FITTING, MAY STOP\)\./);
    expect(stdout).toMatch(/saves \d+ % of the training \(.+\) and gives up 0\.00 % of mAP/);
  });
});

describe('plateau advise', () => {
  test('exits with 0 to go on', () => {
    expect(advised(fixture('darknet/darknet-alexeyab-sigint.log')).status).toBe(0);
  });

  test('cannot tell of a log without numbers', () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'empty.log');
    writeFileSync(path, '');
    expect(plateau(['advise', path], environment).status).toBe(2);
  });
});
