import { describe, expect, test } from 'vitest';
import { commandShape, valuesOf } from '../../../src/runs/group/commandShape.ts';

describe('commands have the same shape', () => {
  test.each([
    ['yolo train data=a.yaml lr0=0.01', 'yolo train data=a.yaml lr0=0.001'],
    ['python train.py --lr 0.1 --cos-lr', 'python train.py --lr 0.2 --cos-lr'],
    ['python train.py --lr=0.1 7', 'python train.py --lr=0.2 8'],
  ])('%s and %s', (one, other) => {
    expect(commandShape(one.split(' '))).toBe(commandShape(other.split(' ')));
  });

  test.each([
    ['yolo train data=a.yaml', 'yolo val data=a.yaml'],
    ['python train.py --lr 0.1', 'python train.py --lr 0.1 --cos-lr'],
    ['python train.py a.cfg', 'python train.py b.cfg'],
  ])('not %s and %s', (one, other) => {
    expect(commandShape(one.split(' '))).not.toBe(commandShape(other.split(' ')));
  });
});

test('the values of a command are found by name', () => {
  const values = valuesOf(['python', 'train.py', '--lr', '-0.1', '--batch=16', 'imgsz=640', '--cos-lr', '--name', 'x']);
  expect([...values]).toEqual([
    ['lr', '-0.1'],
    ['batch', '16'],
    ['imgsz', '640'],
    ['cos-lr', 'true'],
    ['name', 'x'],
  ]);
});
