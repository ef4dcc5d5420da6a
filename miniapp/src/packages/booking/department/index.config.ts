export default definePageConfig({ navigationBarTitleText: '选科室' })
