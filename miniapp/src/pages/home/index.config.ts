export default definePageConfig({ navigationBarTitleText: '伴医' })
