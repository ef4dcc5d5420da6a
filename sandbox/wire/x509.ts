/**
 * A minimal self-signed X.509 certificate. node:crypto reads certificates but cannot make them, and certificate
 * mode of WeChat Pay needs one. Only what a signature check looks at is written: no extensions.
 */
import { sign, type KeyObject } from 'node:crypto'

const SHA256_WITH_RSA = Buffer.from('06092a864886f70d01010b', 'hex')
const NULL = Buffer.from('0500', 'hex')
const OID_COMMON_NAME = Buffer.from('0603550403', 'hex')
const OID_ORGANISATION = Buffer.from('060355040a', 'hex')

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content])
  const bytes: number[] = []
  for (let rest = size; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff)
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content])
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts)
const set = (...parts: Buffer[]) => der(0x31, ...parts)
const utf8 = (text: string) => der(0x0c, Buffer.from(text))

function integer(hex: string): Buffer {
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  // A leading zero keeps a number with the top bit set positive.
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** UTCTime: two-digit years, valid until 2049. */
function utcTime(date: Date): Buffer {
  return der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
}

function name(organisation: string, commonName: string): Buffer {
  const attribute = (oid: Buffer, text: string) => set(sequence(oid, utf8(text)))
  return sequence(attribute(OID_ORGANISATION, organisation), attribute(OID_COMMON_NAME, commonName))
}

export function selfSignedCertificate(input: {
  privateKey: KeyObject
  publicKey: KeyObject
  serialHex: string
  organisation: string
  commonName: string
  notBefore: Date
  notAfter: Date
}): string {
  const algorithm = sequence(SHA256_WITH_RSA, NULL)
  const subject = name(input.organisation, input.commonName)
  const body = sequence(
    der(0xa0, integer('02')), // version 3
    integer(input.serialHex),
    algorithm,
    subject,
    sequence(utcTime(input.notBefore), utcTime(input.notAfter)),
    subject,
    input.publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = sign('RSA-SHA256', body, input.privateKey)
  // The leading zero says that no bit of the last byte is unused.
  const certificate = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
