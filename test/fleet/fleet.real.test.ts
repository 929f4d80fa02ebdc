import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openFleet } from '../../src/app/fleet/openFleet.ts';
import type { Fleet } from '../../src/fleet/fleet.ts';
import type { Member } from '../../src/fleet/member.ts';
import { installWrapper, startHosts, sshWith } from '../support/fleet/hosts.ts';
import { plateau } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { soon } from '../support/soon.ts';

/** Writes a line ten times a second until it is stopped. */
const training = 'i=0; while :; do i=$((i+1)); echo "epoch $i"; sleep 0.1; done';

async function opened(...hosts: readonly string[]): Promise<Fleet> {
  const state = mkdtempSync(join(tmpdir(), 'plateau-here-'));
  const before = process.env['XDG_STATE_HOME'];
  process.env['XDG_STATE_HOME'] = state;
  const fleet = await openFleet({ hosts, slurm: false, pods: null, experiment: null });
  onTestFinished(async () => {
    await fleet.close();
    if (before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before;
    rmSync(state, { recursive: true, force: true });
  });
  return fleet;
}

const hostOf = (fleet: Fleet, name: string) => fleet.hosts().find((host) => host.name === name)!;
const named = (fleet: Fleet, name: string): Member => {
  const found = fleet.members().find((member) => member.name === name);
  if (found === undefined) throw new Error(`${name} is not listed.`);
  return found;
};

describe('three hosts with a real sshd each', { timeout: 180_000, ...needs('sshd') }, () => {
  test('are one list, in which trainings are described and stopped by their keepers', async () => {
    const [one, two, three] = await startHosts('one', 'two', 'three');
    one!.train('alpha', training, '--group', 'folds', '--tag', 'a');
    two!.train('beta', training);
    three!.train('gamma', 'exit 3');
    const fleet = await opened('one', 'two', 'three');
    await soon(() =>
      expect(
        fleet
          .members()
          .map(({ name, host }) => `${name} ${host}`)
          .toSorted(),
      ).toEqual(['alpha one', 'beta two', 'gamma three']),
    );
    expect(named(fleet, 'alpha')).toMatchObject({
      group: 'folds',
      tags: ['a'],
      state: 'running',
      way: 'ssh',
      away: null,
    });
    await soon(() =>
      expect(fleet.members()[0]).toMatchObject({ name: 'gamma', state: 'failed', stateText: 'failed (3)' }),
    );

    const beta = named(fleet, 'beta');
    expect(await fleet.request(beta.key, { ask: 'describe', changes: { name: 'delta', note: 'mine' } })).toEqual({
      state: 'done',
    });
    await soon(() => expect(named(fleet, 'delta')).toMatchObject({ key: beta.key, note: 'mine' }));
    expect(await fleet.request(beta.key, { ask: 'pause' })).toEqual({ state: 'done' });
    await soon(() => expect(named(fleet, 'delta').isPaused).toBe(true));
    expect(await fleet.request(beta.key, { ask: 'resume' })).toEqual({ state: 'done' });
    expect(await fleet.request(beta.key, { ask: 'stop', plan: { when: 'now' } })).toEqual({ state: 'done' });
    await soon(() => expect(named(fleet, 'delta')).toMatchObject({ isLive: false, state: 'stopped' }));
    expect(named(fleet, 'alpha').state).toBe('running');
    expect(await fleet.request(beta.key, { ask: 'remove' })).toEqual({ state: 'done' });
    await soon(() => expect(fleet.members()).toHaveLength(2));
    expect(await fleet.request(beta.key, { ask: 'pause' })).toMatchObject({ state: 'refused' });
  });

  test('of which one goes away: it says since when, the others stay live, and it comes back', async () => {
    const [one, two] = await startHosts('one', 'two');
    one!.train('alpha', training);
    two!.train('beta', training);
    const fleet = await opened('one', 'two');
    await soon(() => expect(fleet.members()).toHaveLength(2));
    two!.stop();
    await soon(() => expect(named(fleet, 'beta').away).not.toBeNull());
    expect(hostOf(fleet, 'two')).toMatchObject({ state: 'away', members: 1 });
    expect(hostOf(fleet, 'one')).toMatchObject({ state: 'live' });
    const { since } = named(fleet, 'beta').away!;
    expect(await fleet.request(named(fleet, 'beta').key, { ask: 'stop', plan: { when: 'now' } })).toMatchObject({
      state: 'refused',
    });
    expect(await fleet.request(named(fleet, 'alpha').key, { ask: 'stop', plan: { when: 'now' } })).toEqual({
      state: 'done',
    });
    await soon(() => expect(named(fleet, 'alpha').state).toBe('stopped'));
    expect(named(fleet, 'beta').away!.since).toBe(since);
    await two!.start();
    // The longer it was away, the longer is the pause before the next try.
    await vi.waitFor(() => expect(named(fleet, 'beta')).toMatchObject({ away: null, state: 'running' }), 120_000);
  });

  test('of which one loses the line as a stop is asked: that is unknown, and then known not to have been done', async () => {
    const [one] = await startHosts('one');
    one!.train('alpha', training);
    const fleet = await opened('one');
    await soon(() => expect(fleet.members()).toHaveLength(1));
    one!.halt();
    const asked = fleet.request(named(fleet, 'alpha').key, { ask: 'stop', plan: { when: 'now' } });
    one!.cut();
    const reply = await asked;
    if (reply.state !== 'unknown') throw new Error(`It is ${reply.state}.`);
    expect(reply.problem).toContain('The line to one broke before the answer came');
    await soon(() => expect(named(fleet, 'alpha').away).toBeNull());
    expect(await reply.later).toEqual({
      state: 'refused',
      problem: 'It did not arrive on one, and nothing was done: ask again.',
    });
    expect(named(fleet, 'alpha').state).toBe('running');
  });

  test('one of which is reached by two names is listed once', async () => {
    const [one] = await startHosts('one');
    one!.train('alpha', training);
    writeFileSync(one!.config, readFileSync(one!.config, 'utf8').replace('Host one', 'Host one also-one'));
    const fleet = await opened('one', 'also-one');
    await soon(() => expect(fleet.hosts().filter(({ state }) => state === 'live')).toHaveLength(3));
    expect(fleet.hosts().map(({ members }) => members)).toEqual([0, 1, 1]);
    expect(fleet.members().map(({ host }) => host)).toEqual(['one']);
  });
});

describe('a host', { timeout: 180_000, ...needs('sshd') }, () => {
  test('that hangs, changes its key, asks for a password, or lacks Plateau says so, and the others are live', async () => {
    const [good, changed, asking, bare, old] = await startHosts('good', 'changed', 'asking', 'bare', 'old');
    good!.train('alpha', training);
    // Known by its key before that changes.
    expect(plateau(['runs', '--hosts', 'changed'], here()).status).toBe(0);
    changed!.stop();
    changed!.changeKey();
    await changed!.start();
    asking!.stop();
    asking!.askForPassword();
    await asking!.start();
    rmSync(join(bare!.home, '.local/bin/plateau'));
    writeFileSync(
      join(old!.home, '.local/bin/plateau'),
      '#!/bin/sh\necho "plateau: Unknown command \\`serve\\`: ..." >&2; exit 2\n',
    );
    const hung = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void hung.close());
    await new Promise((resolve) => {
      hung.once('listening', resolve);
    });
    const address = hung.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const root = mkdtempSync(join(tmpdir(), 'plateau-hung-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const all = [good!, changed!, asking!, bare!, old!];
    process.env['PATH'] =
      `${sshWith(root, all, `Host hung\n HostName 127.0.0.1\n Port ${port}`)}${delimiter}${process.env['PATH']}`;
    const fleet = await opened('good', 'changed', 'asking', 'bare', 'old', 'hung', 'nowhere.invalid');
    await soon(() => expect(named(fleet, 'alpha').state).toBe('running'));
    await soon(() =>
      expect(hostOf(fleet, 'bare')).toMatchObject({ state: 'unusable', remedy: 'plateau install bare' }),
    );
    await soon(() => expect(hostOf(fleet, 'old')).toMatchObject({ state: 'unusable', remedy: 'plateau upgrade old' }));
    await soon(() =>
      expect(hostOf(fleet, 'asking')).toMatchObject({ state: 'unusable', remedy: 'ssh-copy-id asking' }),
    );
    await soon(() => expect(hostOf(fleet, 'changed')).toMatchObject({ state: 'unusable', remedy: 'ssh changed' }));
    await soon(() => expect(hostOf(fleet, 'nowhere.invalid').state).toBe('away'));
    await soon(() => expect(hostOf(fleet, 'hung').state).toBe('away'));
    expect(hostOf(fleet, 'good').state).toBe('live');
  });

  test('whose clock is off by a day tells ages by its own', async () => {
    const [one] = await startHosts('one');
    one!.train('alpha', training);
    const shift = join(one!.home, 'shift.mjs');
    writeFileSync(shift, 'const now = Date.now; Date.now = () => now() + 86_400_000;');
    installWrapper(one!.home, `--import '${shift}'`);
    const fleet = await opened('one');
    await soon(() => expect(fleet.members()).toHaveLength(1));
    // The run was started a moment ago by the clock of this machine, so a day ago by that of the host.
    const age = Date.now() / 1000 - named(fleet, 'alpha').startedAt;
    expect(Math.round(age / 3600)).toBe(24);
  });
});

test('plateau runs lists the hosts, and says which one is away', { timeout: 120_000, ...needs('sshd') }, async () => {
  const [one, two] = await startHosts('one', 'two');
  one!.train('alpha', training);
  two!.train('beta', 'true');
  two!.stop();
  const environment = here();
  plateau(['hosts', 'add', 'one', 'two'], environment);
  const { status, stdout, stderr } = plateau(['runs', '--json'], environment);
  const [listed]: [Record<string, unknown>] = JSON.parse(stdout);
  expect(listed).toMatchObject({ name: 'alpha', host: 'one', state: 'running', awaySince: null });
  expect(stderr).toMatch(/^plateau: two tells nothing\. ssh says: .*Connection refused/);
  expect(status).toBe(1);
  expect(plateau(['runs', '--hosts', ''], environment)).toMatchObject({ status: 0, stderr: '' });
});

/** The environment of a command of this machine, in a home of its own. */
function here(): Record<string, string> {
  const home = mkdtempSync(join(tmpdir(), 'plateau-here-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return { PATH: process.env['PATH'] ?? '', HOME: home, LANG: 'C.UTF-8' };
}
