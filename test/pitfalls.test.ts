import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/**
 * What has gone wrong in terminal monitors of others, and the tests that keep it from going wrong here. A test that is renamed or taken away shows
 * up here, so that no pitfall loses its guard unnoticed.
 */
const guards: Readonly<Record<string, readonly (readonly [file: string, title: string])[]>> = {
  'values that are no number, a constant, one point or none break or collapse a chart': [
    ['screen/charts.test.ts', 'is exactly as wide and high as asked for any data and any size'],
    ['screen/charts.test.ts', 'of ${name} is exactly as wide and high as asked (${characters})'],
  ],
  'tiny values print as zero, large labels shift the gutter': [
    ['screen/charts.test.ts', 'do not print a tiny value as zero nor a huge one as a row of zeros'],
    ['screen/charts.test.ts', 'are exactly as wide as their gutter, whatever the numbers'],
  ],
  'a first loss of 2000 flattens the rest': [
    ['screen/charts.test.ts', 'leaves a first loss of 2000 outside its range and says so'],
    ['screen/screen.test.tsx', 'change the curve: smoothing, logarithm, x axis, tail'],
  ],
  'the fall of an over-fitting model is invisible at full range': [
    ['screen/screen.test.tsx', 'show the last evaluations once: in the mAP chart with t, else in a pane of their own'],
  ],
  'a frame as tall as the terminal is cleared and repainted at each tick': [
    [
      'screen/frame.test.ts',
      'is never wider than the terminal nor taller than all of its rows but one, whatever is open',
    ],
    ['screen/layout.test.ts', 'gives each row of the terminal but one to something at the usual sizes'],
  ],
  'flicker where synchronised output is not honoured': [
    ['screen/dashboard.test.ts', 'the dashboard sends only what has changed'],
    [
      'terminal/slowLine.test.ts',
      'keeps up with a training, answers keys, and shows what tmux shows as soon as the line is quiet',
    ],
    ['screen/screen.test.tsx', 'shows new lines, but not at every line'],
  ],
  'rubbish after a re-attach': [
    ['screen/terminal.test.ts', 'goes to the background with ^Z and comes back whole with fg'],
    ['screen/terminal.test.ts', 'leaves no cell of an earlier size behind'],
    ['terminal/lineStart.test.ts', 'such as a prompt without its line end moves no row of the dashboard'],
  ],
  'a resize to a tiny size panics': [
    ['terminal/fuzz.test.ts', '2,000 random keys, sizes and lines in a real terminal'],
    ['screen/walk.test.ts', '2,000 random keys, sizes and new lines never throw and never break the frame'],
  ],
  'wrong colours in tmux, with 16 colours and on light backgrounds': [
    ['screen/text.test.ts', 'uses only ANSI-16 colours, which tmux shows as they are'],
    ['terminal/look.test.ts', '--theme ${theme} shows the colours of that theme and no others'],
    ['terminal/look.test.ts', 'NO_COLOR leaves the terminal its own colours'],
  ],
  'boxes and blocks two cells wide in East Asian locales, fonts without braille': [
    ['terminal/look.test.ts', '--chars ascii sends nothing but ASCII, though the log draws with lines'],
    ['screen/frame.test.ts', 'is nothing but ASCII with --chars ascii, whatever the log holds'],
  ],
  '^C kills the training': [
    ['keeper/survival.test.ts', 'five ^C in its terminal, and then the closing of that'],
    ['screen/screen.test.tsx', 'with ^C works in every layer and never reaches the training'],
  ],
  'a lost connection kills the training': [['trainings/survival.test.ts', 'goes on when its terminal is closed']],
  'a signal reaches the wrong process, or leaves workers on the GPU': [
    ['keeper/stopping.test.ts', 'reaches the whole group: a launcher and its workers leave no orphan'],
    ['watching/writer.test.ts', 'reaches the descendants of a process that leads no group, and nobody else in it'],
  ],
  'SIGINT is ignored': [
    ['keeper/survival.test.ts', 'not that it ignores SIGINT, as background jobs of scripts do'],
    ['screen/screen.test.tsx', 'says first when the process ignores SIGINT'],
    ['watching/writer.test.ts', 'says that a background job of a script ignores SIGINT, and stops it with SIGTERM'],
  ],
  'a number is used again, belongs to another user, or counts in a container only': [
    ['keeper/stopping.test.ts', 'to a process that only has the number of the training'],
    ['watching/ssh.test.ts', 'refuses a number there that belongs to another process by now'],
    ['watching/slurm.test.ts', "another user's job is refused"],
    ['screen/screen.test.tsx', 'calls a job or a container by its name, whose process number means nothing here'],
  ],
  'a second SIGINT spoils what is being saved': [
    ['keeper/ladder.test.ts', 'refuses a second SIGINT within the wait, since it can abort the saving'],
    ['screen/screen.test.tsx', 'sends SIGINT with i, shows each step, and takes no second one'],
    ['screen/screen.test.tsx', 'leaves word in the banner of how far it has come, without a number that ticks'],
  ],
  'logs with bars, clears, bells, half characters and no line end, that are cut off, rotated or huge': [
    ['intake/lines.test.ts', 'a hundred thousand random byte strings do not make it throw'],
    ['intake/lines.test.ts', 'a line that never ends does not fill the memory'],
    ['intake/follow.test.ts', 'finishes the old file and goes on with the new one when it is rotated'],
    ['intake/follow.test.ts', 'starts anew when the file is cut off'],
    ['session/pager.test.ts', 'scrolls through the middle and the end of ten gigabytes without reading them'],
  ],
  'escapes of a log or a name reach the terminal': [
    ['screen/frame.test.ts', 'never carries control bytes of the log to the terminal'],
    ['notices/noticesFor.test.ts', 'hold no control byte of what a log said'],
  ],
  'memory grows over days': [
    ['screen/longRun.test.ts', '48 hours of training under an open screen take no more memory'],
    ['run/series.test.ts', 'does not grow with the length of the run'],
  ],
  'fewer columns change a smoothed curve': [
    ['screen/charts.test.ts', 'do not depend on the size of the terminal once smoothed'],
  ],
  'a half-written row, an epoch that comes again': [
    ['trainers/results/resultsTable.test.ts', 'a half-written last row is no row yet'],
    [
      'trainers/results/resultsTable.test.ts',
      'a resumed table goes on where it was taken up: rows that repeat replace',
    ],
  ],
  'file systems that announce no change': [
    ['intake/follow.test.ts', 'reads what is there, and then what is appended, with its time'],
  ],
  'tmux swallows a notification': [
    ['notices/terminal.test.ts', 'are wrapped for tmux to let them through, the bell outside'],
  ],
  'a crash leaves the terminal raw or without a cursor': [
    ['screen/terminal.test.ts', 'gives the terminal back on %s'],
    ['screen/dashboard.test.ts', 'the dashboard passes on what is thrown while it draws, and gives the screen back'],
  ],
  'Esc comes late in tmux': [['screen/screen.test.tsx', 'open and leave each layer, with a key other than Esc too']],
  'output that is no terminal gets escapes': [
    ['terminal/plain.test.ts', 'is told in plain lines: no colour, no cursor, no control byte'],
  ],
  'the verdict flaps': [
    ['advisor/model/stopPolicy.test.ts', 'is taken back only after two checks that are clearly better'],
    ['screen/panes.test.tsx', 'with z comes back after ten evaluations'],
  ],
};

describe('each pitfall has its test', () => {
  test.each(Object.entries(guards))('%s', (_, tests) => {
    for (const [file, title] of tests) {
      expect(readFileSync(`test/${file}`, 'utf8'), `test/${file} has no test "${title}"`).toContain(title);
    }
  });
});
