import { basename } from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';
import { singleLine } from '../words/harmless.ts';
import { decoded, mailOf } from './mailAddress.ts';
import type { Notice } from './notice.ts';
import type { Noticed, Problem } from './sender.ts';

/** Seconds that a mail server gets for each step. */
const mailTimeout = 20;

/**
 * Sends a notice by mail, with the report of an ended training attached. STARTTLS is demanded of a server that is not
 * this machine: the password and the text would be readable otherwise. Returns what went wrong; null for nothing.
 */
export async function sendMail(url: URL, notice: Notice, { title }: Noticed): Promise<Problem | null> {
  const { to, from } = mailOf(url);
  const transport = transportTo(url);
  try {
    await transport.sendMail({
      from,
      to: [...to],
      subject: `${singleLine(title)}: ${notice.text}`.slice(0, maxSubject),
      text: `${notice.text}\n`,
      priority: notice.urgency,
      attachments: notice.report === undefined ? [] : [{ filename: basename(notice.report), path: notice.report }],
    });
    return null;
  } catch (error) {
    return problemOf(error);
  } finally {
    transport.close();
  }
}

/** RFC 5322 asks for lines of at most 998 characters; mail programs show fewer. */
const maxSubject = 200;

function transportTo(url: URL): Transporter {
  if (url.protocol === 'mailto:') return createTransport({ sendmail: true, newline: 'unix' });
  const timeout = mailTimeout * 1000;
  const secure = url.protocol === 'smtps:';
  return createTransport({
    host: url.hostname,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !isLoopback(url.hostname),
    ...(url.username === '' ? {} : { auth: { user: decoded(url.username), pass: decoded(url.password) } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

/** Of an error only the code and the status are told: the words of a server may repeat what was sent. */
function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  if (code === 'ENOENT') return { text: 'there is no program sendmail', isFinal: true };
  const status = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  // Permanent failures are those from 500 on (RFC 5321, 4.2.1).
  return { text: status === 0 ? `it cannot be reached (${code})` : `it answered ${status}`, isFinal: status >= 500 };
}
