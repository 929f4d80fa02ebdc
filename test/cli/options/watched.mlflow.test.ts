import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { join } from 'node:path';
import { watched } from '../../../src/cli/options/watched.ts';
import { circumstancesOf } from '../../../src/monitor/circumstances.ts';
import { openMonitor } from '../../../src/monitor/openMonitor.ts';
import { freshFolder, recordedDatabase } from '../../support/log/mlflowDatabase.ts';
import { logTo, mlflowServer } from '../../support/log/mlflowServer.ts';
import { soon } from '../../support/soon.ts';

const night = 'e'.repeat(32);

describe('plateau watch --mlflow', () => {
  test('watches a run of a server, by its name, and says what it is', async () => {
    const server = await mlflowServer();
    const run = server.addRun({ id: night, name: 'night', params: { epochs: '4' } });
    logTo(run, 'train/loss', 2, 1.5, 1);
    logTo(run, 'metrics/mAP50B', 0.1, 0.2, 0.3);
    const { source, title, comeBack, reach, says } = await watched({ mlflow: server.address, run: 'night' }, []);
    expect(title).toBe(`night (shapes, ${server.address.slice('http://'.length)})`);
    expect(comeBack).toBe(`plateau watch --mlflow ${server.address} --run ${night}`);
    expect(reach).toBeNull();
    expect(says).toEqual([
      'A server tells what was logged, not which process trains: it can be watched, but not stopped.',
    ]);
    const monitor = await openMonitor(source, circumstancesOf(null));
    onTestFinished(() => monitor.close());
    await soon(() => expect(monitor.run.evaluations.map(({ map50 }) => map50)).toEqual([0.1, 0.2, 0.3]));
    expect(monitor.run.trainer?.name).toBe('mlflow');
    expect(monitor.run.plan.epochs).toBe(4);
  });

  test('gives no word of the server to a shell in the command to come back with', async () => {
    const server = await mlflowServer();
    server.addRun({ id: 'x; touch here', name: 'night' });
    const { comeBack } = await watched({ mlflow: server.address, run: 'night' }, []);
    expect(comeBack).toBe(`plateau watch --mlflow ${server.address} --run 'x; touch here'`);
  });

  test('watches the newest of an experiment, of a database too', async () => {
    const path = recordedDatabase(join(freshFolder('mlflow-db'), 'mlruns.db'));
    const { title } = await watched({ mlflow: `sqlite:///${path}`, experiment: 'box-cross-detection-finetuning' }, []);
    expect(title).toBe('cross-detection-20250712-114517 (box-cross-detection-finetuning, mlruns.db)');
  });

  test('refuses in a sentence what the server does not have, and never tells a password', async () => {
    const server = await mlflowServer();
    server.addRun({ id: night });
    vi.stubEnv('MLFLOW_TRACKING_URI', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const address = server.address.replace('//', '//me:s3cret@');
    await expect(watched({ mlflow: address, run: 'nowhere' }, [])).rejects.toThrow(
      /^The MLflow server at 127\.0\.0\.1:\d+ has no run nowhere, and no experiment of that name with one\.$/,
    );
    const { comeBack, title } = await watched({ mlflow: address, run: night }, []);
    expect(comeBack).toBeNull();
    expect(title).not.toContain('s3cret');
  });

  test.each([
    [{ run: 'night' }, '--run requires --mlflow.'],
    [{ mlflow: 'mlflow.db', run: 'a', experiment: 'b' }, 'Only one of --run and --experiment can be given.'],
    [{ mlflow: 'mlflow.db', ssh: 'gpu1' }, 'Only one of --ssh and --mlflow can be given.'],
  ])('refuses %j', async (values, sentence) => {
    await expect(watched(values, !('mlflow' in values) ? ['x'] : [])).rejects.toThrow(sentence);
  });
});
