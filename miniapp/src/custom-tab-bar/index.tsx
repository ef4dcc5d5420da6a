/** WeChat demands this component when the tab bar is our own; the bar itself stands in src/ui/tab-bar.tsx. */
export default function CustomTabBar() {
  return null
}
