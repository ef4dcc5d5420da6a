export default definePageConfig({ navigationBarTitleText: '谁去看病' })
