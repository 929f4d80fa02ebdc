import packageJson from '../../../package.json' with { type: 'json' };
import { ownerOf } from '../../runs/runKey.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { messageReader } from '../../keeper/socket/messages.ts';
import { carryOut } from '../local/carryOut.ts';
import type { LocalRuns } from '../local/localRuns.ts';
import { type MemberFacts, standsForTraining } from '../member.ts';
import type { SettledReply } from '../request.ts';
import { changedFacts } from './facts.ts';
import {
  aliveEvery,
  type WireMessage,
  type WireRequest,
  wireRequestOf,
  wireRequests,
  wireVersion,
} from './protocol.ts';

/** The runs of this machine, told over a line. */
export interface Serving {
  /** Takes what came over the line, in pieces of any length. */
  readonly take: (chunk: string) => void;
  readonly close: () => void;
}

/** What is said besides version and number. */
type Said = WireMessage extends infer Each ? (Each extends unknown ? Omit<Each, 'version' | 'seq'> : never) : never;

/**
 * Tells the runs and what changes of them to `write`, and has what is asked carried out by their keepers. `now`: epoch
 * seconds.
 */
export function serveRuns(
  runs: LocalRuns,
  write: (message: object) => void,
  now: () => number = () => Date.now() / 1000,
): Serving {
  const told = new Map<string, MemberFacts>();
  const replies = new Map<string, Promise<SettledReply>>();
  let seq = 0;
  let saidAt = 0;

  const say = (message: Said): void => {
    seq += 1;
    saidAt = performance.now();
    write({ version: wireVersion, seq, ...message });
  };

  const tellChanges = (): void => {
    const wanted = wantedFacts(runs.facts());
    for (const run of told.keys()) {
      if (wanted.has(run)) continue;
      told.delete(run);
      say({ say: 'gone', run });
    }
    for (const [run, facts] of wanted) {
      const before = told.get(run);
      if (before === facts) continue;
      told.set(run, facts);
      say({ say: 'change', now: now(), run, facts: before === undefined ? facts : changedFacts(before, facts) });
    }
  };

  const answer = async (asked: WireRequest): Promise<void> => {
    const reply = await replyTo(asked);
    const { request } = asked;
    if (reply === null) say({ say: 'reply', request, state: 'unheard', problem: null });
    else say({ say: 'reply', request, state: reply.state, problem: reply.state === 'done' ? null : reply.problem });
  };

  const replyTo = async (asked: WireRequest): Promise<SettledReply | null> => {
    const { request, run } = asked;
    const before = replies.get(request);
    if (before !== undefined) return before;
    const record = runs.record(run);
    if (asked.ask === 'heard') return record === null ? null : answerKept(runs, record.id, request);
    const reply = perform(asked, record);
    replies.set(request, reply);
    if (replies.size > maxReplies) replies.delete(replies.keys().next().value ?? '');
    return reply;
  };

  const perform = async (
    asked: Exclude<WireRequest, { ask: 'heard' }>,
    record: RunRecord | null,
  ): Promise<SettledReply> => {
    const { request, run, until, ...wanted } = asked;
    if (now() > until) return { state: 'refused', problem: 'It came too late, and was not done: ask again.' };
    if (record === null) return { state: 'refused', problem: `There is no run ${run} on this machine any more.` };
    const reply = await carryOut(record, wanted, request);
    runs.look(run);
    return reply;
  };

  const { machine } = ownerOf({});
  say({ say: 'hello', now: now(), release: packageJson.version, machine, requests: wireRequests });
  const first = [...wantedFacts(runs.facts())];
  for (let from = 0; from === 0 || from < first.length; from += perSnapshot) {
    const part = first.slice(from, from + perSnapshot);
    for (const [run, facts] of part) told.set(run, facts);
    const left = Math.max(0, first.length - from - perSnapshot);
    say({ say: 'snapshot', now: now(), members: part.map(([, facts]) => facts), left });
  }
  const unsubscribe = runs.subscribe(tellChanges);
  const timer = setInterval(() => {
    if (performance.now() - saidAt > (aliveEvery - 1) * 1000) say({ say: 'alive', now: now() });
  }, aliveEvery * 1000);

  const read = messageReader((message) => {
    const asked = wireRequestOf(message);
    if (asked !== null) void answer(asked);
  }, maxRequest);
  return {
    take: read,
    close() {
      clearInterval(timer);
      unsubscribe();
    },
  };
}

/** Characters of a request. An update of a group of 64 runs has two thirds of that. */
const maxRequest = 256 * 1024;

/** Runs in one message of a snapshot. */
const perSnapshot = 25;

/** Runs that are over, of which the newest are told. */
const maxOver = 300;

/** Requests whose replies are kept here; the keepers keep their own. */
const maxReplies = 1000;

/** Everything that lives, and the newest of what is over; earlier runs of a training as far as there is room left. */
function wantedFacts(facts: ReadonlyMap<string, MemberFacts>): ReadonlyMap<string, MemberFacts> {
  const all = [...facts];
  const over = all.filter(([, { isLive }]) => !isLive);
  if (over.length <= maxOver) return facts;
  const newest = over
    .toSorted(
      ([, one], [, other]) =>
        Number(standsForTraining(other)) - Number(standsForTraining(one)) || other.startedAt - one.startedAt,
    )
    .slice(0, maxOver);
  return new Map([...all.filter(([, { isLive }]) => isLive), ...newest]);
}

/**
 * What the record of a run says of a request, which another process like this may be carrying out now: null when
 * nothing of it is heard for as long as that may take.
 */
async function answerKept(runs: LocalRuns, run: string, request: string): Promise<SettledReply | null> {
  const limit = performance.now() + answerPatience * 1000;
  for (;;) {
    runs.look(run);
    const found = runs.record(run)?.requests?.find((each) => each.request === request);
    if (found !== undefined)
      return found.problem === null ? { state: 'done' } : { state: 'refused', problem: found.problem };
    if (performance.now() > limit) return null;
    await new Promise((resolve) => {
      setTimeout(resolve, 500).unref();
    });
  }
}

/** Seconds that a keeper may take to answer: a little more than it has to be reached in. */
const answerPatience = 12;
