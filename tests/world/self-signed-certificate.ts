/**
 * A certificate for the test world's TLS server on loopback, made anew at each start: nothing secret is
 * kept in the repository, and nothing outside the process ever trusts it. Only the few DER structures that
 * a version 3 certificate needs (RFC 5280 §4.1) are written here.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
}

const OID_ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const OID_COMMON_NAME = [0x55, 0x04, 0x03];
const OID_SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const OID_BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];

/** Makes a P-256 certificate that is good for `hosts` from yesterday until tomorrow (relative to `now`). */
export function makeCertificate(hosts: readonly string[], now: Temporal.Instant): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(OID_ECDSA_WITH_SHA256));
  const name = sequence(der(0x31, sequence(oid(OID_COMMON_NAME), utf8('Test world on loopback'))));
  const alternativeNames = hosts.map((host) => der(0x82, Buffer.from(host, 'ascii')));
  const extensions = sequence(
    sequence(oid(OID_SUBJECT_ALT_NAME), octets(sequence(...alternativeNames))),
    sequence(
      oid(OID_BASIC_CONSTRAINTS),
      der(0x01, Buffer.of(0xff)),
      octets(sequence(der(0x01, Buffer.of(0xff)))),
    ),
  );
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(0x01), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(now.subtract({ hours: 24 })), utcTime(now.add({ hours: 24 }))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Buffer.of(0), signature])));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: toPem(certificate),
  };
}

function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.of(content.length);
  if (content.length < 0x100) return Buffer.of(0x81, content.length);
  return Buffer.of(0x82, content.length >> 8, content.length & 0xff);
}

const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents);
const integer = (content: Buffer): Buffer => der(0x02, content);
const octets = (content: Buffer): Buffer => der(0x04, content);
const oid = (encoded: readonly number[]): Buffer => der(0x06, Buffer.from(encoded));
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text, 'utf8'));

function utcTime(instant: Temporal.Instant): Buffer {
  const digits = instant.round('second').toString().replaceAll(/[-T:]/g, '');
  return der(0x17, Buffer.from(digits.slice(2), 'ascii'));
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
