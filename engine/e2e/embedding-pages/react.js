import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { chatId, controlledBy, given, hear } from './page.js'

const root = createRoot(document.getElementById('root'))

function Desk() {
  return createElement('parley-desk', { ...given, chatId, 'onparley-place': hear })
}

controlledBy({
  mount: () => root.render(createElement(Desk)),
  unmount: () => root.render(null),
})
