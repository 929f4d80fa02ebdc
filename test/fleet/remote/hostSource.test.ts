import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { hostSource } from '../../../src/fleet/remote/hostSource.ts';
import { factsOf } from '../../support/fleet/member.ts';
import { fakeHost, settled } from '../../support/fleet/line.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function connected(members: readonly object[] = [factsOf('a')], now?: number) {
  const host = fakeHost();
  const source = hostSource('gpu1', { open: host.open });
  onTestFinished(async () => source.close());
  await settled();
  host.greet(members, now);
  return { host, source };
}

const namesOf = ({ members }: Pick<ReturnType<typeof hostSource>, 'members'>) => members().map(({ run }) => run);

describe('the runs of a host', () => {
  test('are there with its snapshot, under the name that the user gave it, and change with what it says', async () => {
    const { host, source } = await connected([factsOf('a'), factsOf('b')]);
    const heard = vi.fn<() => void>();
    source.subscribe(heard);
    expect(source.host()).toMatchObject({ name: 'gpu1', kind: 'ssh', state: 'live' });
    expect(source.members()[0]).toMatchObject({ run: 'a', host: 'gpu1', way: 'ssh', away: null, key: 'm1/1000/a' });
    host.say({ say: 'change', now: Date.now() / 1000, run: 'a', facts: { note: 'the best' } });
    host.say({ say: 'change', now: Date.now() / 1000, run: 'c', facts: factsOf('c') });
    host.say({ say: 'gone', run: 'b' });
    expect(heard).toHaveBeenCalledTimes(3);
    expect(namesOf(source)).toEqual(['a', 'c']);
    expect(source.members()[0]).toMatchObject({ note: 'the best', group: null });
  });

  test('are the same objects as before where nothing was said of them', async () => {
    const { host, source } = await connected([factsOf('a'), factsOf('b')]);
    const [first, second] = source.members();
    expect(source.members()).toBe(source.members());
    host.say({ say: 'change', now: Date.now() / 1000, run: 'b', facts: { note: 'x' } });
    expect(source.members()[0]).toBe(first);
    expect(source.members()[1]).not.toBe(second);
  });

  test('have instants of this machine, whatever the clock there says', async () => {
    const now = Date.now() / 1000;
    const { source } = await connected([factsOf('a', { startedAt: now + 86_400 - 60 })], now + 86_400);
    expect(source.members()[0]!.startedAt).toBeCloseTo(now - 60, 3);
  });

  test('cannot steer a terminal, name a file, or be what they are not', async () => {
    const { host, source } = await connected([
      factsOf('a', { name: '\u001B[31mred\nnext', tags: ['\u202Ex'] }),
      factsOf('../../etc/passwd'),
      { run: 'b', name: 'no facts' },
      factsOf('c', { course: [Number.NaN] }),
      { ...factsOf('d'), state: 'of-a-later-version' },
    ]);
    expect(namesOf(source)).toEqual(['a', 'd']);
    expect(source.members()[0]).toMatchObject({ name: String.raw`\x1b[31mred\nnext`, tags: [String.raw`\u202ex`] });
    expect(source.members()[1]).toMatchObject({ state: 'unknown' });
    host.say({ say: 'change', now: Date.now() / 1000, run: 'a', facts: { run: 'd' } });
    expect(namesOf(source)).toEqual(['a', 'd']);
  });

  test('stay as they were, and say since when, while the host is away; and are what they are once it is back', async () => {
    const { host, source } = await connected();
    host.end(255, 'ssh: connect to host gpu1 port 22: Connection refused\n');
    const since = Date.now() / 1000;
    expect(source.host()).toMatchObject({
      state: 'away',
      problem: 'ssh says: ssh: connect to host gpu1 port 22: Connection refused.',
    });
    expect(source.members()[0]).toMatchObject({ run: 'a', away: { since } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(host.opened()).toBe(2);
    expect(source.members()[0]!.away).not.toBeNull();
    host.greet([factsOf('a'), factsOf('b')]);
    expect(namesOf(source)).toEqual(['a', 'b']);
    expect(source.members()[0]!.away).toBeNull();
  });

  test('are asked for again also where a timer fires a moment early, as on a busy machine', async () => {
    const { host } = await connected();
    host.end(255, 'ssh: connect to host gpu1 port 22: Connection refused\n');
    const now = performance.now.bind(performance);
    const began = now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => began + (now() - began) * 0.99);
    onTestFinished(() => clock.mockRestore());
    await vi.advanceTimersByTimeAsync(3000);
    expect(host.opened()).toBe(2);
  });

  test('are asked for anew when something that was said got lost', async () => {
    const { host, source } = await connected();
    host.say({ say: 'change', seq: 9, now: Date.now() / 1000, run: 'a', facts: { note: 'x' } });
    expect(source.host()).toMatchObject({ state: 'away', problem: 'A part of what it said was lost on the way.' });
  });

  test('come after whatever the shell there says at login', async () => {
    const host = fakeHost();
    const source = hostSource('gpu1', { open: host.open });
    onTestFinished(async () => source.close());
    await settled();
    host.say({ motd: 'welcome' });
    host.greet([factsOf('a')]);
    expect(source.host().state).toBe('live');
  });

  test('go on with a message that only a later version knows', async () => {
    const { host, source } = await connected();
    host.say({ say: 'weather', sun: true });
    host.say({ say: 'gone', run: 'a' });
    expect(namesOf(source)).toEqual([]);
    expect(source.host().state).toBe('live');
  });
});

describe('a host says what a person has to do', () => {
  test.each([
    [72, '', 'Plateau is not installed there.', 'plateau install gpu1'],
    [2, 'plateau: Unknown command `serve`: ...', 'The Plateau there is too old.', 'plateau upgrade gpu1'],
    [255, 'me@gpu1: Permission denied (publickey,password).', 'It lets nobody in', 'ssh-copy-id gpu1'],
    [
      255,
      'WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!\nHost key verification failed.',
      'Its host key',
      'ssh gpu1',
    ],
  ])('where its ssh ends with %s and %j', async (status, stderr, problem, remedy) => {
    const host = fakeHost();
    const source = hostSource('gpu1', { open: host.open });
    onTestFinished(async () => source.close());
    await settled();
    host.end(status, stderr);
    expect(source.host()).toMatchObject({ state: 'unusable', remedy });
    expect(source.host().problem).toContain(problem);
    await vi.advanceTimersByTimeAsync(200_000);
    expect(host.opened()).toBe(1);
  });

  test('where the Plateau there speaks another version', async () => {
    const host = fakeHost();
    const source = hostSource('gpu1', { open: host.open });
    onTestFinished(async () => source.close());
    await settled();
    const hello = { say: 'hello', version: 2, now: 0, release: '9.0', machine: { id: '', host: '' }, requests: [] };
    host.say(hello);
    expect(source.host()).toMatchObject({ state: 'unusable', remedy: 'plateau upgrade gpu1' });
  });
});

describe('a request', () => {
  const stop = { ask: 'stop', plan: { when: 'now' } } as const;

  test('is sent once with a name of its own and a time until which it counts, and is done when its answer says so', async () => {
    const { host, source } = await connected();
    const reply = source.request(source.members()[0]!, stop);
    const [asked] = host.asked();
    expect(asked).toMatchObject({ run: 'a', ask: 'stop', plan: { when: 'now' } });
    expect(Number(asked!['until']) - Date.now() / 1000).toBeCloseTo(20, 1);
    host.say({ say: 'reply', request: asked!['request'], state: 'done', problem: null });
    expect(await reply).toEqual({ state: 'done' });
  });

  test('that is refused says why', async () => {
    const { host, source } = await connected();
    const reply = source.request(source.members()[0]!, stop);
    host.say({ say: 'reply', request: host.asked()[0]!['request'], state: 'refused', problem: 'It is over.' });
    expect(await reply).toEqual({ state: 'refused', problem: 'It is over.' });
  });

  test('is not asked of a host that is away', async () => {
    const { host, source } = await connected();
    host.end(255);
    expect(await source.request(source.members()[0]!, stop)).toMatchObject({ state: 'refused' });
  });

  test('is unknown when the line breaks, is not sent again, and known once the host is back and says so', async () => {
    const { host, source } = await connected();
    const asked = source.request(source.members()[0]!, stop);
    const { request } = host.asked()[0]!;
    host.end(255);
    const reply = await asked;
    if (reply.state !== 'unknown') throw new Error(`It is ${reply.state}.`);
    expect(reply.problem).toContain('not known yet');
    await vi.advanceTimersByTimeAsync(2000);
    host.greet([factsOf('a')]);
    // It may still be on its way until it counts no more.
    expect(host.asked()).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(host.asked()).toEqual([{ version: 1, request, run: 'a', ask: 'heard' }]);
    host.say({ say: 'reply', request, state: 'done', problem: null });
    expect(await reply.later).toEqual({ state: 'done' });
  });

  test('that never arrived is said to be not done', async () => {
    const { host, source } = await connected();
    const asked = source.request(source.members()[0]!, stop);
    const { request } = host.asked()[0]!;
    host.end(null);
    const reply = await asked;
    await vi.advanceTimersByTimeAsync(2000);
    host.greet([factsOf('a')]);
    await vi.advanceTimersByTimeAsync(20_000);
    host.say({ say: 'reply', request, state: 'unheard', problem: null });
    if (reply.state !== 'unknown') throw new Error(`It is ${reply.state}.`);
    expect(await reply.later).toMatchObject({ state: 'refused', problem: expect.stringContaining('nothing was done') });
  });

  test('that a host leaves without an answer for long is unknown, too', async () => {
    const { source } = await connected();
    const asked = source.request(source.members()[0]!, stop);
    await vi.advanceTimersByTimeAsync(46_000);
    expect(await asked).toMatchObject({ state: 'unknown' });
  });
});
