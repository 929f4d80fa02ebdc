import { execa } from 'execa';
import type { Send } from './sender.ts';
import { singleLine } from '../words/harmless.ts';

/** Maximum run time of a notify command, in seconds. */
const maxSeconds = 30;

/**
 * Runs a program for each notice, with the text as its last argument and PLATEAU_KIND, _TITLE, _RUN, _TEXT, _VERDICT,
 * _ACTION and _URGENCY in its environment. No shell is involved.
 */
export function commandSender([program, ...args]: readonly [string, ...string[]], cwd: string): Send {
  return async (notice, { id, title }, signal) => {
    const name = singleLine(title);
    const result = await execa(program, [...args, `${name}: ${notice.text}`], {
      cwd,
      stdio: 'ignore',
      reject: false,
      timeout: maxSeconds * 1000,
      cancelSignal: signal,
      env: {
        PLATEAU_KIND: notice.kind,
        PLATEAU_TITLE: name,
        PLATEAU_RUN: id ?? '',
        PLATEAU_TEXT: notice.text,
        PLATEAU_VERDICT: notice.verdict,
        PLATEAU_ACTION: notice.action,
        PLATEAU_URGENCY: notice.urgency,
      },
    });
    if (!result.failed) return;
    if (result.timedOut) throw new Error(`The notify command ${program} took longer than ${maxSeconds} s.`);
    const how =
      result.exitCode === undefined ? (result.signal ?? reasonOf(result.code)) : `exit status ${result.exitCode}`;
    throw new Error(`The notify command ${program} failed (${how}).`);
  };
}

function reasonOf(code: string | undefined): string {
  return code === 'ENOENT' ? 'there is no such program' : (code ?? 'it could not be started');
}
