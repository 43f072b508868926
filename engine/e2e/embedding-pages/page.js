/** What the pages have in common: where the desk is, tokens of their own server, and what they heard. */
const { server, account, person } = JSON.parse(
  document.querySelector('meta[name=parley]').getAttribute('content'),
)

/** Chats that the desk said it shows, in order; null for none. */
export const heard = []

/** What an element gets from its page. */
export const given = { server, account, getToken }

/** The chat that was shown last, to show it again. */
export let chatId = null

export function hear(event) {
  chatId = event.detail.chatId
  heard.push(chatId)
}

async function getToken() {
  const response = await fetch(`/token?person=${person}`, { method: 'POST' })
  if (!response.ok) throw new Error('no token')
  return (await response.json()).token
}

/** For tests, which stand outside of the page. */
export function controlledBy({ mount, unmount }) {
  Object.assign(window, { mount, unmount, heard })
}
