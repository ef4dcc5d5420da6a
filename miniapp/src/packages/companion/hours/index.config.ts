export default definePageConfig({ navigationBarTitleText: '每周服务时间' })
