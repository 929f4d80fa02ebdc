import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Action, VerdictName } from '../../src/advisor/verdict.ts';
import { actionNames, actionSign, propertiesOf, verdictWords } from '../../src/advisor/verdictTable.ts';

describe('the words of a verdict', () => {
  test.each([
    ['plateau', 'may-stop', false, 'MAY STOP'],
    ['over-fitting', 'may-stop', false, 'OVER-FITTING, MAY STOP'],
    ['over-fitting', 'watch', false, 'OVER-FITTING'],
    ['over-fitting', 'may-stop', true, 'OVER-FITTING'],
    ['diverged', 'stop', false, 'DIVERGED, STOP'],
    ['failed', 'stop', false, 'FAILED'],
    ['nothing-read', 'continue', false, 'WAITING'],
    ['finished-over-fitted', 'continue', true, 'FINISHED, OVER-FITTED'],
  ] as const)('%s (%s), over: %s: %s', (name, action, isOver, words) => {
    expect(verdictWords(name, action, isOver)).toBe(words);
  });
});

describe('the properties of a verdict', () => {
  test.each<[VerdictName, Action, boolean, string, number]>([
    ['improving', 'continue', false, 'low', 0],
    ['not-started-yet', 'watch', false, 'low', 0],
    ['over-fitting', 'watch', false, 'low', 0],
    ['over-fitting', 'may-stop', true, 'normal', 10],
    ['target-reached', 'may-stop', true, 'normal', 10],
    ['budget-spent', 'stop', true, 'normal', 11],
    ['stalled', 'watch', false, 'high', 20],
    ['diverged', 'stop', true, 'high', 30],
    ['failed', 'stop', true, 'high', 30],
    ['never-started', 'stop', true, 'high', 30],
    ['nothing-read', 'continue', false, 'low', 2],
  ])('%s (%s): stop %s, severity %s, exit status %i', (name, action, isStop, severity, exitStatus) => {
    expect(propertiesOf(name, action)).toMatchObject({ isStop, severity, exitStatus });
  });

  test('hold a label and nothing of the action', () => {
    expect(propertiesOf('target-reached', 'may-stop')).toEqual({
      label: 'TARGET REACHED',
      words: 'TARGET REACHED',
      isStop: true,
      severity: 'normal',
      exitStatus: 10,
    });
  });

  test('have a sign of one character for each action', () => {
    expect(actionNames.map((action) => actionSign(action))).toEqual(['>', '?', '!', 'X']);
  });

  test('are the exit statuses that the README promises', () => {
    expect(readFileSync('README.md', 'utf8')).toMatch(/0 go on.*10 may stop.*11 stop.*20 stalled.*30/);
  });
});
