import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import type { Notice } from '../../src/notices/notice.ts';
import { noticeBytes, titleBytes, titleKept } from '../../src/notices/terminal.ts';

const notice: Notice = {
  kind: 'verdict',
  verdict: 'plateau',
  action: 'may-stop',
  urgency: 'normal',
  text: 'plateau (may-stop): flat',
  key: 'x',
};
const plain = { TERM: 'xterm-256color' };

describe('the bytes of a notice', () => {
  test('are a notification and the bell', () => {
    expect(noticeBytes('demo', notice, plain)).toBe('\u001B]9;Plateau: demo: plateau (may-stop): flat\u0007\u0007');
  });

  test('are wrapped for tmux to let them through, the bell outside', () => {
    expect(noticeBytes('demo', notice, { ...plain, TMUX: '/tmp/tmux-0/default,1,0' })).toBe(
      '\u001BPtmux;\u001B\u001B]9;Plateau: demo: plateau (may-stop): flat\u0007\u001B\\\u0007',
    );
  });

  test.each(['linux', 'dumb', undefined])('are the bell alone where TERM is %s, and no title', (term) => {
    const environment = term === undefined ? {} : { TERM: term };
    expect(noticeBytes('demo', notice, environment)).toBe('\u0007');
    expect(titleBytes('demo', 'plateau', environment)).toBe('');
    expect(titleKept(environment)).toEqual({ keep: '', giveBack: '' });
  });

  test('are none for what is only good to know', () => {
    expect(noticeBytes('demo', { ...notice, urgency: 'low' }, plain)).toBe('');
  });

  test.each(['\u0007\u001B]0;pwned\u0007', '\u001B\\\u001B[2J', 'x'.repeat(10_000), '\u009c\u009d52;c;AAAA\u009c'])(
    'end where they should whatever the run is called (%#)',
    (title) => {
      const bytes = `${noticeBytes(title, notice, plain)}${titleBytes(title, 'plateau', plain)}`;
      const body = bytes.replace(/^\u001B\]9;(.*?)\u0007\u0007/, '').replace(/^\u001B\]2;(.*?)\u0007$/, '');
      expect(body).toBe('');
      expect(bytes.slice(1, -1).match(/[\u0000-\u0006\u0008-\u001A\u007F-\u009F]/)).toBeNull();
      expect(bytes.length).toBeLessThan(500);
    },
  );

  test('draw nothing and move nothing in a terminal, ring once and set the title', async () => {
    const terminal = new xterm.Terminal({ cols: 40, rows: 4, allowProposedApi: true });
    let bells = 0;
    let title = '';
    terminal.onBell(() => bells++);
    terminal.onTitleChange((text) => {
      title = text;
    });
    const { keep, giveBack } = titleKept(plain);
    await new Promise<void>((done) => {
      terminal.write(
        `before${keep}${titleBytes('demo', 'plateau (may-stop)', plain)}${noticeBytes('demo', notice, plain)}after`,
        done,
      );
    });
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('beforeafter');
    expect({ bells, title }).toEqual({ bells: 1, title: 'demo: plateau (may-stop)' });
    expect(giveBack).toBe('\u001B[23;2t');
  });
});
