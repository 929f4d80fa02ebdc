import { describe, expect, test } from 'vitest';
import { keptRun } from '../support/cli/kept.ts';
import { freshHome, plateau } from '../support/real/plateau.ts';

describe('plateau compare --group', () => {
  const sweep = (group: string, name: (at: number) => string) => {
    const { environment } = freshHome();
    for (const [at, log] of ['healthy', 'overfit'].entries()) {
      keptRun(environment, `2026010${at}-000000-${name(at)}`, {
        log: `fixtures/demo/${log}.log`,
        name: name(at),
        group,
        command: ['demo', `lr=0.0${at + 1}`, '--seed', '7', `name=${at}`],
      });
    }
    return environment;
  };

  test('tells mean and leader, the plot, and in what the runs differ', () => {
    const { status, stdout, stderr } = plateau(
      ['compare', '--group', 'lr'],
      sweep('lr', (at) => `exp${at}`),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^lr: 2 runs, mean 72\.5 ± 25\.8 %, leads exp0 90\.7 %, /);
    const differs = lines.slice(lines.indexOf('What differs') + 1).map((line) => line.trimEnd());
    expect(differs.slice(0, 3)).toEqual(['   lr', 'A  0.01', 'B  0.02']);
    expect(stdout).not.toContain('seed');
  });

  test('names folds as such: their mean is the answer', () => {
    const { stdout } = plateau(
      ['compare', '--group', 'cv'],
      sweep('cv', (at) => `fold-${at}`),
    );
    expect(stdout.split('\n')[0]).toBe('cv: 2 folds, mean 72.5 ± 25.8 %');
  });

  test('as data', () => {
    const { stdout } = plateau(
      ['compare', '--group', 'exp1', '--json'],
      sweep('lr', (at) => `exp${at}`),
    );
    expect(JSON.parse(stdout)).toMatchObject({
      group: { name: 'lr', kind: 'named', areFolds: false, runs: 2, leader: { name: 'exp0' } },
      differs: [{ setting: 'lr', values: { '20260100-000000-exp0': '0.01', '20260101-000000-exp1': '0.02' } }],
    });
  });

  test('counts a training of several runs once', () => {
    const environment = sweep('lr', (at) => `exp${at}`);
    const continues = { run: '20260101-000000-exp1', file: '/w/last.pt', at: 300 };
    keptRun(environment, '20260102-000000-exp1', { group: 'lr', continues, startedAt: 1_780_001_000 });
    const { stdout } = plateau(['compare', '--group', 'lr', '--json'], environment);
    expect(JSON.parse(stdout)).toMatchObject({ group: { runs: 2 } });
  });

  test('says where there is no such group', () => {
    const { status, stderr } = plateau(['compare', '--group', 'none'], freshHome().environment);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('There is no group "none"') });
  });
});
