import { controlledBy, given, hear } from './page.js'

const desk = Object.assign(document.createElement('parley-desk'), given)
desk.addEventListener('parley-place', hear)

controlledBy({
  mount: () => document.getElementById('root').append(desk),
  unmount: () => desk.remove(),
})
