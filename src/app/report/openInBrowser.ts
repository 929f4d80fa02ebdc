import { spawn } from 'node:child_process';
import process from 'node:process';

/** Opens a file with the browser of the desktop, and does not wait for it. `onProblem` gets a sentence if it fails. */
export function openInBrowser(path: string, onProblem: (sentence: string) => void): void {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const browser = spawn(program, [path], { detached: true, stdio: 'ignore' });
  browser.once('error', () =>
    onProblem(`${program} cannot be started, so that nothing was opened: open ${path} yourself.`),
  );
  browser.unref();
}
