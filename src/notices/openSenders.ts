import type { Send } from './sender.ts';
import { inWordsOf } from './template.ts';
import { type Webhook, webhookSender } from './webhook.ts';

/** Who is told of a training, and in which words. */
export interface NoticeRecipients {
  /** A program and its first words; null for none. */
  readonly command: readonly [string, ...string[]] | null;
  /** Where the command runs. */
  readonly cwd: string;
  readonly webhooks: readonly Webhook[];
  /** The text of each notice, as `--notice-text` takes it; null: what there is to tell. */
  readonly template: string | null;
  /** The report that is written at the end of a run; null for none. */
  readonly report: EndReport | null;
}

/** A run whose report is to be written into a directory, by the command line of Plateau. */
export interface EndReport {
  readonly run: string;
  readonly directory: string;
  readonly plateau: readonly string[];
}

/** The ways to all recipients. What runs other programs is loaded only where one is to be run. */
export async function openSenders({ command, cwd, webhooks, template, report }: NoticeRecipients): Promise<Send[]> {
  const senders: Send[] = [];
  if (command !== null) senders.push((await import('./command.ts')).commandSender(command, cwd));
  for (const webhook of webhooks) {
    senders.push(webhookSender(webhook));
  }
  const worded = template === null ? senders : senders.map((send) => inWordsOf(template, send));
  if (report === null) return worded;
  const { reportAtEnd } = await import('./endReport.ts');
  const { write, withReport } = reportAtEnd(report.run, report.directory, report.plateau);
  return [write, ...worded.map(withReport)];
}
