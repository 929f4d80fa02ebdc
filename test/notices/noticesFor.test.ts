import { describe, expect, test } from 'vitest';
import type { Watched } from '../../src/notices/notice.ts';
import { noticesFor } from '../../src/notices/noticesFor.ts';

function watched(changes: Partial<Watched> = {}): Watched {
  return {
    verdict: { name: 'improving', action: 'continue', headline: 'mAP50 0.5' },
    end: null,
    signals: [],
    stop: null,
    evaluations: 7,
    lines: 100,
    disk: null,
    day: 20_000,
    ...changes,
  };
}

const plateau = { name: 'plateau', action: 'may-stop', headline: 'flat for 31 epochs' } as const;
const stalled = { name: 'stalled', action: 'watch', headline: 'no line for 10 min' } as const;

describe('notices', () => {
  test('are not given of what was so before the first look', () => {
    expect(
      noticesFor(null, watched({ verdict: plateau, end: { code: 0, signal: null }, signals: ['SIGINT'] })),
    ).toEqual([]);
  });

  test('are not given while nothing changes but the numbers', () => {
    const later = watched({
      verdict: { name: 'improving', action: 'continue', headline: 'mAP50 0.6' },
      evaluations: 9,
    });
    expect(noticesFor(watched(), later)).toEqual([]);
  });

  test('tell of another verdict, once for one change, and of a change of its action alone', () => {
    expect(noticesFor(watched(), watched({ verdict: plateau }))).toEqual([
      {
        kind: 'verdict',
        verdict: 'plateau',
        action: 'may-stop',
        urgency: 'normal',
        text: 'MAY STOP: flat for 31 epochs',
        key: 'verdict-plateau-may-stop.7',
      },
    ]);
    const stronger = watched({ verdict: { ...plateau, action: 'stop' } });
    expect(noticesFor(watched({ verdict: plateau }), stronger)).toHaveLength(1);
  });

  test.each([
    ['improving', 'continue', 'low'],
    ['over-fitting', 'may-stop', 'normal'],
    ['stalled', 'watch', 'high'],
    ['diverged', 'stop', 'high'],
    ['failed', 'stop', 'high'],
    ['never-started', 'watch', 'high'],
  ] as const)('of %s (%s) are of %s urgency', (name, action, urgency) => {
    const before = watched({ verdict: { name: 'warming-up', action: 'continue', headline: '' } });
    expect(noticesFor(before, watched({ verdict: { name, action, headline: '' } }))).toMatchObject([{ urgency }]);
  });

  test('have the same key for the same change in another view, and another one when it stalls again', () => {
    const [here] = noticesFor(watched(), watched({ verdict: plateau, lines: 101 }));
    const [there] = noticesFor(watched({ lines: 90 }), watched({ verdict: plateau, lines: 103 }));
    expect(here?.key).toBe(there?.key);
    const [first] = noticesFor(watched(), watched({ verdict: stalled, lines: 100 }));
    const [again] = noticesFor(watched(), watched({ verdict: stalled, lines: 120 }));
    expect(first?.key).not.toBe(again?.key);
  });

  test.each([
    [{ code: 0, signal: null }, 'ended: FINISHED', 'normal'],
    [{ code: 3, signal: null }, 'ended with exit status 3: FINISHED', 'high'],
    [{ code: null, signal: 'SIGTERM' }, 'ended by SIGTERM: FINISHED', 'normal'],
    [{ code: null, signal: null }, 'ended: FINISHED', 'normal'],
  ])('tell of the end %j in place of the verdict that comes with it', (end, text, urgency) => {
    const verdict = { name: 'finished', action: 'continue', headline: 'at epoch 300' } as const;
    expect(noticesFor(watched(), watched({ verdict, end }))).toMatchObject([
      { kind: 'end', key: 'end', urgency, text: expect.stringContaining(text) },
    ]);
    expect(noticesFor(watched({ verdict, end }), watched({ verdict: plateau, end }))).toEqual([]);
  });

  test('tell of each signal, of a countdown and of a stop that did not help', () => {
    expect(noticesFor(watched(), watched({ signals: ['SIGINT'] }))).toMatchObject([
      { kind: 'stop', text: 'SIGINT was sent to stop it' },
    ]);
    expect(noticesFor(watched({ signals: ['SIGINT'] }), watched({ signals: ['SIGINT', 'SIGTERM'] }))).toMatchObject([
      { kind: 'stop', text: 'SIGTERM was sent to stop it' },
    ]);
    const counting = watched({ stop: { stage: 'countdown', note: 'stops at 14:30' } });
    expect(noticesFor(watched({ stop: { stage: 'advice', note: '' } }), counting)).toMatchObject([
      { kind: 'stop', urgency: 'high', text: 'planned stop: stops at 14:30' },
    ]);
    expect(noticesFor(counting, counting)).toEqual([]);
    expect(noticesFor(counting, watched({ stop: { stage: 'given-up', note: 'still runs' } }))).toHaveLength(1);
    expect(noticesFor(counting, watched({ stop: { stage: 'checkpoint', note: 'waits' } }))).toEqual([]);
  });

  test('tell of a disk that fills up, again when its reserve is gone, and at most once a day of each', () => {
    const tight = { hasReserve: true, text: 'The disk of /home/ada is 95 % full.' };
    const full = { hasReserve: false, text: 'The disk of /home/ada is 99 % full, and no reserve is left.' };
    const [first] = noticesFor(watched(), watched({ disk: tight }));
    expect(first).toMatchObject({ kind: 'disk', urgency: 'high', text: tight.text });
    expect(noticesFor(watched({ disk: tight }), watched({ disk: { ...tight, text: 'still' } }))).toEqual([]);
    const [second] = noticesFor(watched({ disk: tight }), watched({ disk: full }));
    expect(second).toMatchObject({ kind: 'disk', text: full.text });
    expect(second!.key).not.toBe(first!.key);
    expect(noticesFor(watched({ disk: full }), watched())).toEqual([]);
    expect(noticesFor(watched(), watched({ disk: tight, evaluations: 9 }))[0]!.key).toBe(first!.key);
    expect(noticesFor(watched(), watched({ disk: tight, day: 20_001 }))[0]!.key).not.toBe(first!.key);
  });

  test('hold no control byte of what a log said', () => {
    const verdict = { ...plateau, headline: 'flat\u001B]0;pwned\u0007\r\nsince \u009b31m' };
    expect(noticesFor(watched(), watched({ verdict }))[0]?.text).toBe(
      String.raw`MAY STOP: flat\x1b]0;pwned\x07\r\nsince \x9b31m`,
    );
  });
});
