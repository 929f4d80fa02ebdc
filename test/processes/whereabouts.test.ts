import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/processes/processFacts.ts';
import { thisMachine } from '../../src/processes/thisMachine.ts';
import { whereaboutsOf } from '../../src/processes/whereabouts.ts';

const here: Machine = {
  host: 'gpu-box',
  boot: 'b1-in-n1',
  bootId: 'b1',
  id: 'm1',
  pidNamespace: 'pid:[1]',
  firstProcess: 4,
  uid: 1000,
};

/** As versions wrote it that knew neither boot_id nor the first process. */
const older: Machine = { host: 'gpu-box', boot: 'b1-in-n1', id: 'm1', pidNamespace: 'pid:[1]', uid: 1000 };

describe('the process numbers of a record mean something', () => {
  test.each<[string, Machine | undefined, ReturnType<typeof whereaboutsOf>]>([
    ['here, in the same boot', here, 'here'],
    ['here, whatever the host is called', { ...here, host: 'renamed' }, 'here'],
    ['here, where nothing is noted', undefined, 'here'],
    ['here, in a record of an older version', { ...older, host: 'renamed' }, 'here'],
    ['in another container of the same boot', { ...here, boot: 'b1-in-n2', pidNamespace: 'pid:[2]' }, 'elsewhere'],
    ['in a container that is gone, whose number was given away', { ...here, firstProcess: 77 }, 'elsewhere'],
    ['in an earlier boot of this machine', { ...here, boot: 'b0-in-n1', bootId: 'b0' }, 'earlier-boot'],
    ['in an earlier boot, under another name', { ...here, host: 'x', boot: 'b0-in-n1', bootId: 'b0' }, 'earlier-boot'],
    ['on another machine', { ...here, boot: 'b2-in-n1', bootId: 'b2', id: 'm2' }, 'elsewhere'],
    ['on another machine of the same name', { ...here, boot: 'b2-in-n1', bootId: 'b2', id: 'm2' }, 'elsewhere'],
    ['in an earlier boot, by an older version', { ...older, boot: 'b0-in-n1' }, 'earlier-boot'],
    ['in a boot or a container, by an older version', { ...older, boot: 'b0', pidNamespace: 'pid:[2]' }, 'elsewhere'],
    ['on a host of another name without a machine-id', { host: 'x', boot: 'b0' }, 'elsewhere'],
    ['on a host of this name without a machine-id', { host: 'gpu-box', boot: 'b0' }, 'earlier-boot'],
  ])('%s', (_, recorded, where) => {
    expect(whereaboutsOf(recorded, here)).toBe(where);
  });

  test('here, for this very process', () => {
    expect(whereaboutsOf(thisMachine(), thisMachine())).toBe('here');
  });

  test('here, where no boot can be told and the host is the same', () => {
    const mac: Machine = { host: 'mac', boot: null };
    expect(whereaboutsOf(mac, { ...mac })).toBe('here');
    expect(whereaboutsOf(mac, { ...mac, host: 'other-mac' })).toBe('elsewhere');
  });
});
