export default definePageConfig({ navigationBarTitleText: '先行赔付规则' })
