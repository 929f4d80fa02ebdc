/**
 * A run that waits for its turn, as one step: what comes of something that happened. Pure: looking at the run before
 * it, at the clock and at the disk is the driver's part (`keepWaiting.ts`), which tells what it saw.
 */
export interface WaitState {
  /** `due`: it is being started. `over`: it does not start, or not again. Both are for good. */
  readonly stage: 'waiting' | 'due' | 'over';
  /** The run that has to end first; null for none. */
  readonly after: Turn | null;
  /** It does not start before this instant; null for none. */
  readonly notBefore: number | null;
  /** It does not start on a full disk. */
  readonly needsRoom: boolean;
}

/** Whose end a run waits for, and whether that has to be a good one. */
export interface Turn {
  readonly run: string;
  readonly onlyOk: boolean;
}

/** The run that another one waits for, as it is seen now. `words` end a sentence that begins with its id. */
export type Predecessor =
  /** It waits, starts or runs, or nobody can tell: then nothing follows it yet. */
  | { readonly is: 'going' }
  | { readonly is: 'ended'; readonly how: 'well' | 'badly' | 'unknown'; readonly words: string }
  /** It never had its turn; `after`: the run that it waited for. */
  | { readonly is: 'cancelled'; readonly after: string | null }
  /** It crashed, and another run was started in its place. */
  | { readonly is: 'replaced'; readonly by: string }
  /** Its directory was removed, as only that of a run that is over may be. */
  | { readonly is: 'removed' };

export type WaitEvent =
  /** `predecessor` is that of the state, null where it has none. `time`: on the clock of the run. */
  | {
      readonly type: 'looked';
      readonly time: number;
      readonly predecessor: Predecessor | null;
      readonly hasRoom: boolean;
    }
  | { readonly type: 'stopAsked'; readonly by: string }
  | { readonly type: 'moveAsked'; readonly after: Turn };

/** In this order. What is recorded first is what another keeper goes on from. */
export type WaitEffect =
  | { readonly type: 'record'; readonly after: Turn | null }
  | { readonly type: 'start' }
  | { readonly type: 'end'; readonly reason: string };

export interface WaitResult {
  readonly state: WaitState;
  readonly effects: readonly WaitEffect[];
}

export function waitStep(state: WaitState, event: WaitEvent): WaitResult {
  if (state.stage !== 'waiting') return { state, effects: [] };
  switch (event.type) {
    case 'looked':
      return state.after === null || event.predecessor === null
        ? startIfDue(state, event)
        : onPredecessor(state, state.after, event.predecessor);
    case 'stopAsked':
      return over(state, `It was cancelled by ${event.by} while it waited.`);
    case 'moveAsked':
      return waitFor(state, event.after);
    default:
      return event satisfies never;
  }
}

function startIfDue(state: WaitState, { time, hasRoom }: Extract<WaitEvent, { type: 'looked' }>): WaitResult {
  const isTime = state.notBefore === null || time >= state.notBefore;
  if (!isTime || (state.needsRoom && !hasRoom)) return { state, effects: [] };
  return { state: { ...state, stage: 'due' }, effects: [{ type: 'start' }] };
}

function onPredecessor(state: WaitState, { run, onlyOk }: Turn, predecessor: Predecessor): WaitResult {
  switch (predecessor.is) {
    case 'going':
      return { state, effects: [] };
    case 'ended':
      return !onlyOk || predecessor.how === 'well'
        ? { state: { ...state, stage: 'due' }, effects: [{ type: 'start' }] }
        : over(state, `It did not start, since ${run} ${predecessor.words}.`);
    case 'cancelled':
      if (onlyOk) return over(state, `It did not start, since ${run} never did.`);
      // It takes the place of the one that has gone: what that waited for may still run.
      return waitFor(state, predecessor.after === null ? null : { run: predecessor.after, onlyOk });
    case 'replaced':
      return waitFor(state, { run: predecessor.by, onlyOk });
    case 'removed':
      return onlyOk
        ? over(state, `It did not start, since ${run} was removed, so that nobody knows how it ended.`)
        : waitFor(state, null);
    default:
      return predecessor satisfies never;
  }
}

function waitFor(state: WaitState, after: Turn | null): WaitResult {
  return { state: { ...state, after }, effects: [{ type: 'record', after }] };
}

function over(state: WaitState, reason: string): WaitResult {
  return { state: { ...state, stage: 'over' }, effects: [{ type: 'end', reason }] };
}
