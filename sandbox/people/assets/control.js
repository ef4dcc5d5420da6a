// The control page: everything it does goes through /__sim/..., as a test would.
const $ = (id) => document.getElementById(id)
const problem = $('problem')

async function call(method, path, body) {
  const response = await fetch(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const answer = response.status === 204 ? {} : await response.json()
  problem.textContent = response.ok ? '' : answer.error
  return answer
}

const make = (tag, text = '', className = '') =>
  Object.assign(document.createElement(tag), { textContent: text, className })
const time = (at) => new Date(at).toLocaleTimeString('zh-CN', { hour12: false, timeZone: 'Asia/Shanghai' })
const words = (text) => text && (document.querySelector(`option[value="${text}"]`)?.textContent ?? text)

/** Columns that share one line on a narrow screen. */
const SHORT = new Set(['时间', '方向', '状态', '尝试', '回答'])

/** rows: arrays of text or elements, in the order of the names. */
function table(names, rows, empty) {
  if (rows.length === 0) return make('p', empty, 'note')
  const result = make('table')
  const head = make('tr')
  head.append(...names.map((name) => make('th', name)))
  const top = make('thead')
  top.append(head)
  const body = make('tbody')
  for (const row of rows) {
    const line = make('tr')
    row.forEach((value, index) => {
      const cell = typeof value === 'string' ? make('td', value) : make('td')
      if (typeof value !== 'string') cell.append(value)
      if (SHORT.has(names[index])) cell.className = 'short'
      else if (names[index]) cell.dataset.name = names[index]
      line.append(cell)
    })
    body.append(line)
  }
  result.append(top, body)
  return result
}

const STATES = { pending: '等待', held: '压着', done: '送到', lost: '丢失', 'given-up': '放弃' }

function button(text, run) {
  const result = make('button', text, 'button quiet small')
  result.type = 'button'
  result.addEventListener('click', () => void run().then(refresh))
  return result
}

/** Redrawing would close what the reader has opened, so only real changes are drawn. */
const drawn = new Map()
function draw(id, data, render) {
  const text = JSON.stringify(data)
  if (drawn.get(id) === text) return
  drawn.set(id, text)
  $(id).replaceChildren(render(data))
}

function callbackTable(callbacks) {
  const rows = callbacks.slice(0, 30).map((one) => {
    const className = one.alarm || one.state === 'given-up' ? 'bad' : one.state === 'done' ? 'good' : ''
    const state = make('span', STATES[one.state] ?? one.state, className)
    const note = one.alarm ? make('span', one.note, 'bad') : words(one.note)
    const again = button('再送一次', () => call('POST', `/__sim/callbacks/${one.id}/deliver`))
    const attempts = `${one.attempts} 次`
    const status = String(one.last_status || '')
    return [time(one.created_at), state, attempts, status, one.event, one.subject, note, again]
  })
  return table(['时间', '状态', '尝试', '回答', '事件', '对象', '说明', ''], rows, '还没有回调。')
}

function logTable(entries) {
  const rows = entries.slice(0, 60).map((entry) => {
    const detail = make('details')
    const text = [entry.sent && `→ ${entry.sent}`, entry.answered && `← ${entry.answered}`].filter(Boolean).join('\n\n')
    detail.append(make('summary', '内容'), make('pre', text || '（空）'))
    const status = make(
      'span',
      entry.status ? String(entry.status) : '无',
      entry.status >= 400 || !entry.status ? 'bad' : '',
    )
    const arrow = entry.direction === 'in' ? '收' : '发'
    const what = entry.note ? `${entry.method} ${entry.target}（${entry.note}）` : `${entry.method} ${entry.target}`
    return [
      time(entry.at),
      `${arrow} ${entry.vendor}`,
      status,
      what,
      entry.scenario ? words(entry.scenario) : '',
      detail,
    ]
  })
  return table(['时间', '方向', '状态', '请求', '出错', ''], rows, '还没有往来。')
}

function scenarioList(scenarios) {
  const list = document.createDocumentFragment()
  for (const one of scenarios) {
    const item = make('li', '', 'row')
    const who = make('span', '', 'who')
    const scope = [one.vendor && words(one.vendor), one.action, one.match, one.status, one.code]
      .filter(Boolean)
      .join(' · ')
    const count = one.count === null ? '一直' : `还有 ${one.count} 次`
    who.append(
      make('b', `${one.on === 'callback' ? '回调' : '应答'}：${words(one.do)}`),
      make('small', `${count} ${scope}`),
    )
    item.append(
      who,
      button('去掉', () => call('DELETE', `/__sim/scenario/${one.id}`)),
    )
    list.append(item)
  }
  return list
}

async function refresh() {
  const [{ scenarios }, { callbacks }, { entries }] = await Promise.all([
    fetch('/__sim/scenario').then((one) => one.json()),
    fetch('/__sim/callbacks').then((one) => one.json()),
    fetch('/__sim/log?limit=60').then((one) => one.json()),
  ])
  draw('scenarios', scenarios, scenarioList)
  draw('callbacks', callbacks, callbackTable)
  draw('log', entries, logTable)
}

const form = $('scenario')
form.elements.on.addEventListener('change', () => {
  for (const select of form.querySelectorAll('select[data-on]')) {
    select.hidden = select.disabled = select.dataset.on !== form.elements.on.value
  }
})
form.addEventListener('submit', (event) => {
  event.preventDefault()
  const wish = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ''))
  for (const name of ['count', 'status', 'ms']) if (name in wish) wish[name] = Number(wish[name])
  void call('POST', '/__sim/scenario', wish).then(refresh)
})

const settings = $('settings').elements
async function showSettings() {
  const now = await call('GET', '/__sim/settings')
  settings.wxpaySigning.value = now.wxpaySigning
  settings.callbackTimeScale.value = Number(now.callbackTimeScale.toFixed(4))
  settings.clockMinutes.value = Math.round(now.clockOffsetMs / 60_000)
  settings.smsLimits.checked = now.smsLimits
  settings.billsReadyAtOnce.checked = now.billsReadyAtOnce
}
$('settings').addEventListener('submit', (event) => {
  event.preventDefault()
  const part = {
    wxpaySigning: settings.wxpaySigning.value,
    callbackTimeScale: Number(settings.callbackTimeScale.value),
    clockOffsetMs: Number(settings.clockMinutes.value) * 60_000,
    smsLimits: settings.smsLimits.checked,
    billsReadyAtOnce: settings.billsReadyAtOnce.checked,
  }
  void call('POST', '/__sim/settings', part).then(showSettings)
})

void showSettings()
void refresh()
setInterval(() => {
  if (document.visibilityState === 'visible') refresh().catch(() => undefined)
}, 1500)
