export default definePageConfig({ navigationBarTitleText: '家人的就诊进度' })
