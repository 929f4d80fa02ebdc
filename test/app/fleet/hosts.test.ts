import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { hostSources } from '../../../src/app/fleet/hosts.ts';
import { createFleet, type Fleet } from '../../../src/fleet/fleet.ts';
import type { OpenLine } from '../../../src/fleet/remote/hostLine.ts';
import { createFleetStore } from '../../../src/ui/state/fleet/fleetStore.ts';
import { type FakeHost, fakeHost, settled } from '../../support/fleet/line.ts';
import { plainSettings } from '../../support/fleet/list.ts';
import { factsOf } from '../../support/fleet/member.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A hundred hosts, of which the first thirty let nobody know that they are off: nothing answers there. */
function hundredHosts(ready = Promise.resolve()) {
  const names = Array.from({ length: 100 }, (_, index) => `gpu${String(index).padStart(2, '0')}`);
  const away = new Set(names.slice(0, 30));
  const hosts = new Map<string, FakeHost>(names.map((name) => [name, fakeHost()]));
  const opened: { readonly name: string; readonly at: number }[] = [];
  const open: OpenLine = (name, handlers) => {
    const host = hosts.get(name)!;
    const line = host.open(name, handlers);
    opened.push({ name, at: performance.now() });
    // `ssh` gives up after ten seconds (`sshPlace`); one that answers takes half a second.
    if (away.has(name))
      setTimeout(() => host.end(255, `ssh: connect to host ${name} port 22: Connection timed out`), 10_000);
    else setTimeout(() => host.greet([factsOf('a', { machine: { id: name, host: name } })]), 500);
    return line;
  };
  const fleet = createFleet(hostSources(names, { ready, open }));
  const signs = setInterval(() => {
    for (const name of names) if (!away.has(name)) hosts.get(name)!.say({ say: 'alive', now: Date.now() / 1000 });
  }, 60_000);
  onTestFinished(async () => {
    clearInterval(signs);
    await fleet.close();
  });
  return { fleet, hosts, names, away, opened };
}

const statesOf = (fleet: Fleet) => Object.groupBy(fleet.hosts(), ({ state }) => state);

describe('a hundred hosts of which thirty are off', () => {
  test('do not hold up the seventy others, wherever they stand in the list', async () => {
    const { fleet, opened } = hundredHosts();
    await vi.advanceTimersByTimeAsync(100);
    expect(opened).toHaveLength(24);
    await vi.advanceTimersByTimeAsync(6000);
    expect(fleet.members()).toHaveLength(70);
    expect(statesOf(fleet).live).toHaveLength(70);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(statesOf(fleet).away).toHaveLength(30);
  });

  test('are not connected to before the list has been drawn', async () => {
    const drawn = Promise.withResolvers<void>();
    const { opened } = hundredHosts(drawn.promise);
    await vi.advanceTimersByTimeAsync(1000);
    expect(opened).toEqual([]);
    drawn.resolve();
    await vi.advanceTimersByTimeAsync(100);
    expect(opened).toHaveLength(24);
  });

  test('are asked less and less often: in the second hour each once a minute or seldom, and never all at once', async () => {
    const { fleet, away, opened } = hundredHosts();
    await vi.advanceTimersByTimeAsync(3600_000);
    const before = opened.length;
    await vi.advanceTimersByTimeAsync(3600_000);
    const tries = opened.slice(before).filter(({ name }) => away.has(name));
    expect(tries.length).toBeLessThanOrEqual(30 * 60);
    const perSecond = Object.values(Object.groupBy(tries, ({ at }) => Math.floor(at / 1000)));
    expect(Math.max(...perSecond.map((each) => each!.length))).toBeLessThan(10);
    // Who is live was opened once, though nothing was heard of it but signs of life.
    expect(fleet.members()).toHaveLength(70);
  });

  test('cost the screen nothing: it is drawn for what the others say, at most once a second', async () => {
    const { fleet, hosts, names } = hundredHosts();
    await vi.advanceTimersByTimeAsync(60_000);
    const store = createFleetStore({
      fleet,
      settings: plainSettings,
      columns: 120,
      rows: 40,
      now: () => Date.now() / 1000,
      layerReach: () => 0,
      before: null,
    });
    onTestFinished(() => store.close());
    const drawn = vi.fn<() => void>();
    store.subscribe(drawn);
    await vi.advanceTimersByTimeAsync(50_000);
    const forAges = drawn.mock.calls.length;
    expect(forAges).toBeLessThanOrEqual(2);
    const live = names.slice(30);
    for (let second = 0; second < 60; second += 1) {
      for (const name of live) {
        hosts.get(name)!.say({ say: 'change', now: Date.now() / 1000, run: 'a', facts: { elapsed: 3600 + second } });
      }
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(drawn.mock.calls.length - forAges).toBeLessThanOrEqual(62);
    expect(store.state().members.every(({ elapsed, away }) => away !== null || elapsed! >= 3600 + 58)).toBe(true);
    await settled();
  });
});
