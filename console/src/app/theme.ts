/** Colours once: the palette feeds Ant Design's tokens and the CSS variables of styles.css. All text pairs are AA. */
import { theme, type ThemeConfig } from 'antd'

export type Appearance = 'light' | 'dark'

const palettes = {
  light: {
    bg: '#f4f7f6',
    surface: '#ffffff',
    raised: '#f8fbfa',
    border: '#dde6e4',
    text: '#142a28',
    muted: '#4a615e',
    brand: '#0b6e69',
    'brand-text': '#0a635e',
    'brand-soft': '#e5f2f0',
    accent: '#9c4a17',
    'accent-soft': '#fbefe6',
    danger: '#b3261e',
    'danger-soft': '#fdecea',
    warn: '#7d5200',
    'warn-soft': '#fdf3dc',
    good: '#1b6b3a',
    'good-soft': '#e6f4ea',
  },
  dark: {
    bg: '#0e1615',
    surface: '#15201f',
    raised: '#1b2827',
    border: '#2c3c3a',
    text: '#e4efed',
    muted: '#a6bab7',
    brand: '#11807a',
    'brand-text': '#66cbc2',
    'brand-soft': '#12322f',
    accent: '#eba674',
    'accent-soft': '#35261b',
    danger: '#f2938b',
    'danger-soft': '#3b201e',
    warn: '#e3b75c',
    'warn-soft': '#342a13',
    good: '#7fcf9a',
    'good-soft': '#17301f',
  },
} as const

export const FONT =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

export const themeOf = (appearance: Appearance): ThemeConfig => {
  const p = palettes[appearance]
  const dangerSolid = appearance === 'light' ? p.danger : '#ff8d82'
  return {
    algorithm: appearance === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: p.brand,
      colorInfo: p.brand,
      colorLink: p['brand-text'],
      colorLinkHover: p['brand-text'],
      colorError: dangerSolid,
      colorErrorText: p.danger,
      colorSuccess: appearance === 'light' ? '#1b6b3a' : '#3f9a60',
      colorWarning: appearance === 'light' ? '#9a6700' : '#c9962e',
      colorBgLayout: p.bg,
      colorBgContainer: p.surface,
      colorBgElevated: appearance === 'light' ? p.surface : p.raised,
      colorText: p.text,
      colorTextSecondary: p.muted,
      colorTextTertiary: p.muted,
      colorTextDescription: p.muted,
      colorTextPlaceholder: appearance === 'light' ? '#60736f' : '#93a8a5',
      colorBorder: appearance === 'light' ? '#c9d6d3' : '#3b4e4b',
      colorBorderSecondary: p.border,
      colorSplit: p.border,
      borderRadius: 8,
      borderRadiusLG: 12,
      controlHeight: 36,
      fontSize: 14,
      lineHeight: 1.6,
      fontFamily: FONT,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    components: {
      Menu: {
        itemBg: 'transparent',
        itemSelectedBg: p['brand-soft'],
        itemSelectedColor: p['brand-text'],
        itemHeight: 44,
        itemBorderRadius: 8,
        activeBarBorderWidth: 0,
      },
      Table: {
        headerBg: p.raised,
        headerColor: p.muted,
        headerSplitColor: 'transparent',
        rowHoverBg: p.raised,
        cellPaddingBlock: 9,
        headerSortActiveBg: p['brand-soft'],
        headerSortHoverBg: p['brand-soft'],
        bodySortBg: 'transparent',
      },
      Tabs: { itemSelectedColor: p['brand-text'], itemHoverColor: p['brand-text'], inkBarColor: p['brand-text'] },
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        dangerColor: appearance === 'light' ? '#ffffff' : '#1c0807',
      },
      Radio: { buttonSolidCheckedBg: p.brand },
      Card: { headerFontSize: 16 },
    },
  }
}

/** before the first paint, so that nothing flashes */
export const applyPalette = (appearance: Appearance): void => {
  const root = document.documentElement
  for (const [name, value] of Object.entries(palettes[appearance])) root.style.setProperty(`--${name}`, value)
  root.style.colorScheme = appearance
  root.dataset['appearance'] = appearance
}
