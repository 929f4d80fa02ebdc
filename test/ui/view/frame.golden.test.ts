import { expect, test } from 'vitest';
import { readFacts } from '../../../src/ui/state/facts/facts.ts';
import { createScreenState, type ScreenState } from '../../../src/ui/state/state.ts';
import { composeFrame } from '../../../src/ui/view/frame.ts';
import { plainText } from '../../../src/words/terminal/row.ts';
import { otherRun, type RecordingControl, recordingControl } from '../../support/ui/fakes.ts';
import { recordedTraining } from '../../support/ui/recordedTraining.ts';
import { logUntil } from '../../support/terminal/growingLog.ts';

/**
 * Whole screens as text, to be read by people: recorded logs of real trainings, cut where they were in that state, at
 * every usual size and in every alphabet. Renewed with `vitest run test/ui/view/frame.golden.test.ts -u`.
 */
interface State {
  readonly log: Buffer;
  readonly act?: (control: RecordingControl) => Promise<void> | void;
  readonly part?: Partial<ScreenState>;
}

/** Those are listed, and drawn where one is laid over this one. */
const others = [otherRun({ id: 'newer', name: 'twice the images' }), otherRun({ id: 'older', name: 'as it was' })];

const levelledOff = logUntil('fixtures/demo/healthy.log', /^ 1620: /);

const states: Readonly<Record<string, State>> = {
  'nothing-read': { log: Buffer.alloc(0) },
  'warming-up': { log: logUntil('fixtures/ultralytics/8.3.241-curve.log', /^ +all /, 3) },
  improving: { log: logUntil('fixtures/ultralytics/8.3.241-curve.log', /^ +all /, 20) },
  plateau: { log: levelledOff },
  'over-fitting': { log: logUntil('fixtures/darknet/darknet-alexeyab-fall.log', /^ 1050: /) },
  diverged: { log: logUntil('fixtures/demo/diverge.log', /^ 320: /) },
  failed: { log: logUntil('fixtures/yolox/crash.log', null) },
  stopping: { log: levelledOff, act: (control) => control.signal('SIGINT') },
  paused: { log: levelledOff, act: (control) => control.pause() },
  'dialog-stop': { log: levelledOff, part: { layer: 'stop' } },
  'dialog-stop-sent': { log: levelledOff, act: (control) => control.signal('SIGINT'), part: { layer: 'stop' } },
  'dialog-stop-planned': {
    log: levelledOff,
    act: (control) => control.arm({ when: 'checkpoint' }),
    part: { layer: 'stop' },
  },
  'dialog-stop-countdown': { log: levelledOff, act: (control) => control.countDown(1272), part: { layer: 'stop' } },
  'dialog-auto': { log: levelledOff, part: { layer: 'auto' } },
  'dialog-pause': { log: levelledOff, part: { layer: 'pause' } },
  'dialog-resume': { log: levelledOff, act: (control) => control.pause(), part: { layer: 'pause' } },
  'dialog-note': { log: levelledOff, part: { layer: 'note', entry: 'twice the images of vest, seed 2' } },
  'dialog-runs': { log: levelledOff, part: { layer: 'runs', overlay: ['older'] } },
  why: { log: levelledOff, part: { layer: 'why' } },
  help: { log: levelledOff, part: { layer: 'help' } },
  ended: {
    log: logUntil('fixtures/demo/healthy.log', null),
    act: (control) => control.finish({ code: 0, signal: null, time: 1000, left: [] }),
  },
};

const sizes = [
  [40, 12],
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

test.each(Object.entries(states))('the screen of a training that is %s', async (name, { log, act, part = {} }) => {
  const monitor = await recordedTraining(log);
  const control = recordingControl();
  await act?.(control);
  const target = await control.target();
  for (const characters of ['braille', 'box', 'ascii'] as const) {
    const fixed = { title: 'shapes', readonly: false, comeBack: 'plateau attach', characters };
    const side = { others, machine: null, checklist: null, troubles: [], note: null };
    const facts = readFacts(monitor, control, target, fixed, 1000, side);
    const screens = sizes.map(([columns, rows]) => {
      const state = { ...createScreenState(columns, rows), ...part };
      const lines = composeFrame({ facts, state }).rows.map((cells) => plainText(cells).trimEnd());
      return [`=== ${columns} x ${rows}`, ...lines, ''].join('\n');
    });
    await expect(screens.join('\n')).toMatchFileSnapshot(`golden/${characters}/${name}.txt`);
  }
});
