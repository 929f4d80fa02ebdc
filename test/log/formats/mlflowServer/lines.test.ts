import { describe, expect, test } from 'vitest';
import { mlflowClient } from '../../../../src/log/formats/mlflowServer/client.ts';
import { mlflowHttp } from '../../../../src/log/formats/mlflowServer/http.ts';
import { createServerLines } from '../../../../src/log/formats/mlflowServer/lines.ts';
import type { TrackedText } from '../../../../src/log/formats/tracked/trackedRun.ts';
import { logTo, type MlflowServer, mlflowServer } from '../../../support/log/mlflowServer.ts';

const night = 'e'.repeat(32);
const pace = { firstWait: 0.01, attempts: 3, silence: 20, answer: 60 };

function linesOf(server: MlflowServer, word: string | null = night): TrackedText {
  const client = mlflowClient(mlflowHttp(server.address, {}, pace));
  return createServerLines(client, async () => client.runMeant(word));
}

async function textOf(lines: TrackedText): Promise<string> {
  let text = '';
  await lines.read((piece) => {
    text += piece;
  });
  return text;
}

describe('the figures of a run on a server of MLflow', () => {
  test('are its plan, its values in the order of their time over all pages, and its end', async () => {
    const server = await mlflowServer();
    const run = server.addRun({ id: night, params: { epochs: '2500', data: 'shapes.yaml' } });
    logTo(run, 'loss', ...Array.from({ length: 2500 }, (_, step) => 1 / (step + 1)));
    logTo(run, 'val/mAP50', 0.25, Number.NaN, Infinity);
    run.status = 'FINISHED';
    const lines = (await textOf(linesOf(server))).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      `MLflow run ${night}`,
      'param epochs: 2500',
      '1760000000000 1 0 loss',
      '1760000000000 0.25 0 val/mAP50',
      '1760000001000 0.5 1 loss',
    ]);
    expect(lines).toContain('1760000001000 nan 1 val/mAP50');
    expect(lines).toContain('1760000002000 inf 2 val/mAP50');
    expect(lines.slice(-2)).toEqual(['status 3', '']);
    expect(lines).toHaveLength(2 + 2500 + 3 + 2);
    const pages = server.asked.filter(({ query }) => query.get('metric_key') === 'loss');
    expect(pages.map(({ query }) => query.get('page_token'))).toEqual([null, '1000', '2000']);
  });

  test('come once each as they are logged, and only the last page of what has grown is asked for', async () => {
    const server = await mlflowServer();
    const run = server.addRun({ id: night });
    logTo(run, 'loss', ...Array.from({ length: 1500 }, (_, step) => step));
    logTo(run, 'quiet', 1);
    const lines = linesOf(server);
    await textOf(lines);
    expect(await textOf(lines)).toBe('');
    server.asked.length = 0;
    logTo(run, 'loss', 7, 8);
    logTo(run, 'val/mAP50', 0.5);
    expect((await textOf(lines)).split('\n')).toEqual([
      '1760000000000 0.5 0 val/mAP50',
      '1760001500000 7 1500 loss',
      '1760001501000 8 1501 loss',
      '',
    ]);
    expect(
      server.asked.map(({ endpoint, query }) => [endpoint, query.get('metric_key'), query.get('page_token')]),
    ).toEqual([
      ['runs/get', null, null],
      ['metrics/get-history', 'loss', '1000'],
      ['metrics/get-history', 'val/mAP50', null],
    ]);
    expect(lines.values()).toBe(1504);
  });

  test('are read from a server that does not page', async () => {
    const server = await mlflowServer();
    server.pages = false;
    const run = server.addRun({ id: night });
    logTo(run, 'loss', ...Array.from({ length: 1200 }, (_, step) => step));
    const lines = linesOf(server);
    expect((await textOf(lines)).split('\n')).toHaveLength(1202);
    logTo(run, 'loss', 5);
    expect(await textOf(lines)).toBe('1760001200000 5 1200 loss\n');
  });

  test('are read anew when they are others than before', async () => {
    const server = await mlflowServer();
    const run = server.addRun({ id: night });
    logTo(run, 'loss', 3, 2);
    const lines = linesOf(server);
    await textOf(lines);
    run.metrics.clear();
    logTo(run, 'loss', 9, 8, 7);
    expect(await lines.read(() => {})).toBe(false);
  });

  test('go on where they were after an answer that failed in the middle', async () => {
    const server = await mlflowServer();
    const run = server.addRun({ id: night });
    logTo(run, 'loss', ...Array.from({ length: 3500 }, (_, step) => step));
    server.intercept = ({ query }, response) => {
      if (query.get('page_token') !== '2000') return false;
      response.writeHead(400).end('{"message": "not now"}');
      return true;
    };
    const lines = linesOf(server);
    let text = '';
    const take = (piece: string) => {
      text += piece;
    };
    await expect(lines.read(take)).rejects.toThrow(/refuses with status 400: not now$/);
    server.intercept = null;
    const again = linesOf(server);
    expect((await textOf(again)).startsWith(text)).toBe(true);
  });

  test.each([
    { word: 'night', how: 'by its name' },
    { word: 'trees', how: 'as the newest of its experiment that trains' },
    { word: null, how: 'as the newest of all that trains' },
  ])('are those of the run that $word means, $how', async ({ word }) => {
    const server = await mlflowServer();
    for (const [index, experiment] of ['a', 'b', 'c', 'd'].entries()) {
      server.addRun({ id: String(index).repeat(32), experiment, status: 'FINISHED', start: 1000 });
    }
    logTo(server.addRun({ id: night, name: 'night', experiment: 'trees', start: 2000 }), 'loss', 1, 2);
    logTo(server.addRun({ id: 'd'.repeat(32), experiment: 'trees', status: 'FINISHED', start: 3000 }), 'mAP50', 0.5);
    expect(await textOf(linesOf(server, word))).toMatch(new RegExp(`^MLflow run ${night}\n`));
  });
});
