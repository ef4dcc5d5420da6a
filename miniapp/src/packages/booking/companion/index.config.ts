export default definePageConfig({ navigationBarTitleText: '选陪诊员' })
