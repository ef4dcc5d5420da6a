import Taro from '@tarojs/taro'

export function call(phone: string): void {
  if (process.env.TARO_ENV === 'h5') {
    location.href = `tel:${phone}`
    return
  }
  // refusing the system's dialog is an answer, not an error
  Taro.makePhoneCall({ phoneNumber: phone }).catch(() => undefined)
}
