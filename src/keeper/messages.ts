import type { ArmedStop, Pause, StopPlan, StopSignal, StopTarget, TrainingExit } from '../stopping/control.ts';
import { longestMessage } from './defaults.ts';
import { asStopPlan, isDuration, isStopSignal } from '../stopping/stopPlan.ts';
import type { Ladder } from '../stopping/ladder.ts';

/** What a screen or a command asks a keeper for: one JSON object a line. `by` is what the asker calls itself, for the audit log. */
export type ControlRequest =
  | { readonly request: number; readonly ask: 'target' }
  | {
      readonly request: number;
      readonly ask: 'signal';
      readonly signal: StopSignal;
      readonly wait: number;
      readonly by: string;
    }
  | { readonly request: number; readonly ask: 'arm'; readonly plan: StopPlan; readonly by: string }
  | { readonly request: number; readonly ask: 'cancel' | 'pause' | 'resume'; readonly by: string };

/** What a keeper says: the state to everyone at connecting and with every change, and one answer to each request. */
export type KeeperMessage = StateMessage | AnswerMessage;

export interface StateMessage {
  readonly say: 'state';
  /** The keeper's clock, in epoch seconds: a screen counts waits on it, whatever the clock of the machine does. */
  readonly now: number;
  readonly ladder: Ladder;
  readonly exit: TrainingExit | null;
  /** Instants on the keeper's clock. */
  readonly armed: ArmedStop | null;
  readonly paused: boolean;
  readonly pauses: readonly Pause[];
}

export interface AnswerMessage {
  readonly say: 'answer';
  readonly request: number;
  /** Why it was not done, as a sentence; null when it was. */
  readonly problem: string | null;
  readonly target: StopTarget | null;
}

/** A message as it goes over the socket. */
export function messageLine(message: ControlRequest | KeeperMessage): string {
  return `${JSON.stringify(message)}\n`;
}

/**
 * Returns a function that takes chunks of text and calls back with every whole line parsed as JSON; lines that are none are passed over.
 * What grows longer than `longestMessage` without an end is dropped.
 */
export function messageReader(onMessage: (message: unknown) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    rest = rest.length > longestMessage ? '' : rest;
    for (const line of lines) {
      forward(line, onMessage);
    }
  };
}

/** Checks what came over the socket; null when it is not a request this keeper knows. */
export function asRequest(message: unknown): ControlRequest | null {
  if (typeof message !== 'object' || message === null || !('request' in message) || !('ask' in message)) {
    return null;
  }

  const { request, ask } = message;
  if (typeof request !== 'number') {
    return null;
  }

  if (ask === 'target') {
    return { request, ask };
  }

  const by = 'by' in message ? message.by : null;
  if (typeof by !== 'string') {
    return null;
  }

  if (ask === 'cancel' || ask === 'pause' || ask === 'resume') {
    return { request, ask, by };
  }

  if (ask === 'arm' && 'plan' in message) {
    const plan = asStopPlan(message.plan);
    return plan === null ? null : { request, ask, plan, by };
  }

  if (ask !== 'signal' || !('signal' in message) || !('wait' in message)) {
    return null;
  }

  const { signal, wait } = message;
  return isStopSignal(signal) && isDuration(wait) ? { request, ask, signal, wait, by } : null;
}

/** Tells a keeper's message from what a later version may say. Clients trust their keeper with its insides: both are the same user's. */
export function isKeeperMessage(message: unknown): message is KeeperMessage {
  return (
    typeof message === 'object' &&
    message !== null &&
    'say' in message &&
    (message.say === 'state' || message.say === 'answer')
  );
}

/** The number of a request that this keeper does not know, so that the asker can be told; null when it has none. */
export function requestNumber(message: unknown): number | null {
  return typeof message === 'object' && message !== null && 'request' in message && typeof message.request === 'number'
    ? message.request
    : null;
}

function forward(line: string, onMessage: (message: unknown) => void): void {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return;
  }

  onMessage(message);
}
