import process from 'node:process';
import { askTmux } from '../processes/programs/askTmux.ts';
import { usableFeatures } from '../ui/terminal/capabilities/capabilities.ts';
import { isInTmux } from '../words/terminal/osc.ts';
import type { ViewOptions } from './options.ts';
import { sendSequence } from './print.ts';

/**
 * Copies a text to the clipboard of the terminal (OSC 52), or to a buffer of tmux, which hands it on to its own
 * terminal (`set-buffer -w`, tmux(1)). Returns a sentence that says what came of it, with the text.
 */
export async function copyText(text: string, { without }: Pick<ViewOptions, 'without'>): Promise<string> {
  if (!usableFeatures(process.env, without).has('clipboard')) {
    return `This terminal is not known to copy: ${text}`;
  }
  if (isInTmux(process.env)) {
    const isCopied = (await askTmux(['set-buffer', '-w', '--', text])) !== null;
    return isCopied ? `Copied, to a buffer of tmux too: ${text}` : `tmux did not copy: ${text}`;
  }
  sendSequence(`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`);
  return `Copied: ${text}`;
}
