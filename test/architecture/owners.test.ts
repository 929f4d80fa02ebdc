import { describe, expect, test } from 'vitest';
import { violationsOf } from './plant.ts';

test('one-advisor finds whoever asks an advisor outside monitor/', () => {
  const text = "import { createAdvisor } from '../advisor/advisor.ts';";
  const files = {
    'src/advisor/advisor.ts': 'export function createAdvisor() {}',
    'src/monitor/openMonitor.ts': text,
    'src/cli/advise.ts': text,
  };
  expect(violationsOf('one-advisor', files)).toEqual(['src/cli/advise.ts imports createAdvisor']);
});

describe('one-control finds', () => {
  const contract =
    'export interface TrainingControl { readonly signal: () => void; readonly arm: () => void; readonly cancel: () => void }';
  const built = 'const control = {\n  signal,\n  arm: async () => ({ cancel: null }),\n  cancel() {},\n};';

  test('a second building of the control contract', () => {
    const files = { 'src/stopping/control.ts': contract, 'src/keeper/a.ts': built, 'src/sources/b.ts': `\n${built}` };
    expect(violationsOf('one-control', files)).toEqual([
      'src/keeper/a.ts:1 builds a TrainingControl',
      'src/sources/b.ts:2 builds a TrainingControl',
    ]);
  });

  test('nothing in one building, nor in a literal with a few of the names', () => {
    const files = {
      'src/stopping/control.ts': contract,
      'src/keeper/a.ts': built,
      'src/keeper/b.ts': 'send({ signal: 1, wait: 2 });',
    };
    expect(violationsOf('one-control', files)).toEqual([]);
  });
});

test('one-climb finds a second place that climbs the ladder', () => {
  const files = {
    'src/stopping/ladder.ts': 'export function nextSignal(ladder) {}',
    'src/keeper/a.ts': 'const next = nextSignal(ladder, strongest);',
    'src/stopping/b.ts': 'const next = nextSignal(ladder, strongest);',
  };
  expect(violationsOf('one-climb', files)).toEqual([
    'src/keeper/a.ts:1 climbs the ladder',
    'src/stopping/b.ts:1 climbs the ladder',
  ]);
});

test('one-signal finds a second place that sends a signal, to itself aside', () => {
  const files = {
    'src/processes/send.ts': 'process.kill(pid, signal);',
    'src/ui/suspend.ts': "process.kill(process.pid, 'SIGSTOP');",
    'src/sources/end.ts': "process.kill(-leader, 'SIGTERM');",
  };
  expect(violationsOf('one-signal', files)).toEqual([
    'src/processes/send.ts:1 sends a signal',
    'src/sources/end.ts:1 sends a signal',
  ]);
});

test('one-error-message finds an error that is asked outside words/', () => {
  const text = 'const text = error instanceof Error ? error.message : String(error);';
  const files = { 'src/words/errors.ts': text, 'src/run/a.ts': text };
  expect(violationsOf('one-error-message', files)).toEqual(['src/run/a.ts:1 asks an error for its message']);
});

test('one-printer finds whoever writes to standard output or error past the one that makes text harmless', () => {
  const files = {
    'src/app/print.ts': 'process.stdout.write(harmless(text));',
    'src/cli/a.ts': 'process.stdout.write(text);',
    'src/cli/b.ts': 'const width = process.stdout.columns;\nprocess.stderr.write(text);',
    'src/log/c.ts': 'console.log(text);',
  };
  expect(violationsOf('one-printer', files)).toEqual([
    'src/cli/a.ts:1 prints',
    'src/cli/b.ts:2 prints',
    'src/log/c.ts:1 prints',
  ]);
});
