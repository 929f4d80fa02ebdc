import { expect, test } from 'vitest';
import type { FleetState } from '../../../../src/ui/state/fleet/fleetState.ts';
import { composeFleet } from '../../../../src/ui/view/fleet/fleetFrame.ts';
import { plainText } from '../../../../src/words/terminal/row.ts';
import { listOf, plainSettings, pressed, someFleet } from '../../../support/fleet/list.ts';

/**
 * The list of trainings as text, to be read by people, at every usual size and in every alphabet. Renewed with `vitest
 * run test/ui/view/fleet/fleetFrame.golden.test.ts -u`.
 */
const states: Readonly<Record<string, (state: FleetState) => FleetState>> = {
  list: (state) => state,
  grouped: (state) => pressed(state, 'g', 'down', 'space', 'space'),
  filtered: (state) => pressed(state, '/', 'f', 'o', 'l', 'd', 'enter', ']', ']'),
  'dialog-stop': (state) => pressed(state, 'down', 's'),
  'dialog-stop-several': (state) => pressed(state, 'space', 'space', 'space', 's'),
  'dialog-remove': (state) => pressed(state, '/', 'b', 'e', 'e', 's', 'enter', 'x'),
  'dialog-tag': (state) => pressed(state, 'down', 't', 'n', 'e', 'w'),
  overlay: (state) => pressed(state, 'end', 'o'),
  compare: (state) => pressed(state, 'end', 'up', 'c'),
  hosts: (state) => pressed(state, 'h'),
  help: (state) => pressed(state, '?'),
};

const sizes = [
  [40, 12],
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

test.each(Object.entries(states))('the %s', async (name, act) => {
  for (const characters of ['braille', 'box', 'ascii'] as const) {
    const screens = sizes.map(([columns, rows]) => {
      const { members, hosts } = someFleet();
      const state = act(listOf(members, { hosts, columns, rows }));
      const lines = composeFleet({ state, settings: { ...plainSettings, characters } });
      return [`=== ${columns} x ${rows}`, ...lines.map((cells) => plainText(cells).trimEnd()), ''].join('\n');
    });
    await expect(screens.join('\n')).toMatchFileSnapshot(`golden/${characters}/${name}.txt`);
  }
});
