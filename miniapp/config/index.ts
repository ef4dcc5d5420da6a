import path from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'

const contract = path.resolve(__dirname, '..', '..', 'contract')

// Sizes are written in real CSS pixels and stay so (no rpx, no rem): a touch target of 44 px is 44 px
// on a 320 px phone too. Type grows through the variable --px (see src/ui/tokens.scss).
const noScaling = { pxtransform: { enable: false, config: {} }, cssModules: { enable: false } }

export default defineConfig<'webpack5'>(async () => {
  const config: UserConfigExport<'webpack5'> = {
    projectName: 'banyi',
    date: '2026-11-23',
    designWidth: 375,
    deviceRatio: { 375: 2, 640: 2.34 / 2, 750: 1, 828: 1.81 / 2 },
    sourceRoot: 'src',
    outputRoot: process.env.TARO_OUTPUT ?? `dist/${process.env.TARO_ENV}`,
    // Taro emits no aria attributes in weapp templates by itself.
    plugins: [
      [
        '@tarojs/plugin-inject',
        {
          components: {
            View: { 'aria-role': "''", 'aria-label': "''", 'aria-hidden': "''" },
            Button: { 'aria-label': "''" },
          },
        },
      ],
    ],
    framework: 'react',
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    env: {
      TARO_APP_API: JSON.stringify(process.env.TARO_APP_API ?? 'http://127.0.0.1:8080'),
      TARO_APP_SUPPORT_PHONE: JSON.stringify(process.env.TARO_APP_SUPPORT_PHONE ?? ''),
      TARO_APP_TEMPLATES: JSON.stringify(process.env.TARO_APP_TEMPLATES ?? ''),
    },
    cache: { enable: process.env.TARO_CACHE === '1' },
    alias: { '@': path.resolve(__dirname, '..', 'src') },
    mini: {
      compile: { include: [contract] },
      optimizeMainPackage: { enable: true },
      postcss: noScaling,
    },
    h5: {
      compile: { include: [contract] },
      publicPath: '/',
      staticDirectory: 'static',
      router: { mode: 'hash' },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
      postcss: { autoprefixer: { enable: true }, ...noScaling },
      // without this every page chunk carries its own copy of the kit
      webpackChain(chain) {
        chain.optimization.splitChunks({
          chunks: 'all',
          minSize: 0,
          cacheGroups: {
            kit: {
              name: 'kit',
              test: /[\\/](src[\\/](ui|api|platform|realtime|say|store)|contract)[\\/]/,
              priority: 20,
              enforce: true,
            },
            vendors: { name: 'vendors', test: /[\\/]node_modules[\\/]/, chunks: 'initial', priority: 10 },
          },
        })
      },
    },
  }
  return config
})
