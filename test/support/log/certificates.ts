import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder } from './mlflowDatabase.ts';

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** The certificate alone. */
  readonly path: string;
  /** The certificate and its key, as MLFLOW_TRACKING_CLIENT_CERT_PATH wants them. */
  readonly both: string;
}

/** A certificate that is its own authority, made by openssl, for `IP:127.0.0.1` or another name. */
export function certificate(name = 'IP:127.0.0.1'): Certificate {
  const folder = freshFolder('certificate');
  const at = (file: string) => join(folder, file);
  const [path, keyPath, both] = [at('cert.pem'), at('key.pem'), at('both.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', '/CN=plateau', '-addext', `subjectAltName=${name}`];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', keyPath, '-out', path], { stdio: 'pipe' });
  const [cert, key] = [readFileSync(path), readFileSync(keyPath)];
  writeFileSync(both, Buffer.concat([key, cert]));
  return { cert, key, path, both };
}
