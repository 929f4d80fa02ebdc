import { expect, test } from 'vitest';
import { numberSetting, readSettings, switchSetting } from '../../../../src/trainers/formats/yoloConsole/settings.ts';

test('a comma in a path, in brackets or in quotes ends no value', () => {
  const settings = readSettings(
    "data=my data, v2/data.yaml, classes=[0, 1], freeze=[a=1, b=2], name='x, y', epochs=300, lr0=1e-3, device=0",
  );
  expect(Object.fromEntries(settings)).toEqual({
    data: 'my data, v2/data.yaml',
    classes: '[0, 1]',
    freeze: '[a=1, b=2]',
    name: 'x, y',
    epochs: '300',
    lr0: '1e-3',
  });
});

test('a number at the end of a line could have been cut and is left out', () => {
  expect(readSettings('epochs=3').has('epochs')).toBe(false);
  expect(readSettings('save_dir=runs/x').get('save_dir')).toBe('runs/x');
});

test('None and what is missing are no numbers, and only True and False are switches', () => {
  const settings = readSettings('time=None, patience=nan, cos_lr=True, rect=False, resume=x, end=1');
  expect(numberSetting(settings, 'time')).toBeNull();
  expect(numberSetting(settings, 'patience')).toBeNull();
  expect(numberSetting(settings, 'missing')).toBeNull();
  expect(switchSetting(settings, 'cos_lr')).toBe(true);
  expect(switchSetting(settings, 'rect')).toBe(false);
  expect(switchSetting(settings, 'resume')).toBeNull();
});
