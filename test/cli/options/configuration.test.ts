import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readConfiguration } from '../../../src/cli/options/configuration.ts';
import { freshHome, plateau } from '../../support/real/plateau.ts';

function directoryWith(text: string | null): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-config-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  if (text !== null) writeFileSync(join(directory, 'plateau.config.json'), text);
  return directory;
}

describe('plateau.config.json', () => {
  test('need not be there', () => {
    expect(readConfiguration(null, directoryWith(null))).toEqual({ flags: {}, taught: [] });
  });

  test('says what the flags of the same names say, and how an unknown trainer prints its metrics', () => {
    const text =
      '{"advice": "careful", "targetMap": 0.9, "maxTime": "24h", "metrics": {"loss": "total loss (\\\\S+)"}}';
    expect(readConfiguration(null, directoryWith(text))).toEqual({
      flags: { advice: 'careful', 'target-map': '0.9', 'max-time': '24h' },
      taught: ['loss=total loss (\\S+)'],
    });
  });

  test.each([
    ['{', /is not JSON/],
    ['[]', /must hold an object/],
    ['{"advise": "careful"}', /key `advise`.*unknown key/],
    ['{"maxEpochs": 1.5}', /key `maxEpochs`.*whole number/],
    ['{"targetMap": {}}', /key `targetMap`/],
    ['{"metrics": {"lose": "x"}}', /key `metrics.lose`.*must be one of loss/],
    ['{"metrics": {"loss": 3}}', /key `metrics.loss`.*must be a string/],
  ])('%s is refused in one sentence that names the key', (text, sentence) => {
    const directory = directoryWith(text);
    expect(() => readConfiguration(null, directory)).toThrow(sentence);
    expect(() => readConfiguration(null, directory)).toThrow(/plateau\.config\.json [^\n]+\.$/);
  });

  test('has to be there when it is named', () => {
    expect(() => readConfiguration('other.json', directoryWith(null))).toThrow(
      /Cannot read the config file .*other\.json/,
    );
  });
});

describe('--metric NAME=REGEX', () => {
  const log = ['round 1', 'total loss 3.5', 'AP50 is 0.2', 'round 2', 'total loss 2.5', 'AP50 is 0.4', ''].join('\n');
  const rows = [
    '--metric',
    String.raw`epoch=^round (\d+)`,
    '--metric',
    String.raw`loss=total loss (\S+)`,
    '--metric',
    String.raw`map50=AP50 is (\S+)`,
  ];

  test('teaches a trainer that nobody knows', () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'mine.log');
    writeFileSync(path, log);
    const { status, stdout } = plateau(['inspect', path, '--json', ...rows], environment);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      trainer: 'generic',
      epochs: { first: 1, last: 2, count: 2 },
      loss: { first: 3.5, last: 2.5, min: 2.5 },
      evaluations: [
        { epoch: 1, map50: 0.2 },
        { epoch: 2, map50: 0.4 },
      ],
    });
  });

  test.each([
    ['nonsense=(x)', /nonsense is not a metric/],
    ['loss=(', /regular expression of the metric loss/],
    ['loss=no group', /has no group/],
  ])('%s is refused in one sentence', (row, sentence) => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'mine.log');
    writeFileSync(path, log);
    const { status, stderr } = plateau(['inspect', path, '--metric', row], environment);
    expect(stderr).toMatch(sentence);
    expect(status).toBe(2);
  });
});
