import { capitalised } from '../../../advisor/rules/phrases.ts';
import type { ArmedStop, HeldSignal, TrainingExit } from '../../../stopping/control.ts';
import type { ScreenFacts } from '../../state/facts/facts.ts';
import type { ScreenState } from '../../state/state.ts';
import { countdown } from '../../../words/duration.ts';

/**
 * The one line that says where a stop stands: what is new takes the place of what was said before. Null where nothing
 * was done yet.
 */
export function stopState(facts: ScreenFacts, { sending, said }: ScreenState): string | null {
  const { exit, held, armed, ladder, nextStepIn } = facts;
  if (exit !== null)
    return `The training has ended: ${exitText(exit)}.${exit.left.length === 0 ? ' Nothing of it is left.' : ''}`;
  if (held !== null) return heldText(held, facts.heldEndsIn);
  if (sending !== null) return `Asking for ${sending} ...`;
  if (said !== null && said.failed) return said.text;
  const last = ladder?.sent.at(-1);
  if (last !== undefined) {
    const next =
      nextStepIn === null || nextStepIn <= 0 ? '' : ` The next step is possible in ${countdown(nextStepIn)}.`;
    return `${sentence(ladder?.note ?? `${last.signal} was sent`)}${next}`;
  }
  return armed === null ? (said?.text ?? null) : armedText(armed, facts.armedEndsIn);
}

/** A planned stop in one line, its countdown in seconds. */
export function armedText(armed: ArmedStop, endsIn: number | null): string {
  const isAuto = armed.plan.when === 'advice';
  // The note of a waiting auto-stop begins with that word itself.
  if (armed.note.startsWith('auto-stop ') && endsIn === null) return sentence(armed.note);
  const what = isAuto ? 'Auto-stop' : 'Planned stop';
  const latest = armed.stage === 'countdown' ? '' : ' at the latest';
  const countdownText = endsIn === null ? '' : ` in ${countdown(endsIn)}${latest}`;
  const reason = armed.reason === null ? '' : ` (${armed.reason})`;
  const note = armed.note.replace(/^auto-stop counts down: it /, '');
  return `${what}${countdownText}: ${note}${reason}`;
}

/** What a signal waits for, and how long. */
function heldText(held: HeldSignal, endsIn: number | null): string {
  if (held.files.length === 0) return `Looking whether it is saving, before ${held.signal} ...`;
  const limit = endsIn === null || endsIn <= 0 ? '' : ` for ${countdown(endsIn)} at most`;
  return `It is saving ${held.files.join(' and ')} now: ${held.signal} waits until that is whole${limit}.`;
}

function exitText({ code, signal }: TrainingExit): string {
  if (signal !== null) return `killed by ${signal}`;
  return code === null ? 'exit status unknown' : `exit status ${code}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? capitalised(text) : `${capitalised(text)}.`;
}
