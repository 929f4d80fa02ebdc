import { singleLine } from '../words/harmless.ts';
import { runKey } from '../runs/runKey.ts';
import type { Away, Member, MemberFacts, MemberWay } from './member.ts';

/** Where facts come from. `clockAhead`: seconds by which the clock there is ahead of this machine's. */
export interface FactsOrigin {
  readonly host: string;
  readonly way: MemberWay;
  readonly away: Away | null;
  readonly clockAhead: number;
}

/** Makes a member of what somebody tells of it: every text is harmless, every instant on the clock of this machine. */
export function placed(facts: MemberFacts, { host, way, away, clockAhead }: FactsOrigin): Member {
  const harmless = harmlessTexts(facts);
  const { startedAt, endedAt } = harmless;
  return {
    ...harmless,
    startedAt: startedAt - clockAhead,
    endedAt: endedAt === null ? null : endedAt - clockAhead,
    key: runKey(harmless),
    host: singleLine(host),
    way,
    away,
  };
}

/** The same value with every text in it on one line and harmless to a terminal. */
function harmlessTexts<Value>(value: Value): Value;
function harmlessTexts(value: unknown): unknown {
  if (typeof value === 'string') return singleLine(value);
  if (Array.isArray(value)) return value.map((each: unknown) => harmlessTexts(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, harmlessTexts(each)]));
}
