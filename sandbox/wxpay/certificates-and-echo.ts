/** GET /v3/certificates, and the go-live check POST /v3/security/echo. */
import { shanghaiIso } from '../core/clock.ts'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import { decryptField, encryptField, sealResource } from '../wire/wxpay-crypto.ts'
import { readBody, requireNotifyUrl, type PayContext } from './context.ts'
import { parameterError } from './errors.ts'
import { ECHO_FIELDS } from './fields.ts'
import { notify } from './notify.ts'

export function listCertificates({ world, keys }: PayContext, request: SimRequest): SimReply {
  const algorithm = request.query.get('algorithm_type') ?? 'RSA'
  if (!['RSA', 'ALL'].includes(algorithm)) throw parameterError('algorithm_type仅支持RSA', '/algorithm_type')
  const { algorithm: cipher, ...sealed } = sealResource(
    world.keys.wxpay.apiV3Key,
    world.keys.wxpay.certificate,
    'certificate',
  )
  return jsonReply(200, {
    data: [
      {
        serial_no: world.keys.wxpay.certificateSerial,
        effective_time: shanghaiIso(Date.parse(keys.certificate.validFrom)),
        expire_time: shanghaiIso(Date.parse(keys.certificate.validTo)),
        encrypt_certificate: { algorithm: cipher, ...sealed },
      },
    ],
  })
}

type EchoBody = { notify_url?: string; echo_message: string; encrypted_echo_message?: string }

/** One call proves signing, verification, field encryption, callback verification and AEAD. */
export function echo({ world, keys }: PayContext, request: SimRequest): SimReply {
  const body = readBody<EchoBody>(request, ECHO_FIELDS)
  requireNotifyUrl(body.notify_url)
  const serial = request.headers['wechatpay-serial']
  if (!serial) throw parameterError('Http头缺少Wechatpay-Serial')
  const isCertificate = serial.toUpperCase() === world.keys.wxpay.certificateSerial
  let encrypted: string | undefined
  if (body.encrypted_echo_message !== undefined) {
    try {
      const key = isCertificate ? keys.certificatePrivate : keys.platformPrivate
      encrypted = encryptField(keys.merchantPublic, decryptField(key, body.encrypted_echo_message))
    } catch {
      throw parameterError('encrypted_echo_message解密失败', '/encrypted_echo_message')
    }
  }
  if (body.notify_url) {
    notify(world, {
      event: 'SECURITY_ECHO.SUCCESS',
      summary: '回显成功',
      originalType: 'security',
      subject: body.echo_message,
      url: body.notify_url,
      resource: { echo_message: body.echo_message, ...(encrypted ? { encrypt_echo_message: encrypted } : {}) },
    })
  }
  return jsonReply(200, {
    echo_message: body.echo_message,
    ...(encrypted ? { encrypted_echo_message: encrypted } : {}),
  })
}
