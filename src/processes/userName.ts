import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** What people call a user of this machine; `user 1000` where that cannot be told. */
export function userName(user: number): string {
  try {
    const line = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^([^:]*):[^:]*:${user}:`, 'm'));
    return line?.[1] ?? ownName(user);
  } catch {
    return ownName(user);
  }
}

/** Users of a directory service are not in /etc/passwd, but the system knows at least the own one. */
function ownName(user: number): string {
  try {
    const own = userInfo();
    return own.uid === user ? own.username : `user ${user}`;
  } catch {
    return `user ${user}`;
  }
}
