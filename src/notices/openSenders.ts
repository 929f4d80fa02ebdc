import type { Send } from './sender.ts';
import { webhookSender, type Webhook } from './webhook.ts';

/** A program in its working directory, and addresses: who is told of a training. */
export interface NoticeRecipients {
  readonly command: readonly [string, ...string[]] | null;
  readonly cwd: string;
  readonly webhooks: readonly Webhook[];
}

/** The ways to all recipients. What runs other programs is loaded only where one is to be run. */
export async function openSenders({ command, cwd, webhooks }: NoticeRecipients): Promise<Send[]> {
  const senders = webhooks.map((webhook) => webhookSender(webhook));
  if (command === null) return senders;
  const { commandSender } = await import('./command.ts');
  return [commandSender(command, cwd), ...senders];
}
