export default definePageConfig({ navigationBarTitleText: '核对并付款' })
