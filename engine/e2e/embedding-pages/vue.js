import { createApp, h, shallowRef } from 'vue'
import { chatId, controlledBy, given, hear } from './page.js'

const isThere = shallowRef(false)

const Desk = {
  render: () => h('parley-desk', { ...given, 'chat-id': chatId, onParleyPlace: hear }),
}

createApp({ render: () => (isThere.value ? h(Desk) : null) }).mount('#root')

controlledBy({
  mount: () => {
    isThere.value = true
  },
  unmount: () => {
    isThere.value = false
  },
})
