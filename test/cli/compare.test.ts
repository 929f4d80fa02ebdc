import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshHome, plateau } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { keptRun } from '../support/cli/kept.ts';

describe('plateau compare', () => {
  test('puts runs and files side by side in a table and one plot', () => {
    const { environment } = freshHome();
    keptRun(environment, '20260101-000000-alpha');
    const { status, stdout, stderr } = plateau(['compare', 'alpha', 'fixtures/demo/healthy.log'], environment);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^ +RUN +TRAINER +LENGTH +BEST +AT +TIME +LOSS +VERDICT$/);
    expect(lines[1]).toMatch(
      /^A {2}20260101-000000-alpha +darknet-alexeyab +iteration 2,400\/2,400 +mAP50 54\.2 % +540 .*finished, over-fitted/,
    );
    expect(lines[2]).toMatch(/^B {2}healthy\.log +darknet-alexeyab +iteration 1,800\/1,800 +mAP50 90\.7 % +950 /);
    const plot = lines.slice(5, 17);
    expect(plot.every((line) => /^( +│| *\d+┤)/.test(line) && line.length <= 80)).toBe(true);
    expect(plot.join('').match(/A/g)!.length).toBeGreaterThan(3);
    expect(plot.join('').match(/B/g)!.length).toBeGreaterThan(3);
    expect(lines[17]).toMatch(/iteration 2,400$/);
  });

  test('leaves out columns where the terminal is too narrow for all of them', async () => {
    const { environment } = freshHome();
    const terminal = openTerminal(['compare', 'fixtures/demo/overfit.log', 'fixtures/demo/healthy.log'], {
      environment,
    });
    await terminal.exited;
    await terminal.see(/iteration 2,400\n/);
    const lines = terminal.screen().split('\n');
    expect(lines[0]).toMatch(/^ +RUN +LENGTH +BEST +VERDICT$/);
    expect(lines[1]).toMatch(/^A {2}overfit\.log .* finished, over-fitted$/);
    expect(lines[2]).toMatch(/^B {2}healthy\.log /);
  });

  test('compares what counts differently over the share of each length, in ASCII where that is asked', () => {
    const { environment } = freshHome();
    const files = ['fixtures/demo/healthy.log', 'fixtures/yolov5/master-curve.results.csv'];
    const { stdout } = plateau(['compare', ...files, '--chars', 'ascii'], environment);
    expect(stdout).toContain('100 % of each');
    expect(stdout).toMatch(/^[\x20-\x7E\n]*$/);
  });

  test('prints all of it as data', () => {
    const { environment } = freshHome();
    const { stdout } = plateau(
      ['compare', 'fixtures/demo/diverge.log', 'fixtures/demo/healthy.log', '--json'],
      environment,
    );
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'diverge.log', run: null, verdict: 'diverged', loss: { last: null } },
      { name: 'healthy.log', best: { metric: 'map50', at: 950 }, unit: 'iteration', total: 1800 },
    ]);
  });

  test.each(['--json', '--chars=box'])('refuses %s together with a form to be written', (flag) => {
    const { directory, environment } = freshHome();
    const files = ['fixtures/demo/healthy.log', 'fixtures/demo/overfit.log'];
    for (const form of [['-o', join(directory, 'page.html')], ['--csv'], ['--markdown']]) {
      expect(plateau(['compare', ...files, flag, ...form], environment)).toEqual({
        status: 2,
        stdout: '',
        stderr: `plateau: ${flag.split('=')[0]} is for what is printed, not for --output, --csv or --markdown.\n`,
      });
    }
    expect(existsSync(join(directory, 'page.html'))).toBe(false);
  });

  test('names what is neither a run nor a log', () => {
    const { environment } = freshHome();
    const { status, stderr } = plateau(['compare', 'fixtures/demo/healthy.log', 'nobody'], environment);
    expect(stderr).toMatch(/nobody is neither a file nor a training/);
    expect(status).toBe(1);
    expect(plateau(['compare', 'README.md', 'README.md'], environment).stderr).toMatch(
      /No trainer recognised in .*README\.md/,
    );
  });
});
