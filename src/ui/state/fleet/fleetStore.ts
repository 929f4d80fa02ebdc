import type { Fleet } from '../../../fleet/fleet.ts';
import type { MemberRequest, Reply } from '../../../fleet/request.ts';
import { counted } from '../../../words/count.ts';
import type { AskOf, FleetCommand } from '../keys/fleet/fleetKey.ts';
import { createStore } from '../createStore.ts';
import { steps } from '../scrolling/steps.ts';
import {
  createFleetState,
  type FleetAction,
  type FleetSettings,
  type FleetState,
  type FleetView,
} from './fleetState.ts';
import { reduceFleet } from './reduceFleet.ts';

/** The list of trainings while it is open: what the fleet tells becomes its state, and commands become requests. */
export interface FleetStore {
  readonly view: () => FleetView;
  readonly subscribe: (listener: () => void) => () => void;
  readonly dispatch: (action: FleetAction) => void;
  /** Does what a key asked for, as far as that is not the terminal's affair. */
  readonly perform: (command: FleetCommand) => void;
  /** What is kept while a dashboard is open. */
  readonly state: () => FleetState;
  readonly close: () => void;
}

export interface FleetStoreOptions {
  readonly fleet: Fleet;
  readonly settings: FleetSettings;
  readonly columns: number;
  readonly rows: number;
  /** Epoch seconds. */
  readonly now: () => number;
  /** By how many rows the open layer can be scrolled. */
  readonly layerReach: (view: FleetView) => number;
  /** The state in which the list was left; null for a new one. */
  readonly before: FleetState | null;
}

export function createFleetStore(options: FleetStoreOptions): FleetStore {
  const { fleet, settings, columns, rows, now, layerReach, before } = options;
  const store = createStore(reduceFleet, before ?? createFleetState(columns, rows));
  const { dispatch } = store;
  let isClosed = false;
  let seen: FleetView = { state: store.state(), settings };
  const view = (): FleetView => {
    if (seen.state !== store.state()) seen = { state: store.state(), settings };
    return seen;
  };
  const publish = () => dispatch({ type: 'told', members: fleet.members(), hosts: fleet.hosts(), now: now() });
  const calm = atMost(publish, publishEvery);
  const unsubscribe = fleet.subscribe(calm.call);
  const clock = setInterval(publish, lookEvery);
  dispatch({ type: 'resize', columns, rows });
  publish();

  const request = async (asks: readonly AskOf[]): Promise<void> => {
    for (const { member, request: asked } of asks) dispatch({ type: 'asked', keys: [member.key], ask: asked.ask });
    const problems: string[] = [];
    await Promise.all(
      asks.map(async ({ member: { key, name }, request: { ask }, request: asked }) => {
        const reply = await fleet.request(key, asked);
        if (isClosed) return;
        if (reply.state !== 'done') problems.push(`${name}: ${reply.problem}`);
        dispatch({ type: 'answered', key, ask, isKnown: reply.state !== 'unknown', said: problems.at(-1) ?? null });
        if (reply.state === 'unknown') void settle(key, name, ask, reply.later);
      }),
    );
    if (!isClosed) dispatch({ type: 'notice', text: saidOf(asks, problems) });
  };
  const settle = async (key: string, name: string, ask: MemberRequest['ask'], later: Promise<Reply>): Promise<void> => {
    const reply = await later;
    if (isClosed) return;
    const said = reply.state === 'done' ? `${name}: ${doneWords[ask]}.` : `${name}: ${reply.problem}`;
    dispatch({ type: 'answered', key, ask, isKnown: true, said });
  };

  return {
    view,
    subscribe: store.subscribe,
    dispatch,
    state: store.state,
    perform(command) {
      switch (command.type) {
        case 'request':
          void request(command.asks);
          return;
        case 'scrollLayer':
          dispatch({ type: 'scroll', by: steps(pageOf(store.state()))[command.key] ?? 0, max: layerReach(view()) });
          return;
        case 'show':
        case 'close':
        case 'repaint':
        case 'suspend':
          return;
        default:
          dispatch(command);
      }
    },
    close() {
      isClosed = true;
      unsubscribe();
      calm.stop();
      clearInterval(clock);
    },
  };
}

/** What became of what was asked, the problems first. */
function saidOf(asks: readonly AskOf[], problems: readonly string[]): string {
  const done = asks.length - problems.length;
  const [first] = asks;
  if (first === undefined || done === 0) return problems.join(' ');
  const { request, member } = first;
  const who =
    asks.length === 1 ? member.name : `${done === asks.length ? '' : `${done} of `}${counted(asks.length, 'training')}`;
  const isPlanned = request.ask === 'stop' && request.plan.when === 'checkpoint';
  const what = isPlanned ? 'to be stopped after the next save' : doneWords[request.ask];
  return [...problems, `${who}: ${what}.`].join(' ');
}

const doneWords: Readonly<Record<MemberRequest['ask'], string>> = {
  stop: 'the stop is under way',
  cancel: 'the planned stop was called off',
  pause: 'paused',
  resume: 'goes on',
  remove: 'its log and record were removed',
  describe: 'written down',
};

/** Milliseconds: a list of which everything changes is drawn once a second. */
const publishEvery = 1000;
/** Ages go on although nothing happens. */
const lookEvery = 30_000;

/** Calls a function at once, and then at most once in so many milliseconds. */
function atMost(act: () => void, every: number): { readonly call: () => void; readonly stop: () => void } {
  let last = -Infinity;
  let pending: NodeJS.Timeout | null = null;
  return {
    call() {
      if (pending !== null) return;
      const wait = Math.max(0, last + every - performance.now());
      pending = setTimeout(() => {
        pending = null;
        last = performance.now();
        act();
      }, wait);
    },
    stop() {
      if (pending !== null) clearTimeout(pending);
    },
  };
}

function pageOf({ rows }: FleetState): number {
  return Math.max(1, rows - framedRows);
}

/** Rows of the screen round a dialog. */
const framedRows = 8;
