// Shows the current codes; the server computes them, so that its clock counts.
const list = document.getElementById('codes')

function line({ label, code, leftSec }) {
  const item = document.createElement('li')
  item.className = 'row'
  const who = document.createElement('span')
  who.className = 'who'
  const name = document.createElement('b')
  name.textContent = label
  const left = document.createElement('small')
  left.textContent = `还剩 ${leftSec} 秒`
  who.append(name, left)
  const digits = document.createElement('span')
  digits.className = 'digits'
  digits.textContent = code
  item.append(who, digits)
  return item
}

async function refresh() {
  try {
    const codes = await (await fetch('/authenticator/codes')).json()
    if (codes.length > 0) list.replaceChildren(...codes.map(line))
  } catch {
    // the sandbox is restarting: the next try will tell
  }
}

setInterval(() => void refresh(), 1000)
