import { expect, onTestFinished, test } from 'vitest';
import { schedulerSource } from '../../../src/fleet/scheduler/schedulerSource.ts';
import { experimentRuns } from '../../../src/sources/mlflow/experimentRuns.ts';
import { logTo, mlflowServer } from '../../support/log/mlflowServer.ts';
import { soon } from '../../support/soon.ts';

const [day, night, other] = ['d', 'e', 'f'].map((letter) => letter.repeat(32));

test('an experiment is a group of the fleet, with the figures of the runs that train', async () => {
  const server = await mlflowServer();
  const run = server.addRun({ id: night!, name: 'night', start: 2_000_000, params: { epochs: '10' } });
  logTo(run, 'train/loss', 2, 1.5, 1);
  logTo(run, 'metrics/mAP50B', 0.1, 0.2, 0.3);
  server.addRun({ id: day!, name: 'day', start: 1_000_000, status: 'FAILED' });
  server.addRun({ id: other!, experiment: 'other' });
  const source = schedulerSource({
    kind: 'mlflow',
    name: 'tracking',
    list: async () => experimentRuns(server.address, 'shapes'),
  });
  onTestFinished(async () => source.close());
  await soon(() => expect(source.members().find(({ name }) => name === 'night')?.metric.now).toBe(0.3));
  expect(source.members().map(({ name, group, state, way }) => ({ name, group, state, way }))).toEqual([
    { name: 'night', group: 'shapes', state: 'running', way: 'mlflow' },
    { name: 'day', group: 'shapes', state: 'failed', way: 'mlflow' },
  ]);
  expect(source.host()).toMatchObject({ kind: 'mlflow', state: 'live', problem: null });
});

test('an experiment that is not there is said so', async () => {
  const server = await mlflowServer();
  await expect(experimentRuns(server.address, 'nowhere')).rejects.toThrow(
    /^The MLflow server at 127\.0\.0\.1:\d+ has no experiment nowhere\.$/,
  );
});
