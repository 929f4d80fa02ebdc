import { expect, test } from 'vitest';
import { freshHome, plateau } from '../support/real/plateau.ts';

test.each(['demo/healthy.log', 'ultralytics/8.3.241-curve.log'])(
  'without a terminal %s is told in plain lines: no colour, no cursor, no control byte',
  (log) => {
    const { environment } = freshHome();
    const { status, stdout } = plateau(['watch', `fixtures/${log}`], environment);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^evaluation at (iteration|epoch) \d+: mAP50/m);
    expect(Array.from(stdout).filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  },
);
