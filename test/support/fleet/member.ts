import type { Member, MemberFacts, MemberVerdict } from '../../../src/fleet/member.ts';
import { placed } from '../../../src/fleet/place.ts';
import { propertiesNamed } from '../../../src/advisor/verdictTable.ts';

/** What a machine tells of a run that does well. */
export function factsOf(run: string, part: Partial<MemberFacts> = {}): MemberFacts {
  return {
    run,
    machine: { id: 'm1', host: 'gpu1' },
    user: '1000',
    state: 'running',
    stateText: 'running',
    isLive: true,
    isPaused: false,
    name: run,
    group: null,
    tags: [],
    note: null,
    command: ['train'],
    cwd: '/home/me',
    log: '/home/me/output.log',
    attempt: 1,
    runs: [run],
    shownAs: null,
    after: null,
    job: null,
    startedAt: 1_780_000_000,
    endedAt: null,
    exit: null,
    problem: null,
    armed: null,
    trouble: null,
    trainer: { name: 'ultralytics', version: '8.3' },
    verdict: verdictOf('improving', 'continue'),
    position: { at: 40, planned: 100, unit: 'epoch', progress: 0.4 },
    metric: { name: 'map50-95', higherIsBetter: true, now: 0.41, best: { value: 0.42, at: 38 } },
    best: { metric: 'map50To95', value: 0.42, at: 38 },
    course: [0.1, 0.3, 0.42, 0.41],
    save: { path: 'weights/last.pt', at: 39, elapsed: 3510 },
    elapsed: 3600,
    eta: 5400,
    forecast: { low: 0.45, mid: 0.5, high: 0.55 },
    gpu: null,
    groupProgress: null,
    ...part,
  };
}

/** The same as a member of this machine, or as `origin` says. */
export function memberOf(
  run: string,
  part: Partial<MemberFacts> = {},
  origin: Partial<Pick<Member, 'host' | 'way' | 'away'>> = {},
): Member {
  return placed(factsOf(run, part), { host: 'here', way: 'here', away: null, clockAhead: 0, ...origin });
}

export function verdictOf(name: string, action: MemberVerdict['action']): MemberVerdict {
  const { label, words, isStop, severity } = propertiesNamed(name, action);
  return { name, label, words, action, isStop, severity, headline: `headline of ${name}`, reasons: ['one', 'two'] };
}
