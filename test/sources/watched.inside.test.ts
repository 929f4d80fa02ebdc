import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import { watchContainer, watchPod } from '../../src/sources/watched.ts';
import type { WatchTarget } from '../../src/sources/watchedHere.ts';
import { openViewStop } from '../../src/stopping/driver/viewStop.ts';
import { freshFolder } from '../support/log/mlflowDatabase.ts';
import { standIn } from '../support/processes/standIn.ts';
import { soon } from '../support/soon.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
const table = readFileSync(fixture('ultralytics/8.3.241-curve.results.csv'), 'utf8').trimEnd().split('\n');

/** What the clients ask before anything else, and how a script is run inside: here, in a shell of this machine. */
const places = [
  {
    flag: '--docker',
    name: 'container trainer',
    open: async (path: string | null): Promise<WatchTarget> => watchContainer('trainer', path),
    stand: () => {
      const container = { State: { Running: true, Pid: 4242 }, Config: { Tty: false, User: '' } };
      const stand = standIn(
        'docker',
        'case $1 in inspect) cat facts;; exec) shift 3; exec "$@";; logs) cat log;; esac',
      );
      writeFileSync(stand.at('facts'), JSON.stringify([{ ...container, Path: 'python', Args: ['train.py'] }]));
      return stand;
    },
    inside: 'exec --interactive trainer sh -c ',
    back: 'plateau watch --docker trainer',
    interrupted: 'kill --signal=INT trainer',
  },
  {
    flag: '--k8s',
    name: 'pod train-0',
    open: async (path: string | null): Promise<WatchTarget> =>
      watchPod({ pod: 'train-0', namespace: 'ml', container: 'main' }, path),
    stand: () => {
      const script = 'get) cat facts;; exec) while [ "$1" != -- ]; do shift; done; shift; exec "$@";; logs) cat log;;';
      const stand = standIn('kubectl', `case $1 in ${script} esac`);
      const status = { containerStatuses: [{ name: 'main', state: { running: {} } }] };
      const containers = [
        { name: 'side', image: 'proxy' },
        { name: 'main', image: 'ml:1', command: ['python', 'train.py'] },
      ];
      writeFileSync(stand.at('facts'), JSON.stringify({ spec: { containers }, status }));
      return stand;
    },
    inside: 'exec --stdin train-0 --namespace=ml --container=main -- sh -c ',
    back: 'plateau watch --k8s train-0 --namespace ml --container main',
    interrupted: 'exec train-0 --namespace=ml --container=main -- sh -c kill -INT 1',
  },
];

async function monitored({ source }: WatchTarget) {
  const monitor = await openMonitor(source, circumstancesOf(null));
  onTestFinished(() => monitor.close());
  return monitor;
}

describe.each(places)('what is inside, through a stand-in for the client ($flag)', (place) => {
  test('is the newest table of results in a directory, which goes on', async () => {
    const stand = place.stand();
    const directory = freshFolder('inside');
    const path = join(directory, 'runs/detect/train 2/results.csv');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${table.slice(0, 11).join('\n')}\n`);
    const watched = await place.open(directory);
    expect(watched).toMatchObject({
      title: `results.csv in ${place.name}`,
      comeBack: `${place.back} ${directory}`,
      says: [`Reads results.csv in ${place.name}; signals go to its first process.`],
    });
    const monitor = await monitored(watched);
    await soon(() => expect(monitor.run.epochs).toEqual({ first: 1, last: 10, count: 10 }));
    appendFileSync(path, `${table.slice(11).join('\n')}\n`);
    await soon(() => expect(monitor.run.epochs).toEqual({ first: 1, last: 40, count: 40 }));
    expect(stand.calls().some((call) => call.startsWith(place.inside))).toBe(true);
  });

  test('are all event files of a run', async () => {
    place.stand();
    const directory = freshFolder('inside');
    cpSync(fixture('tensorboard/several-writers'), join(directory, 'ssd'), { recursive: true });
    const watched = await place.open(directory);
    expect(watched.title).toBe(`ssd in ${place.name}`);
    const monitor = await monitored(watched);
    await soon(() => expect(monitor.caughtUp()).toBe(true));
    expect(monitor.run.trainer?.name).toBe('tensorboard');
    expect(monitor.run.plan.epochs).toBe(20);
  });

  test('is a file that is named, and a stop gets to the first process', async () => {
    const stand = place.stand();
    const path = join(freshFolder('inside'), 'results.csv');
    writeFileSync(path, `${table.join('\n')}\n`);
    const watched = await place.open(path);
    const monitor = await monitored(watched);
    await soon(() => expect(monitor.run.epochs?.last).toBe(40));
    const { control } = await openViewStop(watched.reach!, () => null);
    onTestFinished(() => control.close());
    await control.signal('SIGINT', { wait: 0.05 });
    expect(stand.calls()).toContain(place.interrupted);
  });

  test('is its log where nothing is named', async () => {
    const stand = place.stand();
    const epochs = [1, 2, 3, 4].map((epoch) => `2026-01-01T00:00:0${epoch}.5Z epoch: ${epoch} loss: ${3 / epoch}\n`);
    writeFileSync(stand.at('log'), epochs.join(''));
    const watched = await place.open(null);
    expect(watched.comeBack).toBe(place.back);
    const monitor = await monitored(watched);
    await soon(() => expect(monitor.run.epochs?.last).toBe(4));
  });

  test('is refused in a sentence where it is nothing that can be read from here', async () => {
    place.stand();
    const directory = freshFolder('inside');
    await expect(place.open(directory)).rejects.toThrow(
      `${directory} on ${place.name} is a directory that holds no file of figures`,
    );
    new DatabaseSync(join(directory, 'mlflow.db')).exec('CREATE TABLE metrics (step INTEGER)');
    await expect(place.open(directory)).rejects.toThrow(
      'has a database (mlflow.db), which can be read only on that machine',
    );
    await expect(place.open(join(directory, 'nowhere'))).rejects.toThrow(`${place.name} has no file`);
  });
});
