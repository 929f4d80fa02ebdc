import * as v from 'valibot';
import { descriptionSchema } from '../../runs/description.ts';
import { groupUpdateSchema } from '../../runs/group/groupUpdate.ts';
import { stopPlanSchema } from '../../stopping/schemas.ts';
import type { FleetRequest } from '../request.ts';

/**
 * What `plateau serve --stdio` says and understands: JSON objects, one a line, each with the `version` of the protocol.
 * It begins with `hello` and a `snapshot`, then tells changes. `seq` grows by one with each message. Instants are
 * epoch seconds on the clock of the machine that serves, which `now` tells.
 */
export const wireVersion = 1;

/** Seconds between two signs of life, where nothing else is said. */
export const aliveEvery = 60;

/** What a machine says. `facts` of a snapshot and a change are checked by `factsSchema`, one run at a time. */
export type WireMessage = { readonly version: number; readonly seq: number } & (
  | {
      readonly say: 'hello';
      readonly now: number;
      /** Of Plateau. */
      readonly release: string;
      readonly machine: { readonly id: string; readonly host: string };
      readonly requests: readonly string[];
    }
  /** Some of the runs at first; `left`: how many are still to come in further ones. */
  | { readonly say: 'snapshot'; readonly now: number; readonly members: readonly unknown[]; readonly left: number }
  /** A run that is new, with all its facts, or the facts of a known one that have changed. */
  | { readonly say: 'change'; readonly now: number; readonly run: string; readonly facts: object }
  | { readonly say: 'gone'; readonly run: string }
  | { readonly say: 'reply'; readonly request: string; readonly state: WireState; readonly problem: string | null }
  /** The sign of life. */
  | { readonly say: 'alive'; readonly now: number }
);

/** `unheard`: no such request has come. */
export type WireState = 'done' | 'refused' | 'unheard';

/**
 * What a machine is asked. `request` is an identity that no other request has: what comes twice is done once. What
 * comes after `until`, on the clock of that machine, is not done at all: whoever asked has given it up. `heard` asks
 * what became of a request whose answer did not come.
 */
export type WireRequest = { readonly request: string; readonly run: string } & (
  | { readonly ask: 'heard' }
  | ({ readonly until: number } & FleetRequest)
);

export const wireRequests = [
  'stop',
  'cancel',
  'pause',
  'resume',
  'remove',
  'describe',
  'update-group',
  'heard',
] as const;

/** Writes a message or a request. */
export function wireLine(message: object): string {
  return `${JSON.stringify({ version: wireVersion, ...message })}\n`;
}

/** A message as it came; null for what is none, or what only a later version says. */
export function wireMessageOf(message: unknown): WireMessage | null {
  const { success, output } = v.safeParse(messageSchema, message);
  return success ? output : null;
}

/** The number of a message that only a later version knows; NaN where it has none. */
export function unknownSeq(message: unknown): { readonly say: null; readonly seq: number } {
  const { success, output } = v.safeParse(v.object(header), message);
  return { say: null, seq: success ? output.seq : Number.NaN };
}

/** A request as it came; null for what is none. */
export function wireRequestOf(message: unknown): WireRequest | null {
  const { success, output } = v.safeParse(requestSchema, message);
  return success ? output : null;
}

const text = v.pipe(v.string(), v.maxLength(4096));
const header = { version: v.number(), seq: v.number() };
const now = v.pipe(v.number(), v.finite());

const messageSchema: v.GenericSchema<unknown, WireMessage> = v.variant('say', [
  v.object({
    ...header,
    say: v.literal('hello'),
    now,
    release: text,
    machine: v.object({ id: text, host: text }),
    requests: v.array(text),
  }),
  v.object({ ...header, say: v.literal('snapshot'), now, members: v.array(v.unknown()), left: v.number() }),
  v.object({ ...header, say: v.literal('change'), now, run: text, facts: v.looseObject({}) }),
  v.object({ ...header, say: v.literal('gone'), run: text }),
  v.object({
    ...header,
    say: v.literal('reply'),
    request: text,
    state: v.picklist(['done', 'refused', 'unheard']),
    problem: v.nullable(text),
  }),
  v.object({ ...header, say: v.literal('alive'), now }),
]);

const named = { request: text, run: text };
const asked = { ...named, until: now };

const requestSchema: v.GenericSchema<unknown, WireRequest> = v.variant('ask', [
  v.object({ ...named, ask: v.literal('heard') }),
  v.object({ ...asked, ask: v.literal('stop'), plan: stopPlanSchema }),
  v.object({ ...asked, ask: v.picklist(['cancel', 'pause', 'resume']) }),
  v.object({ ...asked, ask: v.literal('remove') }),
  v.object({ ...asked, ask: v.literal('describe'), changes: descriptionSchema }),
  v.object({ ...asked, ask: v.literal('update-group'), update: groupUpdateSchema }),
]);
