import { expect, test } from 'vitest';
import { parsePods } from '../../src/sources/podList.ts';

const pod = (name: string, phase: string, labels?: Record<string, string>) => ({
  metadata: { name, namespace: 'vision', labels },
  spec: { nodeName: 'node1', containers: [] },
  status: { phase, startTime: '2026-01-01T10:00:00Z' },
});

test('pods are read from what kubectl prints, those of one job as a group', () => {
  const items = [
    pod('fold-0', 'Running', { 'batch.kubernetes.io/job-name': 'folds' }),
    pod('alone', 'Failed'),
    { metadata: { name: 'new', namespace: 'vision' }, spec: {}, status: { phase: 'Pending' } },
  ];
  expect(parsePods(JSON.stringify({ kind: 'List', items }))).toMatchObject([
    {
      id: 'fold-0',
      name: 'fold-0',
      user: 'vision',
      group: 'folds',
      array: null,
      state: 'running',
      node: 'node1',
      startedAt: 1_767_261_600,
      cwd: null,
    },
    expect.objectContaining({ id: 'alone', group: null, state: 'failed' }),
    expect.objectContaining({ id: 'new', state: 'waiting', node: null, startedAt: null }),
  ]);
});

test('what is no list of pods is said to be none', () => {
  expect(() => parsePods('{"kind":"Status"}')).toThrow('Kubernetes said something that is no list of pods.');
});
