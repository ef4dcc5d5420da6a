export default defineAppConfig({
  pages: ['pages/home/index', 'pages/orders/index', 'pages/mine/index'],
  subPackages: [
    {
      root: 'packages/account',
      name: 'account',
      pages: ['sign-in/index', 'consent/index', 'settings/index', 'patients/index', 'patient-edit/index'],
    },
    {
      root: 'packages/booking',
      name: 'booking',
      pages: ['who/index', 'where/index', 'hospital-search/index', 'hospital/index', 'department/index', 'companion/index', 'companion-profile/index', 'confirm/index'],
    },
    {
      root: 'packages/visit',
      name: 'visit',
      pages: ['order/index', 'live/index', 'chat/index', 'report/index', 'links/index', 'cancel/index', 'reschedule/index', 'pay-result/index'],
    },
    { root: 'packages/link', name: 'link', pages: ['live/index'] },
    {
      root: 'packages/companion',
      name: 'companion',
      pages: ['tasks/index', 'offer/index', 'visit/index', 'report/index', 'calendar/index', 'hours/index', 'profile/index', 'guide/index'],
    },
  ],
  preloadRule: {
    'pages/home/index': { network: 'all', packages: ['booking', 'visit'] },
    'pages/mine/index': { network: 'wifi', packages: ['account'] },
  },
  window: {
    backgroundTextStyle: 'dark',
    backgroundColor: '#f4f7f6',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTitleText: '伴医',
    navigationBarTextStyle: 'black',
  },
  // drawn by src/ui/tab-bar.tsx, which elder mode can enlarge
  tabBar: {
    custom: true,
    color: '#4a5f5c',
    selectedColor: '#0b6e69',
    backgroundColor: '#ffffff',
    list: [
      { pagePath: 'pages/home/index', text: '首页' },
      { pagePath: 'pages/orders/index', text: '订单' },
      { pagePath: 'pages/mine/index', text: '我的' },
    ],
  },
  permission: { 'scope.userLocation': { desc: '用来显示附近的医院；陪诊员服务期间用来告诉家人她在哪里' } },
  requiredPrivateInfos: ['getLocation'],
  lazyCodeLoading: 'requiredComponents',
  animation: false,
})
