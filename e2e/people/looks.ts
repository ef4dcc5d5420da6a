/** What an eye and a finger find out about a page, by rule: width, touch size, clipped words, axe. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const FINGER = 44

/** Pixels by which the page is wider than its window, and what sticks out. */
export async function tooWide(page: Page, width: number, height: number): Promise<string[]> {
  await page.setViewportSize({ width, height })
  // a page that lays out anew for this width may take some frames for it
  return page.evaluate(async () => {
    const root = document.documentElement
    const over = () => Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth
    for (let frame = 0; frame < 30 && over() > 0; frame++)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    if (over() <= 0) return []
    const out = [...document.body.querySelectorAll('*')]
      .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
      .slice(-3)
      .map((one) => `${one.tagName}.${one.getAttribute('class') ?? ''} ${one.textContent?.slice(0, 20) ?? ''}`)
    return [`${root.clientWidth}px wide: ${over()}px too much ${out.join(' | ')}`]
  })
}

/** Controls smaller than a fingertip. */
export async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const roles = ['button', 'link', 'tab', 'radio', 'checkbox', 'switch'].map((role) => `[role=${role}]`)
    const all = document.body.querySelectorAll<HTMLElement>(['a[href]', 'button', 'select', ...roles].join(','))
    return [...all].flatMap((one) => {
      const { width, height } = one.getBoundingClientRect()
      const isShown =
        width > 1 && height > 1 && one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      if (!isShown || (width >= least - 0.5 && height >= least - 0.5)) return []
      const name = one.getAttribute('aria-label') ?? one.innerText.replaceAll(/\s+/g, ' ').slice(0, 20)
      return [
        `${one.getAttribute('class')?.split(' ').slice(0, 3).join('.') ?? one.tagName} "${name}" ${Math.round(width)}x${Math.round(height)}`,
      ]
    })
  }, FINGER)
}

/** Words that do not fit into what they stand in, and are cut off there. */
export async function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*')].flatMap((one) => {
      const hasWords = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
      if (!hasWords || !one.checkVisibility({ visibilityProperty: true })) return []
      const style = getComputedStyle(one)
      if (style.overflowX === 'visible' && style.overflowY === 'visible') return []
      const x = one.scrollWidth - one.clientWidth
      const y = one.scrollHeight - one.clientHeight
      const isScroller = /auto|scroll/.test(style.overflowX + style.overflowY)
      if (isScroller || one.clientWidth <= 1 || (x <= 1 && y <= 1)) return []
      return [`${one.getAttribute('class') ?? one.tagName} "${one.innerText.slice(0, 30)}" by ${x}x${y}`]
    }),
  )
}

export async function axeFinds(page: Page): Promise<string[]> {
  // legacy: without a second page for the result; there are no frames here
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze()
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} ${nodes
        .slice(0, 3)
        .map(({ html }) => html.slice(0, 160))
        .join(' | ')}`,
  )
}
