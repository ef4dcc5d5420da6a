/// <reference types="@tarojs/taro" />
declare module '*.png'
declare module '*.svg'
declare module '*.css'
declare module '*.scss'
declare namespace NodeJS {
  interface ProcessEnv {
    NODE_ENV: 'development' | 'production'
    TARO_ENV: 'weapp' | 'h5'
    TARO_APP_ID: string
    TARO_APP_API: string
    TARO_APP_SUPPORT_PHONE: string
    TARO_APP_TEMPLATES: string
  }
}
/** Vite's, in tests only */
interface ImportMeta {
  glob: (pattern: string) => Record<string, () => Promise<unknown>>
}
