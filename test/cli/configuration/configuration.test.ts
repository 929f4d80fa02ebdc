import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  checkMetrics,
  flagTexts,
  readConfiguration,
  taughtRows,
} from '../../../src/cli/configuration/configuration.ts';
import { settings, settingsSchema } from '../../../src/cli/configuration/settings.ts';
import { freshHome, plateau } from '../../support/real/plateau.ts';

function directoryWith(text: string | null): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-config-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  if (text !== null) writeFileSync(join(directory, 'plateau.config.json'), text);
  return directory;
}

/** Gives this process a configuration directory of its own, with the user's own config file in it. */
function ownFile(text: string): string {
  const home = mkdtempSync(join(tmpdir(), 'plateau-config-home-'));
  mkdirSync(join(home, 'plateau'));
  const path = join(home, 'plateau/config.json');
  writeFileSync(path, text);
  vi.stubEnv('XDG_CONFIG_HOME', home);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });
  return path;
}

describe('plateau.config.json', () => {
  test('need not be there', () => {
    ownFile('{}');
    expect(readConfiguration(null, directoryWith(null), {})).toEqual({ values: {}, origins: {} });
  });

  test('says what the flags of the same names say, and how an unknown trainer prints its metrics', () => {
    ownFile('{}');
    const text =
      '{"advice": "careful", "targetMap": 0.9, "maxTime": "24h", "metrics": {"loss": "total loss (\\\\S+)"}}';
    const configuration = readConfiguration(null, directoryWith(text), {});
    expect(flagTexts(configuration)).toEqual({ advice: 'careful', 'target-map': '0.9', 'max-time': '24h' });
    expect(taughtRows(configuration.values)).toEqual(['loss=total loss (\\S+)']);
  });

  test.each([
    ['{', /is not JSON/],
    ['[]', /must hold an object/],
    ['{"advise": "careful"}', /key `advise`.*unknown key.* Did you mean `advice`\?/],
    ['{"advice": "bold"}', /key `advice`.*must be one of careful, balanced, saver/],
    ['{"maxEpochs": 1.5}', /key `maxEpochs`.*whole number/],
    ['{"maxTime": "soon"}', /key `maxTime`.*must be a duration such as/],
    ['{"maxTime": 24}', /key `maxTime`.*must be a duration such as/],
    ['{"targetMap": {}}', /key `targetMap`/],
    ['{"targetMap": 700}', /key `targetMap`.*must be a fraction/],
    ['{"metrics": {"lose": "x"}}', /key `metrics.lose`.*must be one of loss/],
    ['{"metrics": {"loss": 3}}', /key `metrics.loss`.*must be a string/],
    ['{"trainer": "yolo99"}', /key `trainer`.*must be a trainer/],
    ['{"webhooks": ["https://ntfy.sh/secret"]}', /key `webhooks`: it is read only from your own .*config\.json/],
  ])('%s is refused in one sentence that names the key', (text, sentence) => {
    ownFile('{}');
    const directory = directoryWith(text);
    expect(() => readConfiguration(null, directory, {})).toThrow(sentence);
    expect(() => readConfiguration(null, directory, {})).toThrow(/plateau\.config\.json [^\n]+[.?]$/);
  });

  test('that teaches what is no expression is refused with its key', async () => {
    ownFile('{}');
    const directory = directoryWith('{"metrics": {"loss": "no group"}}');
    await expect(checkMetrics(readConfiguration(null, directory, {}))).rejects.toThrow(
      /plateau\.config\.json has an invalid key `metrics\.loss`: .*has no group/,
    );
  });

  test('may teach a figure of its own, which it then has to judge by', async () => {
    ownFile('{}');
    const taught = (metric: string) => `{"metric": "${metric}", "metrics": {"hits": "hits: (\\\\S+)"}}`;
    const read = (text: string) => readConfiguration(null, directoryWith(text), {});
    await expect(checkMetrics(read(taught('0.5*hits+0.5*map50')))).resolves.toBeUndefined();
    expect(() => read(taught('map50'))).toThrow(/key `metrics\.hits`: hits is not a metric that can be taught/);
    await expect(checkMetrics(read('{"metric": "recal"}'))).rejects.toThrow(
      /plateau\.config\.json has an invalid key `metric`: recal is no metric: it must be one of map50-95/,
    );
  });

  test('has to be there when it is named', () => {
    expect(() => readConfiguration('other.json', directoryWith(null), {})).toThrow(
      /Cannot read the config file .*other\.json/,
    );
  });
});

describe('the configuration', () => {
  test('is the own file, under that of the directory, under the environment', () => {
    const own = ownFile('{"advice": "careful", "theme": "light", "maxTime": "1h", "webhooks": ["https://ntfy.sh/t"]}');
    const directory = directoryWith('{"theme": "dark", "maxTime": "2h"}');
    const { values, origins } = readConfiguration(null, directory, { PLATEAU_MAX_TIME: '3h' });
    expect(values).toEqual({ advice: 'careful', theme: 'dark', maxTime: '3h', webhooks: ['https://ntfy.sh/t'] });
    expect(origins).toEqual({
      advice: { kind: 'user', path: own },
      webhooks: { kind: 'user', path: own },
      theme: { kind: 'project', path: join(directory, 'plateau.config.json') },
      maxTime: { kind: 'environment', name: 'PLATEAU_MAX_TIME' },
    });
  });

  test('reads numbers and lists from the environment, where an empty list takes away the one below', () => {
    ownFile('{"webhooks": ["https://ntfy.sh/t"]}');
    const said = { PLATEAU_MAX_EPOCHS: '30', PLATEAU_HOSTS: 'gpu1, gpu2', PLATEAU_WEBHOOKS: '', PLATEAU_THEME: '' };
    expect(readConfiguration(null, directoryWith(null), said).values).toEqual({
      maxEpochs: 30,
      hosts: ['gpu1', 'gpu2'],
      webhooks: [],
    });
  });

  test.each([
    ['PLATEAU_ADVICE', 'bold', /^The environment variable PLATEAU_ADVICE is invalid: it must be one of careful/],
    ['PLATEAU_MAX_EPOCHS', 'many', /^The environment variable PLATEAU_MAX_EPOCHS is invalid: it must be a number/],
    ['PLATEAU_GPU_PRICE', '0', /^The environment variable PLATEAU_GPU_PRICE is invalid: it must be above zero/],
    ['PLATEAU_HOSTS', '-oProxyCommand=x', /^The environment variable PLATEAU_HOSTS is invalid: it must be a name/],
  ])('%s=%s is refused in a sentence that names the variable', (name, text, sentence) => {
    ownFile('{}');
    expect(() => readConfiguration(null, directoryWith(null), { [name]: text })).toThrow(sentence);
  });

  test('gives no part of a secret away when it cannot be read', () => {
    for (const text of ['{"webhooks": [https://ntfy.sh/verySecret]}', '{"webhooks": ["ftp://ntfy.sh/verySecret"]}']) {
      ownFile(text);
      const read = () => readConfiguration(null, directoryWith(null), {});
      expect(read).toThrow(/config\.json/);
      expect(read).not.toThrow(/verySecret/);
    }
  });

  test.each([
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), /it is not a regular file/],
    ['an endless device', (path: string) => symlinkSync('/dev/zero', path), /it is not a regular file/],
    ['a directory', (path: string) => mkdirSync(path), /it is a directory/],
    ['2 MB', (path: string) => writeFileSync(path, ' '.repeat(2_000_000)), /it is larger than 1\.0 MB/],
  ])('of %s is refused at once', (_, make, sentence) => {
    const path = ownFile('{}');
    rmSync(path);
    make(path);
    expect(() => readConfiguration(null, directoryWith(null), {})).toThrow(sentence);
  });

  test('knows every key of the schema', () => {
    const keys = Object.keys(settingsSchema.entries).filter((key) => key !== '$schema');
    expect(settings.map(({ name }) => name).toSorted()).toEqual(keys.toSorted());
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

  test('teaches a figure of its own, by which the training is judged', () => {
    const { directory, environment } = freshHome();
    const path = join(directory, 'mine.log');
    const epoch = (at: number) => `round ${at}\ntotal loss ${(4 - at / 10).toFixed(1)} \nhits ${10 + at}.0% of all\n`;
    writeFileSync(path, Array.from({ length: 12 }, (_, at) => epoch(at + 1)).join(''));
    const hits = ['--metric', String.raw`hits=^hits (\S+)`];
    const judge = (...args: readonly string[]) =>
      plateau(['advise', path, '--json', '--max-epochs', '20', ...rows, ...args], environment);
    const { status, stdout } = judge(...hits, '--metric', 'hits');
    expect(status).toBe(0);
    const { headline, against } = JSON.parse(stdout);
    expect(headline).toMatch(/^best hits 22\.0 % at epoch 12/);
    expect(against).toContain('The odds were measured on mAP, not on hits: trust them less.');
    expect(judge('--metric', 'hits').stderr).toMatch(/hits is no metric: .* or what --metric 'hits=REGEX' teaches/);
    expect(judge(...hits).stderr).toMatch(/hits is not a metric that can be taught: .* as with --metric hits/);
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
