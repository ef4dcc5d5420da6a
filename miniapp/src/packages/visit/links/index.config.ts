export default definePageConfig({ navigationBarTitleText: '亲情链接' })
