import { expect, test } from 'vitest';
import { settingsDifference } from '../../src/fleet/settingsDifference.ts';

const run = (name: string, command: string, dumped: Record<string, string> = {}) => ({
  name,
  command: command.split(' '),
  dumped: new Map(Object.entries(dumped)),
});

test('runs differ in the hyper-parameters that are not equal, and in nothing else', () => {
  const differences = settingsDifference([
    run('a', 'yolo train lr0=0.01 epochs=100 name=a device=0', { momentum: '0.937', save_dir: 'runs/a' }),
    run('b', 'yolo train lr0=0.010 epochs=50 name=b device=1', { momentum: '0.9', save_dir: 'runs/b', cos_lr: 'true' }),
  ]);
  expect(differences).toEqual([
    { setting: 'cos_lr', values: [null, 'true'] },
    { setting: 'epochs', values: ['100', '50'] },
    { setting: 'momentum', values: ['0.937', '0.9'] },
  ]);
});
