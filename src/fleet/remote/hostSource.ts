import { createHash } from 'node:crypto';
import { messageReader } from '../../keeper/socket/messages.ts';
import { callAt } from '../../stopping/driver/callAt.ts';
import { singleLine } from '../../words/harmless.ts';
import { errorMessage } from '../../words/errors.ts';
import type { FleetHost } from '../fleetHost.ts';
import type { Away, Member, MemberFacts } from '../member.ts';
import { placed } from '../place.ts';
import type { FleetSource } from '../source.ts';
import { unknownSeq, type WireMessage, wireMessageOf, wireVersion } from '../wire/protocol.ts';
import { type HostLine, type OpenLine, openSshLine } from './hostLine.ts';
import { arrivalLimit, createHostRequests } from './hostRequests.ts';
import { hostRunsStep, noRuns } from './hostRuns.ts';
import { type HostEvent, type HostState, hostStep, newHost, wakeAt } from './hostStep.ts';
import { sshFailure, versionFailure } from './sshFailure.ts';

/** How a host is reached; for tests. */
export interface HostOptions {
  readonly open?: OpenLine;
  /** Waits for its turn to connect; the function that it resolves with ends the turn. */
  readonly turn?: () => Promise<() => void>;
}

/**
 * The runs of another machine, over one line to its `plateau serve`, which is opened again whenever it breaks. Never
 * throws: whatever is wrong is said by `host()`.
 */
export function hostSource(
  host: string,
  { open = openSshLine, turn = async () => () => {} }: HostOptions = {},
): FleetSource {
  const listeners = new Set<() => void>();
  const requests = createHostRequests(singleLine(host));
  const spread = createHash('sha256').update(host).digest()[0]! / 255;
  let state = newHost(steady(), epoch());
  let line: HostLine | null = null;
  let runs = noRuns;
  /** Null until it has said hello. */
  let lastSeq: number | null = null;
  let forgetTime = (): void => {};
  let isClosed = false;
  let endTurn: (() => void) | null = null;
  let known = new Map<string, { readonly facts: MemberFacts; readonly member: Member }>();
  let shown: { readonly runs: typeof runs; readonly away: Away | null; readonly members: readonly Member[] } | null =
    null;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  const happen = (event: HostEvent): void => {
    if (isClosed) return;
    const before = state;
    const [next, effect] = hostStep(state, event, { now: steady(), epoch: epoch(), spread });
    state = next;
    if (effect === 'connect') void connect();
    else if (effect === 'end') leave();
    if (before.line !== state.line) {
      forgetTime();
      forgetTime = callAt(wakeAt(state), steady, () => happen({ type: 'timeCame' }));
    }
    if (before.shown !== state.shown || before.problem !== state.problem) tell();
  };

  const leave = (): void => {
    line?.end();
    line = null;
    endTurn?.();
    endTurn = null;
    requests.broken();
  };

  const connect = async (): Promise<void> => {
    lastSeq = null;
    const done = await turn();
    // The time of this try may be over.
    if (isClosed || state.line.phase !== 'connecting' || line !== null) {
      done();
      return;
    }
    endTurn = done;
    const read = messageReader((message) => {
      if (line === opened) hear(message);
    }, maxLine);
    let opened: HostLine | null = null;
    try {
      opened = open(host, {
        onText: read,
        onEnd: (answer) => {
          if (line === opened) happen({ type: 'failed', failure: sshFailure(host, answer) });
        },
      });
      line = opened;
    } catch (error) {
      happen({ type: 'failed', failure: { problem: errorMessage(error), remedy: null, patience: null } });
    }
  };

  const hear = (text: unknown): void => {
    const message = wireMessageOf(text);
    // Before its hello a machine may say anything, as its shell does.
    if (message?.say === 'hello') greet(message);
    else if (lastSeq !== null) take(message ?? unknownSeq(text), lastSeq);
  };

  const greet = (message: WireMessage & { readonly say: 'hello' }): void => {
    if (message.version !== wireVersion) {
      happen({ type: 'failed', failure: versionFailure(host, singleLine(message.release)) });
      return;
    }
    lastSeq = message.seq;
    runs = hostRunsStep(runs, message, epoch());
    endTurn?.();
    endTurn = null;
  };

  const take = (message: WireMessage | { readonly say: null; readonly seq: number }, before: number): void => {
    if (message.seq !== before + 1) {
      const problem = 'A part of what it said was lost on the way.';
      happen({ type: 'failed', failure: { problem, remedy: null, patience: null } });
      return;
    }
    lastSeq = message.seq;
    happen({ type: 'saidSomething' });
    if (message.say === null) return;
    if (message.say === 'reply') requests.take(message);
    const { facts, clockAhead } = runs;
    runs = hostRunsStep(runs, message, epoch());
    if (state.line.phase === 'connecting' && runs.coming === null) {
      happen({ type: 'toldAll' });
      requests.opened((request) => line?.send(request));
    }
    if (runs.facts !== facts || runs.clockAhead !== clockAhead) tell();
  };

  const membersNow = (): readonly Member[] => {
    const away = awayOf(state);
    const isSame = shown?.runs === runs && shown.away?.since === away?.since && shown.away?.why === away?.why;
    if (shown !== null && isSame) return shown.members;
    const isMoved = shown?.runs.clockAhead !== runs.clockAhead || shown.away !== null || away !== null;
    known = new Map(
      Array.from(runs.facts, ([run, facts]) => {
        const before = known.get(run);
        if (before?.facts === facts && !isMoved) return [run, before];
        return [run, { facts, member: placed(facts, { host, way: 'ssh', away, clockAhead: runs.clockAhead }) }];
      }),
    );
    shown = { runs, away, members: Array.from(known.values(), ({ member }) => member) };
    return shown.members;
  };

  happen({ type: 'timeCame' });

  return {
    host: () => hostOf(host, state),
    members: membersNow,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request: async ({ run }, request) => requests.ask(run, request, epoch() + runs.clockAhead + arrivalLimit),
    async close() {
      isClosed = true;
      forgetTime();
      requests.close();
      leave();
      listeners.clear();
    },
  };
}

/** Characters of a line that is read. */
const maxLine = 8 * 1024 * 1024;

function hostOf(host: string, { shown, since, problem, remedy }: HostState): Omit<FleetHost, 'members'> {
  return {
    name: singleLine(host),
    kind: 'ssh',
    state: shown,
    since,
    problem: problem === null ? null : singleLine(problem),
    remedy,
  };
}

/** While it is connected to for the first time nothing is known of it that could be old. */
function awayOf({ shown, since, problem }: HostState): Away | null {
  return shown === 'away' || shown === 'unusable' ? { since, why: singleLine(problem ?? '') } : null;
}

function steady(): number {
  return performance.now() / 1000;
}

function epoch(): number {
  return Date.now() / 1000;
}
