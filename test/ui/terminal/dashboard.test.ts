import { describe, expect, test } from 'vitest';
import { showDashboard, type DashboardOptions } from '../../../src/ui/terminal/dashboard.tsx';
import { alexeyabDarknet } from '../../../src/trainers/darknet/index.ts';
import { darknetEvents, fedMonitor, logLines, recordingControl, someVerdict } from '../../support/ui/fakes.ts';
import { fakeStreams, settle } from '../../support/ui/harness.tsx';
import { soon } from '../../support/soon.ts';

const enter = '\u001B[?1049h';
const leave = '\u001B[?1049l';

function started(part: Partial<DashboardOptions> = {}) {
  const { frames, stdin, stdout, type } = fakeStreams(80, 24);
  const monitor = fedMonitor(undefined, someVerdict());
  monitor.feed(darknetEvents(1500), logLines(20));
  const end = showDashboard({
    monitor,
    control: recordingControl(),
    title: 'shapes',
    readonly: false,
    comeBack: 'plateau attach shapes',
    theme: 'none',
    stdin,
    stdout,
    ...part,
  });
  return { end, monitor, written: () => frames.join(''), type };
}

test('the dashboard takes the alternate screen and gives it back when it is closed', async () => {
  const { end, written, type } = started();
  await settle();
  expect(written()).toContain(enter);
  expect(written()).not.toContain(leave);
  type('q');
  const { how, text } = await end;
  expect(how).toBe('closed');
  expect(text).toContain('Come back with: plateau attach shapes');
  expect(written()).toContain(leave);
});

test('the dashboard closes when its caller asks', async () => {
  const asking = new AbortController();
  const { end, written } = started({ signal: asking.signal });
  await settle();
  asking.abort();
  expect((await end).how).toBe('asked');
  expect(written()).toContain(leave);
});

test('the dashboard passes on what is thrown while it draws, and gives the screen back', async () => {
  const broken = fedMonitor({ ...alexeyabDarknet, title: '' }, someVerdict());
  broken.feed(darknetEvents(10));
  Object.defineProperty(broken.run, 'loss', {
    get() {
      throw new Error('drawing failed');
    },
  });
  const { end, written } = started({ monitor: broken });
  await expect(end).rejects.toThrow('drawing failed');
  expect(written()).toContain(leave);
});

test('the dashboard sends only what has changed', async () => {
  const { end, monitor, written, type } = started();
  await settle();
  await settle();
  const first = written().length;
  monitor.feed([], ['one new line']);
  await soon(() => expect(written().slice(first)).toContain('one new line'));
  const added = written().slice(first);
  expect(added.length).toBeLessThan(first / 2);
  type('q');
  await end;
});

describe('of a run that has ended', () => {
  const ended = { code: null, signal: 'SIGINT', time: 1_780_000_000 };
  const over = { control: null, ended, runId: '20260101-120000-shapes' };

  test('F leaves it for plateau finish, and r in the summary for plateau continue', async () => {
    const finishing = started(over);
    await settle();
    finishing.type('F');
    expect(await finishing.end).toMatchObject({ how: 'closed', next: 'finish' });

    const continuing = started(over);
    await settle();
    // In a chart it is the learning rate.
    for (const key of ['1', 'r', '5', 'r']) {
      continuing.type(key);
      await settle();
    }
    const { text, next } = await continuing.end;
    expect(next).toBe('continue');
    expect(text).toContain('to go on: r in the summary, or plateau continue 20260101-120000-shapes');
  });

  test('neither does that on a read-only screen', async () => {
    const { end, type } = started({ ...over, readonly: true });
    await settle();
    for (const key of ['F', '5', 'r', 'q']) {
      type(key);
      await settle();
    }
    expect(await end).toMatchObject({ how: 'closed', next: null });
  });
});
