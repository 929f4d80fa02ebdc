import type { StopTarget, TrainingControl } from '../keeper/control.ts';
import type { Session } from '../session/session.ts';
import type { Choices } from './choices.ts';
import { type Facts, type Fixed, frozenFacts, readFacts } from './facts.ts';
import type { Command, View } from './keys.ts';
import { scrollAction } from './scrolling.ts';
import { createScreenState, type Deed, reduceScreen, type ScreenAction } from './state.ts';

/** The one owner of what the screen shows: takes commands, reads the training, and says when there is something new to draw. */
export interface ScreenStore {
  readonly view: () => View;
  readonly subscribe: (listener: () => void) => () => void;
  readonly dispatch: (action: ScreenAction) => void;
  /** Does everything that a command asks for but what only the terminal's owner can (close, repaint, suspend, snapshot). */
  readonly perform: (command: Command) => void;
  readonly close: () => void;
}

export interface StoreOptions {
  readonly session: Session;
  readonly control: TrainingControl | null;
  readonly fixed: Fixed;
  readonly columns: number;
  readonly rows: number;
  readonly choices?: Partial<Choices>;
  /** Epoch seconds. */
  readonly now: () => number;
}

/**
 * New data is shown once a second: a person reads no faster, and every frame costs about the same however little of it has changed (10 % of a
 * core at 4 a second and 120 by 40). Keys and changes of the training's state are shown at once.
 */
const publishEvery = 1000;

/** How often the verdict and the silence are looked at while no line comes. */
const lookEvery = 5000;

export function createScreenStore({ session, control, fixed, columns, rows, choices, now }: StoreOptions): ScreenStore {
  const listeners = new Set<() => void>();
  let target: StopTarget | null = null;
  let state = createScreenState(columns, rows, choices);
  let view: View = { state, facts: readFacts(session, control, target, fixed, now()) };
  let shown = fingerprint(session.version(), view.facts);
  let closed = false;
  let pending: NodeJS.Timeout | null = null;
  let lastPublish = Number.NEGATIVE_INFINITY;

  const tell = (facts: Facts) => {
    view = { state, facts };
    for (const listener of listeners) listener();
  };
  const publish = () => {
    if (pending !== null) clearTimeout(pending);
    pending = null;
    if (closed || state.frozen) return;
    const facts = readFacts(session, control, target, fixed, now());
    const next = fingerprint(session.version(), facts);
    if (next === shown) return;
    shown = next;
    lastPublish = performance.now();
    tell(facts);
  };
  const publishSoon = () => {
    if (pending !== null || closed) return;
    pending = setTimeout(publish, Math.max(0, lastPublish + publishEvery - performance.now()));
  };
  const dispatch = (action: ScreenAction) => {
    const before = state;
    state = reduceScreen(state, action);
    if (closed || state === before) return;
    if (state.frozen && !before.frozen) return tell(frozenFacts(view.facts));
    tell(view.facts);
    if (before.frozen && !state.frozen) publish();
  };
  const readTarget = async () => {
    target = (await control?.target().catch(() => null)) ?? null;
    publish();
  };
  const carryOut = async (deed: Deed) => {
    // A second key press while the first signal is on its way would be a second signal, which can spoil what is being saved.
    if (control === null || fixed.readonly || state.sending !== null) return;
    dispatch({ type: 'sending', deed });
    try {
      dispatch({ type: 'sent', text: await carryOutWith(control, deed) });
    } catch (error) {
      dispatch({ type: 'sent', text: error instanceof Error ? error.message : String(error) });
    }
    await readTarget();
  };
  const stopListening = [
    session.subscribe(publishSoon),
    control?.subscribe(() => void readTarget()) ?? (() => undefined),
  ];
  const looking = setInterval(publish, lookEvery);
  const counting = setInterval(() => {
    if (state.layer === 'stop' || view.facts.armedEndsIn !== null) publish();
  }, 1000);
  void readTarget();

  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch,
    perform(command) {
      switch (command.type) {
        case 'openStop':
          dispatch({ type: 'open', layer: 'stop' });
          void readTarget();
          return;
        case 'carryOut':
          void carryOut(command.deed);
          return;
        case 'scroll':
          return dispatch(scrollAction(view, command.key));
        case 'close':
        case 'repaint':
        case 'suspend':
        case 'snapshot':
          return;
        default:
          return dispatch(command);
      }
    },
    close() {
      closed = true;
      if (pending !== null) clearTimeout(pending);
      clearInterval(looking);
      clearInterval(counting);
      for (const stop of stopListening) stop();
    },
  };
}

/** Does it and says so in one sentence. Throws what the keeper answers. */
async function carryOutWith(control: TrainingControl, deed: Deed): Promise<string> {
  switch (deed) {
    case 'checkpoint':
      await control.arm({ when: 'checkpoint' });
      return 'It will be stopped after its next save.';
    case 'advice':
      await control.arm({ when: 'advice' });
      return 'It will be stopped once the advice is to stop, after a countdown.';
    case 'call-off':
      await control.cancel();
      return 'The planned stop was called off.';
    case 'pause':
      await control.pause();
      return 'It is paused.';
    case 'resume':
      await control.resume();
      return 'It goes on.';
    case 'SIGINT':
    case 'SIGTERM':
    case 'SIGKILL':
      await control.signal(deed);
      return `${deed} was sent.`;
    default:
      return deed satisfies never;
  }
}

/** Equal for facts that draw the same screen: what keeps an idle screen from being drawn at all. */
function fingerprint(version: number, facts: Facts): string {
  const { run: _run, tail: _tail, trainer, ...rest } = facts;
  return JSON.stringify([version, trainer?.title, rest]);
}
