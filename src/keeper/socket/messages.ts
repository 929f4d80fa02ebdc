import * as v from 'valibot';
import { type Description, descriptionSchema } from '../../runs/description.ts';
import type { ControlRequest, KeeperMessage } from '../../stopping/controlMessages.ts';
import { controlVersion } from '../../stopping/controlMessages.ts';
import {
  armedStageSchema,
  heldSignalSchema,
  ladderStepSchema,
  pauseSchema,
  secondsSchema,
  stopPlanSchema,
  stopSignalSchema,
} from '../../stopping/schemas.ts';
import { maxMessageLength } from '../defaults.ts';
import type { Turn } from '../queue/waitStep.ts';

/**
 * What a keeper is asked for: what concerns the stop of its training, to write into its record what a person says of
 * the run, and to let a run that waits for its turn wait for another one.
 */
export type KeeperRequest =
  | ControlRequest
  | {
      readonly request: string;
      readonly ask: 'describe';
      readonly by: string;
      readonly changes: Description;
    }
  | { readonly request: string; readonly ask: 'move'; readonly by: string; readonly after: Turn };

/** A message as it goes over the socket: see `stopping/controlMessages.ts`. */
export function messageLine(message: KeeperRequest | KeeperMessage): string {
  return `${JSON.stringify({ version: controlVersion, ...message })}\n`;
}

/**
 * Returns a function that takes chunks of text and calls back with every whole line parsed as JSON; lines that are none
 * are passed over. What grows longer than `maxLength` without an end is dropped.
 */
export function messageReader(
  onMessage: (message: unknown) => void,
  maxLength = maxMessageLength,
): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    rest = rest.length > maxLength ? '' : rest;
    for (const line of lines) forward(line, onMessage);
  };
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

/**
 * A request as it came over the socket; `unsupported` with its identity where this keeper does not know it; else null.
 */
export function requestOf(message: unknown): KeeperRequest | { readonly unsupported: string } | null {
  const known = v.safeParse(requestSchema, message);
  if (known.success) return known.output;
  const any = v.safeParse(v.object({ request: v.string() }), message);
  return any.success ? { unsupported: any.output.request } : null;
}

const request = v.string();
const by = v.string();

const requestSchema: v.GenericSchema<unknown, KeeperRequest> = v.variant('ask', [
  v.object({ request, ask: v.literal('target'), escaped: v.exactOptional(v.boolean()) }),
  v.object({
    request,
    by,
    ask: v.literal('signal'),
    signal: stopSignalSchema,
    wait: secondsSchema,
    evenIfSaving: v.exactOptional(v.boolean()),
  }),
  v.object({ request, by, ask: v.literal('arm'), plan: stopPlanSchema }),
  v.object({ request, by, ask: v.picklist(['cancel', 'pause', 'resume']) }),
  v.object({ request, by, ask: v.literal('describe'), changes: descriptionSchema }),
  v.object({ request, by, ask: v.literal('move'), after: v.object({ run: v.string(), onlyOk: v.boolean() }) }),
]);

/** What a keeper says, as it came over the socket; null for what only a later version may say. */
export function keeperMessageOf(message: unknown): KeeperMessage | null {
  const parsed = v.safeParse(keeperMessageSchema, message);
  return parsed.success ? parsed.output : null;
}

/** Whether a keeper means to tell its state, be it in the words of another version. */
export function isState(message: unknown): boolean {
  return v.is(v.object({ say: v.literal('state') }), message);
}

const textOrNull = v.nullable(v.string());
const numberOrNull = v.nullable(v.number());

const exitSchema = v.object({
  code: numberOrNull,
  signal: textOrNull,
  time: v.number(),
  left: v.array(v.object({ pid: v.number(), command: v.string() })),
});

const armedSchema = v.object({
  plan: stopPlanSchema,
  by,
  since: v.number(),
  stage: armedStageSchema,
  endsAt: numberOrNull,
  reason: textOrNull,
  note: v.string(),
});

const treeSchema = v.object({
  pid: v.number(),
  depth: v.number(),
  command: v.string(),
  inGroup: v.boolean(),
  ignoresInterrupt: v.boolean(),
});

const targetSchema = v.object({
  name: v.exactOptional(v.string()),
  pid: v.number(),
  processGroup: v.number(),
  user: v.string(),
  command: v.string(),
  ignoresInterrupt: v.boolean(),
  processes: v.number(),
  tree: v.exactOptional(v.array(treeSchema)),
});

const ladderSchema = v.object({
  steps: v.array(ladderStepSchema),
  ignoresInterrupt: v.boolean(),
  alive: v.boolean(),
});

const keeperMessageSchema: v.GenericSchema<unknown, KeeperMessage> = v.variant('say', [
  v.object({ say: v.literal('hello'), version: v.number(), commands: v.array(v.string()) }),
  v.object({
    say: v.literal('state'),
    now: v.number(),
    ladder: ladderSchema,
    note: textOrNull,
    exit: v.nullable(exitSchema),
    armed: v.nullable(armedSchema),
    held: v.exactOptional(v.nullable(heldSignalSchema)),
    paused: v.boolean(),
    pauses: v.array(pauseSchema),
  }),
  v.object({ say: v.literal('answer'), request, problem: textOrNull, target: v.nullable(targetSchema) }),
  v.object({ say: v.literal('unsupported'), request }),
]);
