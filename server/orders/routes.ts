/** Every door of the module. */
import { contract } from '@banyi/contract'
import { route } from '../route.ts'
import { confirmByOperator } from './board/confirm-by-operator.ts'
import { assignCompanion } from './board/assign-companion.ts'
import { getBoardOrder } from './board/board-order.ts'
import { countBoard, listBoard } from './board/list-board.ts'
import { cancelByOperator, refundByOperator, renewCodeByOperator } from './board/operator-money.ts'
import { listMyIncome } from './companion/list-my-income.ts'
import { acceptTask } from './companion/accept-task.ts'
import { handOverTask, refuseTask } from './companion/give-back-task.ts'
import { getTask, listTasks } from './companion/list-tasks.ts'
import { reportPatientNoShow } from './companion/patient-no-show.ts'
import { recordMilestone } from './companion/record-milestone.ts'
import { sendLocation } from './companion/send-location.ts'
import { submitReport } from './companion/submit-report.ts'
import { decideDispute } from './disputes/decide-dispute.ts'
import { listDisputes } from './disputes/list-disputes.ts'
import { openDispute } from './disputes/open-dispute.ts'
import { withdrawDispute } from './disputes/withdraw-dispute.ts'
import { checkTip, tipOrder } from './family/tip-order.ts'
import { bookOrder } from './family/book-order.ts'
import { cancelOrder, previewCancel } from './family/cancel-order.ts'
import { chooseCompanion } from './family/choose-companion.ts'
import { reportCompanionNoShow } from './family/companion-no-show.ts'
import { confirmOrder } from './family/confirm-order.ts'
import { getReport } from './family/get-report.ts'
import { getMyOrder, listMyOrders } from './family/list-my-orders.ts'
import { checkPayment, payOrder } from './family/pay-order.ts'
import { previewReschedule, rescheduleOrder } from './family/reschedule-order.ts'
import { renewVisitCode } from './family/visit-code.ts'
import { createLink, listLinks, revokeLink } from './links/family-links.ts'
import { getLiveView, openLink } from './links/live-view.ts'
import { getQuote } from './prices/get-quote.ts'
import { addPriceVersion, getPriceList, listPriceVersions } from './prices/price-list.ts'

const api = contract.orders
const HOUR = 3600

export const routes = [
  route(api.getPriceList, { who: 'anyone', action: getPriceList }),
  route(api.getQuote, { who: 'account', action: getQuote }),
  route(api.bookOrder, { who: 'account', action: bookOrder }),
  route(api.listMyOrders, { who: 'account', action: listMyOrders }),
  route(api.getMyOrder, { who: 'account', action: getMyOrder }),
  route(api.payOrder, { who: 'account', action: payOrder }),
  route(api.checkPayment, { who: 'account', limit: { max: 60, seconds: HOUR, by: 'viewer' }, action: checkPayment }),
  route(api.previewCancel, { who: 'account', action: previewCancel }),
  route(api.cancelOrder, { who: 'account', action: cancelOrder }),
  route(api.previewReschedule, { who: 'account', action: previewReschedule }),
  route(api.rescheduleOrder, { who: 'account', action: rescheduleOrder }),
  route(api.chooseCompanion, { who: 'account', action: chooseCompanion }),
  route(api.confirmOrder, { who: 'account', action: confirmOrder }),
  route(api.renewVisitCode, { who: 'account', action: renewVisitCode }),
  route(api.reportCompanionNoShow, { who: 'account', action: reportCompanionNoShow }),
  route(api.openDispute, { who: 'account', limit: { max: 20, seconds: HOUR, by: 'viewer' }, action: openDispute }),
  route(api.withdrawDispute, { who: 'account', action: withdrawDispute }),
  route(api.tipOrder, { who: 'account', limit: { max: 30, seconds: HOUR, by: 'viewer' }, action: tipOrder }),
  route(api.checkTip, { who: 'account', limit: { max: 60, seconds: HOUR, by: 'viewer' }, action: checkTip }),
  route(api.getReport, { who: 'account', action: getReport }),
  route(api.listLinks, { who: 'account', action: listLinks }),
  route(api.createLink, { who: 'account', action: createLink }),
  route(api.revokeLink, { who: 'account', action: revokeLink }),
  // guessing 256 bits is hopeless; the limit keeps the tries out of the database
  route(api.openLink, { who: 'anyone', limit: { max: 60, seconds: HOUR, by: 'ip' }, action: openLink }),
  route(api.getLiveView, { who: 'link', action: getLiveView }),

  route(api.listTasks, { who: 'account', action: listTasks }),
  route(api.listMyIncome, { who: 'account', action: listMyIncome }),
  route(api.getTask, { who: 'account', action: getTask }),
  route(api.acceptTask, { who: 'account', action: acceptTask }),
  route(api.refuseTask, { who: 'account', action: refuseTask }),
  route(api.handOverTask, { who: 'account', action: handOverTask }),
  route(api.recordMilestone, { who: 'account', action: recordMilestone }),
  route(api.reportPatientNoShow, { who: 'account', action: reportPatientNoShow }),
  route(api.sendLocation, { who: 'account', limit: { max: 30, seconds: 60, by: 'viewer' }, action: sendLocation }),
  route(api.submitReport, { who: 'account', action: submitReport }),

  route(api.listBoard, { who: 'operator', action: listBoard }),
  route(api.countBoard, { who: 'operator', action: countBoard }),
  route(api.getBoardOrder, { who: 'operator', action: getBoardOrder }),
  route(api.assignCompanion, { who: ['dispatcher'], action: assignCompanion }),
  route(api.cancelByOperator, { who: ['dispatcher'], action: cancelByOperator }),
  route(api.refundByOperator, { who: ['finance'], action: refundByOperator }),
  route(api.renewCodeByOperator, { who: ['dispatcher'], action: renewCodeByOperator }),
  route(api.confirmByOperator, { who: ['dispatcher'], action: confirmByOperator }),
  route(api.listDisputes, { who: ['dispatcher', 'finance'], action: listDisputes }),
  route(api.decideDispute, { who: ['dispatcher'], action: decideDispute }),
  route(api.listPriceVersions, { who: 'operator', action: listPriceVersions }),
  route(api.addPriceVersion, { who: ['finance'], action: addPriceVersion }),
]
