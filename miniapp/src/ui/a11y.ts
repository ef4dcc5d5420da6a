/** Roles for screen readers: browsers read `role`, WeChat reads `aria-role`. */
export type Role =
  | 'button'
  | 'link'
  | 'tab'
  | 'tablist'
  | 'radio'
  | 'radiogroup'
  | 'checkbox'
  | 'switch'
  | 'img'
  | 'alert'
  | 'status'
  | 'dialog'
  | 'heading'
  | 'list'
  | 'listitem'
  | 'progressbar'
  | 'navigation'
  | 'main'
  | 'region'

export interface Spoken {
  label?: string | undefined
  checked?: boolean | undefined
  selected?: boolean | undefined
  level?: number | undefined
  modal?: boolean | undefined
}

export function spoken(role: Role, more: Spoken = {}): Record<string, string | number | boolean> {
  const label: Record<string, string> = more.label ? { 'aria-label': more.label } : {}
  if (process.env.TARO_ENV !== 'h5') return { 'aria-role': role, ...label }
  return {
    role,
    ...label,
    ...(more.checked === undefined ? {} : { 'aria-checked': String(more.checked) }),
    ...(more.selected === undefined ? {} : { 'aria-selected': String(more.selected) }),
    ...(more.level === undefined ? {} : { 'aria-level': String(more.level) }),
    ...(more.modal ? { 'aria-modal': 'true' } : {}),
  }
}
