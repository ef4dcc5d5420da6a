/** WeChat's own components, as far as they do something: fields, pictures, pickers, buttons with an open-type. */
import { code, type Instance } from './glass-easel.ts'
import { fault, note, sim, wordOf } from './settings.ts'
import { phoneCode } from './wx-people.ts'

const PROPERTIES =
  'value placeholder type password disabled maxlength src mode checked name focus range rangeKey openType confirmType'.split(
    ' ',
  )

const fire = (component: Instance, name: string, detail: object): void =>
  component.triggerEvent(name, detail, { bubbles: false })

/** `mount` runs when the element is there; `update` after every change of a property. */
function define(tag: string, mount: (component: Instance, element: HTMLElement) => () => void): void {
  const space = code.getComponentSpace()
  const observed = () => ({
    type: null,
    value: null,
    observer(this: Instance) {
      this.__update?.()
    },
  })
  const component = space.defineComponent({
    is: `wx-${tag}`,
    options: { styleScope: code._$sharedStyleScope },
    properties: Object.fromEntries(PROPERTIES.map((name) => [name, observed()])),
    lifetimes: {
      attached() {
        this.__update = mount(this, this.getBackendElement())
        this.__update()
      },
    },
  })
  space.setGlobalUsingComponent(tag, component)
}

function defineField(tag: 'input' | 'textarea'): void {
  define(tag, (component, element) => {
    const field = element as HTMLInputElement
    field.addEventListener('input', () =>
      fire(component, 'input', { value: field.value, cursor: field.selectionStart }),
    )
    field.addEventListener('focus', () => fire(component, 'focus', { value: field.value }))
    field.addEventListener('blur', () => fire(component, 'blur', { value: field.value }))
    field.addEventListener(
      'keydown',
      ({ key }) => key === 'Enter' && fire(component, 'confirm', { value: field.value }),
    )
    return () => {
      const { placeholder, value, disabled, maxlength } = component.data
      field.placeholder = wordOf(placeholder)
      if (value !== null && value !== undefined && field.value !== wordOf(value)) field.value = wordOf(value)
      field.disabled = disabled === true
      if (Number(maxlength) > 0) field.maxLength = Number(maxlength)
    }
  })
}

function defineImage(): void {
  define('image', (component, element) => {
    const image = document.createElement('img')
    image.style.cssText = 'width:100%;height:100%'
    element.append(image)
    image.addEventListener('load', () =>
      fire(component, 'load', { width: image.naturalWidth, height: image.naturalHeight }),
    )
    image.addEventListener('error', () => fire(component, 'error', { errMsg: 'load fail' }))
    return () => {
      const { src, mode } = component.data
      if (src) image.src = wordOf(src)
      image.style.objectFit = mode === 'aspectFit' ? 'contain' : mode === 'aspectFill' ? 'cover' : 'fill'
    }
  })
}

/** The wheel itself is WeChat's; the test says where it stops. */
function definePicker(): void {
  define('picker', (component, element) => {
    element.addEventListener('click', () => {
      const { mode, range, disabled } = component.data
      if (disabled === true) return
      note('picker', { mode, range })
      if (sim.pickerAnswers.length > 0) fire(component, 'change', { value: sim.pickerAnswers.shift() })
      else fire(component, 'cancel', {})
    })
    return () => undefined
  })
}

function defineButton(): void {
  define('button', (component, element) => {
    element.addEventListener('click', () => {
      if (component.data['disabled'] === true || component.data['openType'] !== 'getPhoneNumber') return
      phoneCode().then(
        (value) => fire(component, 'getphonenumber', { code: value, errMsg: 'getPhoneNumber:ok' }),
        fault,
      )
    })
    return () => undefined
  })
}

export function defineComponents(): void {
  defineField('input')
  defineField('textarea')
  defineImage()
  definePicker()
  defineButton()
}

/** These are fired above with WeChat's details; the browser's own events of the same name must not arrive as well. */
export const OWN_EVENTS: ReadonlySet<string> = new Set([
  'input',
  'focus',
  'blur',
  'change',
  'confirm',
  'selectionchange',
])
