import { expect, test } from 'vitest';
import type { Verdict } from '../../../src/advisor/verdict.ts';
import { Screen } from '../../../src/ui/terminal/Screen.tsx';
import { createScreenStore } from '../../../src/ui/state/store.ts';
import { themes } from '../../../src/ui/terminal/theme.ts';
import {
  darknetEvents,
  falling,
  type FedMonitor,
  fedMonitor,
  logLines,
  recordingControl,
  type RecordingControl,
  someVerdict,
} from '../../support/ui/fakes.ts';
import { mount, settle } from '../../support/ui/harness.tsx';
import { contentLengths } from '../../../src/ui/view/contentLengths.ts';

/**
 * Whole screens as text, to be read by people: one for each state a training can be in. Renewed with
 * `vitest run test/ui/terminal/Screen.golden.test.tsx -u`.
 */
interface State {
  readonly verdict: Verdict;
  readonly feed: (monitor: FedMonitor) => void;
  readonly control?: (control: RecordingControl) => void;
  readonly keys?: readonly string[];
  readonly sizes: readonly (readonly [number, number])[];
}

const sizes = [
  [40, 12],
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

const middle = [[80, 24]] as const;

const states: Readonly<Record<string, State>> = {
  plateau: {
    verdict: someVerdict(),
    feed: (monitor) => monitor.feed(darknetEvents(3000), logLines(60)),
    sizes,
  },
  'warming-up': {
    verdict: someVerdict({
      name: 'warming-up',
      action: 'continue',
      headline: 'iteration 300 of 400 in which the learning rate still rises',
    }),
    feed: (monitor) => monitor.feed(darknetEvents(300), logLines(60)),
    sizes: middle,
  },
  'over-fitting': {
    verdict: someVerdict({ name: 'over-fitting', headline: 'mAP50 fell from 83.0% to 68.0% since iteration 3000' }),
    feed: (monitor) => monitor.feed(darknetEvents(4500, 6000, falling), logLines(60)),
    sizes: [[120, 40]],
  },
  diverged: {
    verdict: someVerdict({ name: 'diverged', action: 'stop', headline: 'the loss is no number since iteration 501' }),
    feed: (monitor) => {
      monitor.feed(darknetEvents(500), logLines(60));
      for (const event of darknetEvents(520)) {
        if (event.type === 'iteration' && event.iteration > 500) monitor.feed([{ ...event, loss: Number.NaN }]);
      }
    },
    sizes: middle,
  },
  stopping: {
    verdict: someVerdict(),
    feed: (monitor) => monitor.feed(darknetEvents(3050), logLines(60)),
    keys: ['s', 'i'],
    sizes: [
      [40, 12],
      [80, 24],
    ],
  },
  ended: {
    verdict: someVerdict({ name: 'finished', action: 'stop', headline: 'finished, best mAP50 83.0% @3000' }),
    feed: (monitor) =>
      monitor.feed([...darknetEvents(6000, 6000, falling), { type: 'ended', how: 'complete' }], logLines(60)),
    control: (control) => control.finish({ code: 0, signal: null, time: 1000, left: [] }),
    sizes: [
      [40, 12],
      [80, 24],
    ],
  },
};

for (const [name, { verdict, feed, control: act, keys = [], sizes: drawnAt }] of Object.entries(states)) {
  for (const [columns, rows] of drawnAt) {
    test(`the screen of a training that is ${name}, at ${columns}x${rows}`, async () => {
      const monitor = fedMonitor(undefined, verdict);
      const control = recordingControl();
      feed(monitor);
      act?.(control);
      const fixed = { title: 'shapes', readonly: false, comeBack: 'plateau attach', characters: 'box' as const };
      const store = createScreenStore({
        lengths: contentLengths,
        monitor,
        control,
        fixed,
        columns,
        rows,
        now: () => 1000,
      });
      const terminal = mount(<Screen store={store} theme={themes.none} saveSnapshot={null} />, { columns, rows });
      await settle();
      for (const key of keys) await terminal.press(key);
      const frame = `${terminal.lastFrame()}\n`;
      terminal.unmount();
      store.close();
      await expect(frame).toMatchFileSnapshot(`golden/${name}-${columns}x${rows}.txt`);
    });
  }
}
