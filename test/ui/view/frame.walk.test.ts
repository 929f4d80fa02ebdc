import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeFrame } from '../../../src/ui/view/frame.ts';
import { commandFor } from '../../../src/ui/state/keys/bindings.ts';
import { keyTable } from '../../../src/ui/state/keys/keyTable.ts';
import { createScreenStore } from '../../../src/ui/state/store.ts';
import { rowWidth } from '../../../src/words/terminal/row.ts';
import { darknetEvents, fedMonitor, logLines, recordingControl, someVerdict } from '../../support/ui/fakes.ts';
import { contentLengths } from '../../../src/ui/view/contentLengths.ts';

const keys = [...new Set(keyTable.flatMap((binding) => binding.keys))].filter((key) => key !== 'ctrl+c');

test('2,000 random keys, sizes and new lines never throw and never break the frame', { timeout: 120_000 }, () => {
  const monitor = fedMonitor(undefined, someVerdict());
  const control = recordingControl();
  const fixed = { title: 'shapes', readonly: false, comeBack: null, characters: 'box' as const };
  const store = createScreenStore({
    lengths: contentLengths,
    monitor,
    control,
    fixed,
    columns: 80,
    rows: 24,
    now: () => 1000,
  });
  const events = darknetEvents(4000);
  let fed = 0;
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...keys) },
    { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 })) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  for (const what of fc.sample(step, 2000)) {
    if (what === null) monitor.feed(events.slice(fed, (fed += 30)), logLines(3));
    else if (typeof what === 'string') {
      const command = commandFor(store.view(), what);
      if (command !== null) store.perform(command);
    } else store.dispatch({ type: 'resize', columns: what[0], rows: what[1] });
    const { columns, rows } = store.view().state;
    const frame = composeFrame(store.view());
    expect(frame.rows).toHaveLength(Math.max(1, rows - 1));
    for (const cells of frame.rows) expect(rowWidth(cells)).toBe(columns);
  }
  store.close();
});
