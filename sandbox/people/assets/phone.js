// Asks for the messages again every second and shows them when they changed.
const box = document.getElementById('messages')
let shown = box.innerHTML.trim()

async function refresh() {
  try {
    const response = await fetch(box.dataset.source)
    const text = (await response.text()).trim()
    if (response.ok && text !== shown) {
      shown = text
      box.innerHTML = text
    }
  } catch {
    // the sandbox is restarting: the next try will tell
  }
}

setInterval(() => {
  if (document.visibilityState === 'visible') void refresh()
}, 1000)
