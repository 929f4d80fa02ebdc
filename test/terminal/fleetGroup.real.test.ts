import process from 'node:process';
import { describe, expect, test, vi } from 'vitest';
import { auditOf } from '../../src/runs/audit.ts';
import { needsUsers, type RealTraining, startUsers } from '../support/fleet/users.ts';
import { freshHome } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

/** The flags of a run of the group. */
const auto = ['--group', 'sweep', '--auto-stop', 'careful', '--grace', '0s'];

/** Flags of the demo: of so many iterations a healthy one is evaluated twelve times, one that over-fits ten times. */
const short = (seed = '1') => ['--iterations', '600', '--seed', seed];
const long = (seed = '1') => ['--iterations', '1200', '--seed', seed];

function openList(hosts: string) {
  const { environment } = freshHome();
  const here = { ...environment, PATH: process.env['PATH']! };
  return openTerminal(['--hosts', hosts], { environment: here, columns: 140, rows: 40 });
}

/** Waits for something of a training, on a machine that does other work as well. */
async function until(check: () => void): Promise<void> {
  await vi.waitFor(check, { timeout: patience, interval: 100 });
}

const patience = 600_000;

const eventsOf = (training: RealTraining) => auditOf(training.directory);
const isOutrun = (training: RealTraining) => eventsOf(training).some(({ event }) => event === 'outrun');

describe(
  'a group of trainings with auto-stop, on the hosts of three users',
  {
    timeout: 1_200_000,
    ...needsUsers(),
  },
  () => {
    test('shows one that is outrun before its next evaluation, and stops it after its next save, and no other', async () => {
      const [ada, bob, eve] = await startUsers('ada', 'bob', 'eve');
      const lead = ada!.train('lead', 'healthy', [...auto, ...short()]);
      const second = ada!.train('second', 'healthy', [...auto, ...short('2')]);
      const last = ada!.train('last', 'overfit', [...auto, ...short()], 0);
      const others = [bob!, eve!].map((user) =>
        user.train('other', 'overfit', ['--group', 'other', ...auto.slice(2), ...short()], 1),
      );
      const { see, press, exited } = openList('ada,bob,eve');
      await see(/5 trainings on 3 machines/);

      let evaluations = 0;
      const judged = () => ada!.plateau('advise', '--group', 'sweep', last.id, '--json');
      const verdictNow = (): string => JSON.parse(judged().stdout).verdict;
      do {
        evaluations += 1;
        last.allow(evaluations);
        await until(() => {
          expect(last.evaluations()).toBe(evaluations);
          // It is compared with where the others were at a tenth of the plan as often.
          for (const other of [lead, second]) expect(other.evaluations()).toBeGreaterThanOrEqual(1.2 * evaluations);
        });
      } while (verdictNow() !== 'outrun');
      await see(/outrun: last/);
      await see(/= ada +last .*STOPS AFTER/);
      expect(last.evaluations()).toBe(evaluations);
      expect(last.exit()).toBeNull();

      const before = last.log().length;
      await last.goOn();
      await see(/ada +last .*STOPPED \(SIGINT\)/, patience);
      expect(last.log().slice(before)).toContain('Saving weights to ');
      const steps = eventsOf(last).flatMap((entry) =>
        entry.event === 'armed-stage' ? [entry.stage] : ['outrun', 'signal'].includes(entry.event) ? [entry.event] : [],
      );
      expect(steps).toEqual(['outrun', 'countdown', 'checkpoint', 'signals', 'signal']);

      await until(() => {
        for (const other of [lead, second]) expect(other.exit()).toMatchObject({ status: 0, signal: null });
      });
      for (const other of [lead, second, ...others]) expect(isOutrun(other)).toBe(false);
      await see(/ada +lead .*best/);
      press('q');
      expect((await exited).exitCode).toBe(0);
    });

    test('compares its runs on all machines while the list is open, and stops the one that is outrun', async () => {
      const [ada, bob, eve] = await startUsers('ada', 'bob', 'eve');
      const lead = ada!.train('lead', 'healthy', [...auto.slice(0, 2), ...long()]);
      const second = bob!.train('second', 'healthy', [...auto.slice(0, 2), ...long('2')]);
      const last = eve!.train('last', 'overfit', [...auto, ...long()], 14);
      await until(() => {
        expect(last.evaluations()).toBe(14);
        for (const other of [lead, second]) expect(other.evaluations()).toBeGreaterThanOrEqual(17);
      });
      expect(JSON.parse(eve!.plateau('status', last.id, '--json').stdout).verdict.name).not.toBe('outrun');

      const { see, press, exited } = openList('ada,bob,eve');
      await see(/sweep +3 runs on 3 machines/, patience);
      await see(/outrun: last/, patience);
      expect(isOutrun(last)).toBe(true);
      const told = JSON.parse(eve!.plateau('advise', last.id, '--json').stdout);
      expect(told.verdict).toBe('outrun');
      expect(JSON.stringify(told)).toContain('of the group are on other machines');
      expect(JSON.stringify(eventsOf(last))).toMatch(/"leader":"(?:lead on ada|second on bob)"/);
      const before = last.log().length;
      await last.goOn();
      await see(/eve +last .*STOPPED \(SIGINT\)/, patience);
      expect(last.log().slice(before)).toContain('Saving weights to ');
      await until(() => {
        for (const other of [lead, second]) expect(other.exit()).toMatchObject({ status: 0, signal: null });
      });
      for (const other of [lead, second]) expect(isOutrun(other)).toBe(false);
      press('q');
      expect((await exited).exitCode).toBe(0);
    });

    test('stops one of two that are outrun in the same second, and lets the last two go on to their end', async () => {
      const [ada] = await startUsers('ada');
      const one = ada!.train('one', 'overfit', [...auto, ...short()], 6);
      const two = ada!.train('two', 'overfit', [...auto, ...short('2')], 6);
      const lead = ada!.train('lead', 'healthy', short());
      const { see, press, exited, screen } = openList('ada');
      await until(() => {
        for (const each of [one, two]) expect(each.evaluations()).toBe(6);
        expect(lead.evaluations()).toBeGreaterThanOrEqual(9);
      });
      // Halted, neither keeper decides before both can.
      for (const each of [one, two]) process.kill(each.keeper(), 'SIGSTOP');
      expect(ada!.plateau('edit', 'lead', '--group', 'sweep')).toMatchObject({ status: 0 });
      for (const each of [one, two]) each.allow(7);
      await until(() => {
        for (const each of [one, two]) expect(each.evaluations()).toBe(7);
      });
      for (const each of [one, two]) process.kill(each.keeper(), 'SIGCONT');
      await see(/outrun: (?:one|two)\b/, patience);
      await Promise.all([one.goOn(), two.goOn()]);
      const [out, left] = isOutrun(one) ? [one, two] : [two, one];
      await see(new RegExp(String.raw`\b${out === one ? 'one' : 'two'} +.*STOPPED \(SIGINT\)`), patience);
      await until(() => {
        for (const each of [left, lead]) expect(each.exit()).toMatchObject({ status: 0, signal: null });
      });
      expect(isOutrun(left)).toBe(false);
      expect(screen()).not.toContain('outrun:');
      press('q');
      expect((await exited).exitCode).toBe(0);
    });
  },
);
