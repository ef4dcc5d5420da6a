/** What WeChat does with a person: sign-in, payment, permissions, pictures, calls. The sandbox stands for her WeChat. */
import { later, succeed, type Options } from './answers.ts'
import { note, sim, wordOf } from './settings.ts'

async function ask(path: string, body: object): Promise<Record<string, unknown>> {
  if (!sim.settings.simUrl) throw new Error('no sandbox in this test')
  const reply = await fetch(`${sim.settings.simUrl}${path}`, { method: 'POST', body: JSON.stringify(body) })
  const answer = (await reply.json()) as Record<string, unknown>
  if (!reply.ok) throw new Error(wordOf(answer['errMsg'] ?? answer['error'] ?? reply.status))
  return answer
}

const me = () => ({ openid: sim.settings.openid })
/** for <button open-type="getPhoneNumber"> */
export const phoneCode = async (): Promise<string> => String((await ask('/__sim/phone-code', me()))['code'])

/** a red square of 8 x 8 pixels, as PNG */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC'

export const people = {
  login: later('login', async () => ask('/__sim/login', me())),
  checkSession: (options: Options) => succeed(options),
  requestPayment: later('requestPayment', async ({ timeStamp, nonceStr, package: pack, signType, paySign }) => {
    note('requestPayment', pack)
    if (sim.refusesPayment) throw new Error('cancel')
    return ask('/__sim/pay', { appId: sim.settings.appId, timeStamp, nonceStr, package: pack, signType, paySign })
  }),
  requestMerchantTransfer: later('requestMerchantTransfer', async ({ mchId, appId, package: pack }) => {
    note('requestMerchantTransfer', pack)
    if (sim.refusesPayment) throw new Error('cancel')
    return ask('/__sim/transfers/confirm', { mchId, appId, package: pack, openId: sim.settings.openid })
  }),
  requestSubscribeMessage: later('requestSubscribeMessage', async ({ tmplIds }) => {
    note('requestSubscribeMessage', tmplIds)
    return ask('/__sim/subscribe', { ...me(), templateIds: tmplIds })
  }),
  getLocation: later('getLocation', async () => {
    if (!sim.settings.place) throw new Error('auth deny')
    return { ...sim.settings.place, accuracy: 20, speed: 0, altitude: 0 }
  }),
  openLocation: (options: Options) => {
    note('openLocation', options['name'])
    return succeed(options)
  },
  makePhoneCall: (options: Options) => {
    note('makePhoneCall', options['phoneNumber'])
    return succeed(options)
  },
  chooseMedia: (options: Options) =>
    succeed(options, {
      type: 'image',
      tempFiles: [{ tempFilePath: 'wxfile://tmp/picture.png', size: 80, fileType: 'image' }],
    }),
  getFileSystemManager: () => ({ readFileSync: () => PICTURE }),
  openDocument: (options: Options) => {
    note('openDocument', options['fileType'])
    return succeed(options)
  },
  shareFileMessage: (options: Options) => {
    note('shareFileMessage', options['fileName'])
    return succeed(options)
  },
  chooseMessageFile: (options: Options) =>
    succeed(options, { tempFiles: [{ path: 'wxfile://tmp/contract.pdf', size: 80, name: 'contract.pdf' }] }),
  previewImage: (options: Options) => {
    note('previewImage', options['current'])
    return succeed(options)
  },
  setClipboardData: (options: Options) => {
    note('setClipboardData', options['data'])
    return succeed(options)
  },
}
