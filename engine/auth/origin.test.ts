import { describe, expect, it } from 'vitest'
import { isListedOrigin, isOwnOrigin } from './origin.ts'

describe('own origin', () => {
  it.each([
    ['http://desk.example', 'desk.example', null, true],
    ['https://desk.example', 'desk.example', null, true],
    ['https://desk.example', 'desk.example:443', null, true],
    ['http://desk.example:4000', 'desk.example:4000', null, true],
    ['http://localhost:4000', 'localhost:4000', null, true],
    ['http://[::1]:4000', '[::1]:4000', null, true],
    ['http://desk.example:4001', 'desk.example:4000', null, false],
    ['https://desk.example.evil.example', 'desk.example', null, false],
    ['https://evil.example/desk.example', 'desk.example', null, false],
    ['https://evil.example', 'desk.example', null, false],
    ['https://a.desk.example', 'desk.example', null, false],
    ['https://desk.example@evil.example', 'desk.example', null, false],
    ['null', 'desk.example', null, false],
    ['', 'desk.example', null, false],
    ['file://desk.example', 'desk.example', null, false],
    ['https://desk.example', null, null, false],
    ['https://desk.example', '', null, false],
    ['https://desk.example', 'inside:4000', 'https://desk.example', true],
    ['https://desk.example', 'inside:4000', 'https://desk.example/parley/', true],
    ['http://desk.example', 'desk.example', 'https://desk.example', false],
    ['http://inside:4000', 'inside:4000', 'https://desk.example', false],
  ])('[AU8] %s at host %s with public address %s: %s', (origin, host, publicUrl, own) => {
    expect(isOwnOrigin(origin, host, publicUrl)).toBe(own)
  })
})

describe('listed origin', () => {
  it.each([
    ['https://shop.example', ['https://shop.example'], true],
    ['https://shop.example', ['https://shop.example/page'], true],
    ['https://shop.example', ['https://SHOP.example:443'], true],
    ['https://shop.example', [], false],
    ['http://shop.example', ['https://shop.example'], false],
    ['https://shop.example.evil.example', ['https://shop.example'], false],
    ['https://evil-shop.example', ['https://shop.example'], false],
    ['https://shop.example:8443', ['https://shop.example'], false],
    ['null', ['null', 'not an address'], false],
  ])('[AU9] %s of %j: %s', (origin, listed, allowed) => {
    expect(isListedOrigin(origin, listed)).toBe(allowed)
  })
})
