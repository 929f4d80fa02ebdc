import type { ProcessSignal } from '../../processes/host.ts';
import { maxRequests } from '../defaults.ts';
import { type StopResult, unchanged } from './effects.ts';
import type { AnsweredRequest, StopState } from './state.ts';

/** A request, and who makes it, as the asking program says. */
export interface Request {
  readonly request: string;
  readonly by: string;
}

/** Answers a request that came before as it was answered then; null for one that is new. */
export function repeated(state: StopState, request: string): StopResult | null {
  // It is answered once it is sent.
  if (state.held?.request === request) return unchanged(state);
  const before = state.requests.find((each) => each.request === request);
  return before === undefined ? null : { state, effects: [{ type: 'answer', ...before }] };
}

/** Answers a request: it is done, or why not. */
export function answerNow(state: StopState, { request }: Pick<Request, 'request'>, problem: string | null): StopResult {
  const answer: AnsweredRequest = { request, problem };
  return { state: withAnswer(state, answer), effects: [{ type: 'answer', ...answer }] };
}

/**
 * Notes that a signal is being sent. Who asked for it is answered when that is over. It is not sent anew for one who
 * asks again because this process was killed meanwhile: what came of it is not known then, which is the answer.
 */
export function beginSending(state: StopState, signal: ProcessSignal, { request, by }: Request): StopState {
  const problem = `Whether ${signal} was sent is not known, since the keeper was killed at that moment: look at the training, and ask again.`;
  return { ...withAnswer(state, { request, problem }), inFlight: { signal, by, request } };
}

/** Answers who asked for the signal that is being sent, if somebody did. */
export function answerSent(state: StopState, problem: string | null): StopResult {
  const request = state.inFlight?.request ?? null;
  const landed = { ...state, inFlight: null };
  return request === null ? unchanged(landed) : answerNow(landed, { request }, problem);
}

function withAnswer(state: StopState, answer: AnsweredRequest): StopState {
  const others = state.requests.filter(({ request }) => request !== answer.request);
  return { ...state, requests: [...others, answer].slice(-maxRequests) };
}
