import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choicesOf, readChoices } from '../../../src/ui/state/choices.ts';
import { reduceScreen } from '../../../src/ui/state/reduceScreen.ts';
import { createScreenState, type ScreenAction } from '../../../src/ui/state/state.ts';

test('what was chosen about the screen is found again after a round through JSON', () => {
  const actions: ScreenAction[] = [
    { type: 'smooth', by: 2 },
    { type: 'logScale' },
    { type: 'axis', axis: 'epoch' },
    { type: 'tailView' },
    { type: 'toggle', pane: 'loss', shown: true },
  ];
  const state = actions.reduce(reduceScreen, createScreenState(80, 24));
  const chosen = readChoices(JSON.parse(JSON.stringify(choicesOf(state))));
  expect(choicesOf(createScreenState(80, 24, chosen))).toEqual(choicesOf(state));
  expect(chosen.off).toEqual(['loss']);
});

test('choices that make no sense are left out, whatever they are', () => {
  expect(readChoices({ off: ['loss', 'none', 3], smoothing: 99, axis: 'weeks', logScale: 'yes' })).toEqual({
    off: ['loss'],
  });
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const state = createScreenState(80, 24, readChoices(value));
      expect(reduceScreen(state, { type: 'smooth', by: 0 }).smoothing).toBeLessThan(7);
    }),
  );
});
