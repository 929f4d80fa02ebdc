import { propertiesOf, verdictWords } from '../advisor/verdictTable.ts';
import type { Notice, TrainingEnd, Watched } from './notice.ts';
import { singleLine } from '../words/harmless.ts';

/**
 * What to tell of a training that was as `before` and is as `after`: a stop that begins or gives up, a disk that fills
 * up, its end, or another verdict, whose place the end takes. Nothing for the first look (null): what was so before is
 * no news.
 */
export function noticesFor(before: Watched | null, after: Watched): Notice[] {
  if (before === null) return [];
  const notices = [stopNotice(before, after), diskNotice(before, after)];
  if (before.end === null && after.end !== null) notices.push(endNotice(after, after.end));
  else if (after.end === null) notices.push(verdictNotice(before, after));
  return notices.filter((each) => each !== null);
}

function verdictNotice({ verdict: before }: Watched, after: Watched): Notice | null {
  const { name, action } = after.verdict;
  if (name === before.name && action === before.action) return null;
  return notice(after, {
    kind: 'verdict',
    urgency: propertiesOf(name, action).severity,
    text: verdictText(after.verdict, false),
    // A training may stall again before it is evaluated again.
    key: `verdict-${name}-${action}.${name === 'stalled' ? `line-${after.lines}` : after.evaluations}`,
  });
}

function stopNotice(before: Watched, after: Watched): Notice | null {
  const sent = after.signals.length - before.signals.length;
  if (sent > 0) {
    const signal = after.signals.at(-1)!;
    const text = `${signal} was sent to stop it`;
    return notice(after, { kind: 'stop', urgency: 'normal', text, key: `signal-${signal}.${after.signals.length}` });
  }
  const stage = after.stop?.stage;
  if (after.stop === null || stage === before.stop?.stage || (stage !== 'countdown' && stage !== 'given-up'))
    return null;
  const text = `planned stop: ${after.stop.note}`;
  return notice(after, { kind: 'stop', urgency: 'high', text, key: `stop-${stage}.${after.evaluations}` });
}

/** Once when it gets tight, and once more when there is no reserve left. */
function diskNotice({ disk: before }: Watched, after: Watched): Notice | null {
  const { disk } = after;
  if (disk === null || (before !== null && before.hasReserve === disk.hasReserve)) return null;
  const key = `disk-${disk.hasReserve ? 'tight' : 'full'}.${after.day}`;
  return notice(after, { kind: 'disk', urgency: 'high', text: disk.text, key });
}

function endNotice(after: Watched, end: TrainingEnd): Notice {
  const { name, action } = after.verdict;
  const isBad = propertiesOf(name, action).severity === 'high' || (end.code ?? 0) !== 0;
  return notice(after, {
    kind: 'end',
    urgency: isBad ? 'high' : 'normal',
    text: `${endText(end)}: ${verdictText(after.verdict, true)}`,
    key: 'end',
  });
}

function verdictText({ name, action, words, headline }: Watched['verdict'], isOver: boolean): string {
  return `${words ?? verdictWords(name, action, isOver)}: ${headline}`;
}

function endText({ code, signal }: TrainingEnd): string {
  if (signal !== null) return `ended by ${signal}`;
  return code === null || code === 0 ? 'ended' : `ended with exit status ${code}`;
}

function notice({ verdict }: Watched, told: Omit<Notice, 'verdict' | 'action'>): Notice {
  return { ...told, text: singleLine(told.text), verdict: verdict.name, action: verdict.action };
}
