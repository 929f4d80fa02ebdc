import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wireRequests, wireVersion } from '../../src/fleet/wire/protocol.ts';

const page = readFileSync(new URL('../../docs/fleet.md', import.meta.url), 'utf8');

test('docs/fleet.md describes the protocol of this version, with every request', () => {
  const section = page.slice(page.indexOf(`## The protocol, version ${wireVersion}`));
  for (const request of wireRequests) expect(section).toContain(`\`${request}\``);
});
