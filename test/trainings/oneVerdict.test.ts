import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openLocalRuns } from '../../src/fleet/local/localRuns.ts';
import { freshHome, isAlive, plateau, recordsIn } from '../support/real/plateau.ts';
import { openTerminal } from '../support/real/terminal.ts';

/** As long as the test may last: others may hold the machine. */
const patiently = { timeout: 60_000, interval: 100 };

const overFit = resolve('fixtures/demo/overfit.log');
const mine = Array.from({ length: 12 }, (_, at) => `round ${at + 1}\ntotal loss ${5 - at / 4}\nAP50 is 0.${40 + at}\n`);

interface Said {
  readonly verdict: string;
  readonly action: string;
  readonly headline: string;
}

interface Case {
  readonly flags?: readonly string[];
  /** What the trainer does after it has printed its log; by default it goes on without a word. */
  readonly afterwards?: string;
  /** Lines of the log that are printed. */
  readonly lines?: number;
  readonly log?: string;
  readonly configuration?: object;
  readonly pause?: boolean;
  /** Kills the keeper first, so that nobody sees the training end. */
  readonly unseen?: boolean;
  readonly verdict: string;
}

/** Starts a run, waits until its keeper has read all of it, and returns what everybody says of it. */
async function saidOf({ flags = [], afterwards = 'exec sleep 600', lines = 8000, ...rest }: Case) {
  const { directory, environment } = freshHome();
  const log = join(directory, 'recorded.log');
  const text = rest.log ?? readFileSync(overFit, 'utf8').split('\n').slice(0, lines).join('\n');
  writeFileSync(log, `${text}\n`);
  if (rest.configuration !== undefined) {
    writeFileSync(join(directory, 'plateau.config.json'), JSON.stringify(rest.configuration));
  }
  const command = ['sh', '-c', `cat "$0"; ${afterwards}`, log];
  const started = plateau(
    ['run', '--detach', '--cwd', directory, '--name', 'r', ...flags, '--', ...command],
    environment,
  );
  expect(started.stderr).toBe('');
  const [record] = recordsIn(environment);
  const runDirectory = dirname(record!.log);
  const status = () => JSON.parse(readFileSync(join(runDirectory, 'status.json'), 'utf8'));
  const isRead = () =>
    existsSync(join(runDirectory, 'status.json')) && status().log.size === statSync(record!.log).size;
  const size = statSync(log).size;
  await vi.waitFor(() => expect(statSync(record!.log).size).toBe(size), patiently);
  if (rest.unseen === true) {
    await vi.waitFor(() => expect(isRead()).toBe(true), patiently);
    const { keeper, training } = recordsIn(environment)[0]!;
    process.kill(keeper!.pid, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(keeper!.pid)).toBe(false), patiently);
    process.kill(-training!.pid, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(training!.pid)).toBe(false), patiently);
  } else if (rest.pause === true) {
    expect(plateau(['pause', 'r'], environment).status).toBe(0);
  }
  const isLive = afterwards.startsWith('exec') && rest.unseen !== true;
  if (rest.unseen !== true) {
    await vi.waitFor(() => {
      expect(isRead()).toBe(true);
      expect(status().state).toBe(isLive ? 'running' : 'ended');
    }, patiently);
  }

  const json = (...args: string[]) => JSON.parse(plateau(args, environment).stdout);
  const said = ({ verdict, action, headline }: Said) => ({ verdict, action, headline });
  const replayed = plateau(['replay', 'r', '--json'], environment).stdout.trim().split('\n');
  const kept = status().verdict;
  return {
    environment,
    all: {
      advise: said(json('advise', 'r', '--json')),
      status: said(json('status', 'r', '--json')),
      runs: said(json('runs', '--json')[0]),
      replay: said(JSON.parse(replayed.at(-1)!)),
      // Nobody was there to write how it ended.
      ...(rest.unseen === true ? {} : { keeper: said({ ...kept, verdict: kept.name }) }),
    },
    list: await listed(environment),
  };
}

/** The verdict in the list of trainings. */
async function listed(environment: Record<string, string>): Promise<string> {
  vi.stubEnv('XDG_STATE_HOME', environment['XDG_STATE_HOME']);
  onTestFinished(() => void vi.unstubAllEnvs());
  const runs = openLocalRuns();
  try {
    return await vi.waitFor(() => {
      const [facts] = runs.facts().values();
      expect(facts!.verdict).not.toBeNull();
      return facts!.verdict!.headline;
    }, patiently);
  } finally {
    await runs.close();
  }
}

/** Waits until the screen of `attach` shows a verdict. */
async function expectOnScreen(environment: Record<string, string>, headline: string): Promise<void> {
  const terminal = openTerminal(['attach', 'r'], { environment, columns: 220, rows: 50 });
  await vi.waitFor(() => expect(terminal.screen().replaceAll(/\s+/g, ' ')).toContain(headline), patiently);
}

const live: Readonly<Record<string, Case>> = {
  'without any flag': { verdict: 'slowing' },
  'with --target-map': { flags: ['--target-map', '0.1'], verdict: 'target-reached' },
  'with --max-time': { flags: ['--max-time', '1s'], verdict: 'budget-spent' },
  'with --max-iterations': { flags: ['--max-iterations', '100'], verdict: 'budget-spent' },
  'with --max-epochs, of a trainer that counts epochs': {
    flags: ['--max-epochs', '5', ...taught()],
    log: mine.join(''),
    verdict: 'budget-spent',
  },
  'with --metric judged': { flags: ['--metric', 'f1', '--target-map', '0.05'], verdict: 'target-reached' },
  'with --metric taught': { flags: taught(), log: mine.join(''), verdict: 'improving' },
  'with --trainer': { flags: ['--trainer', 'darknet-alexeyab', '--target-map', '0.1'], verdict: 'target-reached' },
  'with --ignore-first': { flags: ['--ignore-first', '1000'], verdict: 'too-few-points' },
  'with --min-gain': { flags: ['--min-gain', '0.2'], lines: 17_000, verdict: 'over-fitting' },
  'with a plateau.config.json': { configuration: { targetMap: 0.1 }, verdict: 'target-reached' },
  'that is paused': { flags: ['--max-time', '1s'], pause: true, verdict: 'budget-spent' },
};

const over: Readonly<Record<string, Case>> = {
  'with 0': { afterwards: 'exit 0', verdict: 'finished' },
  'with an exit status': { afterwards: 'exit 3', verdict: 'failed' },
  'by a signal': { afterwards: 'kill -TERM $$; sleep 9', verdict: 'finished' },
  'with nobody there to see': { unseen: true, verdict: 'finished' },
};

describe('the verdict on a run', () => {
  test.each(Object.entries(live))('%s is the same everywhere', { timeout: 180_000 }, async (_name, of) => {
    await expectOne(of);
  });

  test.each(Object.entries(over))(
    'that has ended %s is the same everywhere',
    { timeout: 180_000 },
    async (_name, of) => {
      await expectOne(of);
    },
  );
});

async function expectOne(of: Case): Promise<void> {
  const { all, list, environment } = await saidOf(of);
  expect(all.advise.verdict).toBe(of.verdict);
  for (const [who, said] of Object.entries(all)) expect({ who, ...said }).toEqual({ who, ...all.advise });
  expect(list).toBe(all.advise.headline);
  await expectOnScreen(environment, all.advise.headline);
}

function taught(): readonly string[] {
  return [String.raw`epoch=^round (\d+)`, String.raw`loss=total loss (\S+)`, String.raw`map50=AP50 is (\S+)`].flatMap(
    (row) => ['--metric', row],
  );
}
