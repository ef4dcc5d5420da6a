import Taro from '@tarojs/taro'
import { ApiError } from '@banyi/contract/client'
import type { Problem } from '@banyi/contract/common'
import type { Verification } from '@banyi/contract/contracts'
import { routes } from '@banyi/contract/routes.gen'
import { apiUrl } from '../platform/config'
import { NoAnswer } from './problem'

/** The bytes of a contract as they are; needs no sign-in and is kept nowhere. The typed client sends only JSON. */
export async function verifyPdf(bytes: ArrayBuffer): Promise<Verification> {
  const [method, path] = routes.contracts.verifyPdf
  const header = { 'content-type': 'application/pdf' }
  const { status, body } = await (
    process.env.TARO_ENV === 'weapp'
      ? Taro.request<unknown>({ url: apiUrl + path, method, header, data: bytes }).then((reply) => ({
          status: reply.statusCode,
          body: reply.data,
        }))
      : fetch(apiUrl + path, { method, headers: header, body: bytes }).then(async (reply) => ({
          status: reply.status,
          body: (await reply.json().catch(() => null)) as unknown,
        }))
  ).catch((cause: unknown) => {
    throw new NoAnswer(cause)
  })
  if (status === 200) return body as Verification
  throw new ApiError({ status, code: 'UNEXPECTED', message: '', ...(body as Partial<Problem>) } as Problem)
}
