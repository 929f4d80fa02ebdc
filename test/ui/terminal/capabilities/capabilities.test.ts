import { describe, expect, test } from 'vitest';
import { terminalFeatures, usableFeatures } from '../../../../src/ui/terminal/capabilities/capabilities.ts';

const usable = (environment: Record<string, string>) => [...usableFeatures(environment, [])].toSorted();

describe('what a terminal is known to understand', () => {
  test.each([
    ['nothing of the Linux console', { TERM: 'linux' }, []],
    ['nothing of a dumb terminal', { TERM: 'dumb', WT_SESSION: 'x' }, []],
    ['nothing without TERM', {}, []],
    ['a question of any other', { TERM: 'xterm-256color' }, ['background']],
    [
      'all of Windows Terminal',
      { TERM: 'xterm-256color', WT_SESSION: 'x' },
      ['background', 'clipboard', 'links', 'progress'],
    ],
    ['all of Ghostty, over ssh too', { TERM: 'xterm-ghostty' }, ['background', 'clipboard', 'links', 'progress']],
    [
      'links and the clipboard of kitty, which takes OSC 9 for a notification',
      { TERM: 'xterm-kitty' },
      ['background', 'clipboard', 'links'],
    ],
    ['links of GNOME from 0.50', { TERM: 'xterm-256color', VTE_VERSION: '6800' }, ['background', 'links']],
    ['no links of GNOME before', { TERM: 'xterm-256color', VTE_VERSION: '4601' }, ['background']],
    [
      'no progress of an iTerm2 that does not name it',
      { TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app', TERM_FEATURES: 'T3LrMSc7UUw9Ts3BFGsSyHNoSxF' },
      ['background', 'links'],
    ],
    [
      'progress of one that does',
      { TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app', TERM_FEATURES: 'T3LrMSc7UUw9Ts3BFGsSyHNoSxFP' },
      ['background', 'links', 'progress'],
    ],
    [
      'no progress of tmux, whatever is around it',
      {
        TERM: 'tmux-256color',
        TMUX: '/tmp/t,1,0',
        WT_SESSION: 'x',
        TERM_PROGRAM: 'tmux',
        TERM_PROGRAM_VERSION: '3.3a',
      },
      ['background', 'clipboard'],
    ],
    [
      'links of tmux from 3.4',
      { TERM: 'tmux-256color', TMUX: '/tmp/t,1,0', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.4' },
      ['background', 'clipboard', 'links'],
    ],
  ])('%s', (_, environment, features) => {
    expect(usable(environment)).toEqual(features);
  });

  test('can be done without, each by itself', () => {
    const environment = { TERM: 'xterm-ghostty' };
    for (const feature of terminalFeatures) {
      expect(usableFeatures(environment, [feature]).has(feature)).toBe(false);
      expect(usableFeatures(environment, [feature]).size).toBe(terminalFeatures.length - 1);
    }
  });
});
