/**
 * Whether an address is one of mail: `mailto:me@example.org`, which goes through the user's own sendmail, or
 * `smtps://USER:PASSWORD@HOST?to=me@example.org`.
 */
export function isMail({ protocol }: URL): boolean {
  return /^(?:mailto|smtps?):$/.test(protocol);
}

/** Why nothing can be sent to such an address, as what is expected; null where it can. */
export function mailFault(url: URL): string | null {
  const { to } = mailOf(url);
  return to.length > 0 && to.every((each) => /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(each))
    ? null
    : 'a mail address such as mailto:me@example.org or smtps://USER:PASSWORD@HOST?to=me@example.org';
}

/** Whom a mail goes to, and who it is from. */
export function mailOf(url: URL): { readonly to: readonly string[]; readonly from: string } {
  const named = url.protocol === 'mailto:' ? decoded(url.pathname) : (url.searchParams.get('to') ?? '');
  const to = named.split(',').filter((each) => each !== '');
  return { to, from: url.searchParams.get('from') ?? to[0] ?? '' };
}

/** The text that an address encodes. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
