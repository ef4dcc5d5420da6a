export default definePageConfig({ navigationBarTitleText: '医院和时间' })
