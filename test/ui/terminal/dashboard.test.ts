import { expect, test } from 'vitest';
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
