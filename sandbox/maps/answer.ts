/** The map service's envelope: HTTP 200, a status number, a Chinese message. */
import { randomUUID } from 'node:crypto'
import { jsonReply, type SimReply } from '../core/http.ts'

const MESSAGES: Record<number, string> = {
  110: '请求来源未被授权',
  111: '签名验证失败',
  112: 'IP未被授权',
  113: '此功能未被授权',
  120: '此key每秒请求量已达到上限',
  121: '此key每日调用量已达到上限',
  190: '无效的KEY',
  199: '此key未开启webservice功能',
  300: '缺少必填参数',
  306: '请求有护持信息请检查字符串',
  310: '请求参数信息有误',
  311: 'key格式错误',
  320: '参数数据类型错误',
  347: '查询无结果',
  373: '请求的起终点距离超限',
}

export class MapError extends Error {
  readonly status: number

  constructor(status: number, message = MESSAGES[status] ?? '未知错误') {
    super(message)
    this.status = status
  }
}

export function mapReply(fields: Record<string, unknown>): SimReply {
  return jsonReply(200, { status: 0, message: 'query ok', request_id: randomUUID().replaceAll('-', ''), ...fields })
}

export function mapErrorReply(status: number, message?: string, httpStatus = 200): SimReply {
  const error = new MapError(status, message)
  return jsonReply(httpStatus, { status, message: error.message, request_id: randomUUID().replaceAll('-', '') })
}
