import { expect, test } from 'vitest';
import { mlflowClient } from '../../../../src/log/formats/mlflowServer/client.ts';

/** A client of a server that gives each answer with the token of a next page. */
function endless(tokenOf: (page: number) => string) {
  const asked: string[] = [];
  const client = mlflowClient({
    host: 'tracking:5000',
    ask: async (endpoint) => {
      asked.push(endpoint);
      const next_page_token = tokenOf(asked.length);
      if (endpoint === 'experiments/search') return { experiments: [{ experiment_id: '7' }], next_page_token };
      if (endpoint === 'runs/search') return { runs: [], next_page_token };
      return { metrics: [{ key: 'loss', value: 1, timestamp: 1, step: 1 }], next_page_token };
    },
  });
  return { client, asked };
}

test('a server whose pages have nothing in them and no end is asked only so often', async () => {
  const { client, asked } = endless(String);
  await expect(client.runMeant(null)).rejects.toThrow('The MLflow server at tracking:5000 has no run');
  expect(asked.length).toBeLessThanOrEqual(100);
});

test('a server that knows no pages, but gives a token, is asked for the same page twice at most', async () => {
  const { client, asked } = endless(() => 'next');
  await expect(client.runMeant(null)).rejects.toThrow('The MLflow server at tracking:5000 has no run');
  expect(asked).toEqual(['experiments/search', 'experiments/search', 'runs/search', 'runs/search']);
  expect(await client.history('a', 'loss', 10, 'next')).toMatchObject({ next: null });
});
