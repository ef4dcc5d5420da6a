export default definePageConfig({ navigationBarTitleText: '陪诊中', enablePullDownRefresh: true })
