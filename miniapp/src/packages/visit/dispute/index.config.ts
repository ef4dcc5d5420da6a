export default definePageConfig({ navigationBarTitleText: '对服务有异议' })
