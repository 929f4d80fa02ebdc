import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type GroupUpdate,
  writeGroupUpdate,
  readGroupUpdate,
  groupUpdateLifetime,
} from '../../../src/runs/group/groupUpdate.ts';
import { areComparableRemotely, comparisonKeyOf } from '../../../src/runs/group/comparisonKey.ts';
import { groupProgressAt } from '../../support/fleet/groupProgress.ts';

function groupDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'plateau-group-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'group');
}

function updateOf(list: string, turn: string | null = null): GroupUpdate {
  return { list, turn, runs: [{ ...groupProgressAt(0.5, 0.5), key: 'm2//a', name: 'a on gpu2', metric: 'map50-95' }] };
}

const now = 1_780_000_000;

describe('the update of a group that a list sends', () => {
  test('is stored, and replaced by the next one of the same list', () => {
    const directory = groupDirectory();
    const list = randomUUID();
    writeGroupUpdate(directory, updateOf(list), now);
    expect(readGroupUpdate(directory, now)).toEqual(updateOf(list));
    writeGroupUpdate(directory, updateOf(list, 'm2//a'), now + 30);
    expect(readGroupUpdate(directory, now + 30)).toEqual(updateOf(list, 'm2//a'));
  });

  test('expires, also when the clock was set back', () => {
    const directory = groupDirectory();
    writeGroupUpdate(directory, updateOf(randomUUID()), now);
    expect(readGroupUpdate(directory, now + groupUpdateLifetime)).not.toBeNull();
    expect(readGroupUpdate(directory, now + groupUpdateLifetime + 1)).toBeNull();
    expect(readGroupUpdate(directory, now - 3600)).toBeNull();
  });

  test('is refused from a second list, until that of the first has expired or was withdrawn', () => {
    const directory = groupDirectory();
    const [one, other] = [randomUUID(), randomUUID()];
    writeGroupUpdate(directory, updateOf(one), now);
    expect(() => writeGroupUpdate(directory, updateOf(other), now + 1)).toThrow('Another open list decides');
    expect(() => writeGroupUpdate(directory, { ...updateOf(other), runs: [] }, now + 1)).toThrow('Another open list');
    writeGroupUpdate(directory, updateOf(other), now + groupUpdateLifetime + 1);
    writeGroupUpdate(directory, { ...updateOf(other), runs: [] }, now + groupUpdateLifetime + 2);
    expect(readGroupUpdate(directory, now + groupUpdateLifetime + 2)).toBeNull();
    writeGroupUpdate(directory, updateOf(one), now + groupUpdateLifetime + 3);
  });

  test.each(['', '{', '[]', '{"writtenAt":1780000000}', '{"writtenAt":1780000000,"list":"x","turn":null,"runs":[]}'])(
    'counts as none when the file contains %j',
    (text) => {
      const directory = groupDirectory();
      writeGroupUpdate(directory, updateOf(randomUUID()), now);
      writeFileSync(join(directory, 'update.json'), text);
      expect(readGroupUpdate(directory, now)).toBeNull();
    },
  );
});

describe('runs on two machines are compared', () => {
  const like = (name: string, ...command: string[]) => comparisonKeyOf({ name, command });

  test('by the data set that their commands name, wherever it lies', () => {
    expect(
      areComparableRemotely(like('a', 'yolo', 'train', 'data=a.yaml'), like('b', '/opt/yolo', 'data=a.yaml', 'lr0=1')),
    ).toBe(true);
    expect(areComparableRemotely(like('a', 'yolo', 'data=a.yaml'), like('b', 'yolo', 'data=b.yaml'))).toBe(false);
  });

  test('where they name none, if all but values is equal', () => {
    expect(areComparableRemotely(like('a', 'train.sh', '--lr', '0.1'), like('b', 'train.sh', '--lr', '0.2'))).toBe(
      true,
    );
    expect(areComparableRemotely(like('a', 'train.sh', '--lr', '0.1'), like('b', 'other.sh', '--lr', '0.1'))).toBe(
      false,
    );
    expect(areComparableRemotely(like('a', 'train.sh'), like('b', 'train.sh', 'data=a.yaml'))).toBe(false);
  });

  test('but never as two folds', () => {
    expect(areComparableRemotely(like('fold-1', 'yolo', 'data=a.yaml'), like('fold-2', 'yolo', 'data=a.yaml'))).toBe(
      false,
    );
  });
});
