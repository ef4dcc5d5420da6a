/** What went wrong outside. Neither text holds URLs, tokens or what was sent: both end up in logs. */
import { AppError } from '../core/errors.ts'

/** The party did not answer, or could not. `isOutcomeUnknown`: it may have done what was asked all the same. */
export class OutsideUnavailable extends AppError {
  readonly isOutcomeUnknown: boolean
  constructor(party: string, detail: string, options: { isOutcomeUnknown?: boolean; cause?: unknown } = {}) {
    super('OUTSIDE_UNAVAILABLE', `${party}暂时没有响应，请稍后再试`, { detail, cause: options.cause })
    this.isOutcomeUnknown = options.isOutcomeUnknown ?? false
  }
}

/** The party answered and said no: repeating the same words brings the same answer. `vendorCode` is the party's own word. */
export class OutsideRefusal extends AppError {
  readonly vendorCode: string
  constructor(party: string, vendorCode: string, detail: string) {
    super('OUTSIDE_UNAVAILABLE', `${party}没有接受这次请求，请稍后再试或联系客服`, { detail })
    this.vendorCode = vendorCode
  }
}
