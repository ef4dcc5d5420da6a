/** What both sides of every protocol need. */
export type SandboxKeys = {
  wechat: { appid: string; secret: string; originalId: string; pushToken: string; pushAesKey: string }
  wxpay: {
    mchid: string
    merchantSerial: string
    merchantPrivateKey: string
    merchantPublicKey: string
    apiV3Key: string
    publicKeyId: string
    platformPrivateKey: string
    platformPublicKey: string
    certificateSerial: string
    certificate: string
    certificatePrivateKey: string
  }
  tencentCloud: { secretId: string; secretKey: string; smsAppId: string; smsSign: string; smsStatusSecret: string }
  maps: { key: string; secretKey: string }
  insurer: { appId: string; appSecret: string; keyId: string; privateKey: string; publicKey: string }
}
