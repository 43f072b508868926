import { describe, expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { done } from './testing/test-host.ts'
import { TestHub } from './testing/test-hub.ts'
import { textsIn } from './texts.ts'

/** Says hello as a device does that speaks `language`. */
async function customerWho(tests: TestHub, customerId: string, language: string, channel = 'web') {
  const end = tests.customerSocket(channel)
  const token = `customer:${customerId}`
  await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token, language })
  return end
}

describe('what customers read that nobody wrote', () => {
  it('[LO4] is in the first language that there are texts in, else in English', () => {
    expect(textsIn(['fr', 'de-AT;q=0.8', 'en']).greeter.name).toBe('Assistent')
    expect(textsIn([' DE']).greeter.name).toBe('Assistent')
    for (const others of [[], [''], ['fr'], ['__proto__']]) {
      expect(textsIn(others).greeter.name).toBe('Assistant')
    }
  })

  it('[LO4] says the same live and resumed, to each device in its language', async () => {
    const tests = await TestHub.start()
    const german = await customerWho(tests, 'c1', 'de-AT')
    const english = await customerWho(tests, 'c1', 'fr')
    await tests.test.online('ann')
    const chatId = await tests.test.writes('c1', 'Hello')
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    const live = german.of('item').map(({ item }) => item.text)
    expect(live).toContain('ann ist jetzt für Sie da.')
    expect(english.of('item').map(({ item }) => item.text)).toContain('ann is with you now.')
    const again = await customerWho(tests, 'c1', 'de')
    expect(again.last('welcome').items.map(({ text }) => text)).toEqual(live)
  })

  it('[LO4] has the built-in bot and its button in it', async () => {
    const tests = await TestHub.start()
    const end = await customerWho(tests, 'c1', 'de', 'bot')
    await tests.test.writes('c1', 'Hallo', 'bot')
    await tests.test.clock.pass(100)
    const { greeter } = textsIn(['de'])
    expect(end.of('item').at(-1)?.item).toMatchObject({
      name: greeter.name,
      text: greeter.greeting,
      buttons: [{ label: greeter.button, action: 'talkToPerson' }],
    })
    expect(end.last('chat').chat.with?.name).toBe(greeter.name)
  })

  it('[LO4] a language that a customer gives is kept, until staff knows better', async () => {
    const { test } = await TestHub.start()
    await test.writes('c1')
    done(await test.customer('c1', { type: 'introduce', language: 'de' }))
    done(await test.customer('c1', { type: 'introduce', language: 'pt-BR' }))
    const known = () => test.memory.contents('acme')?.customerDetails[0]
    expect(known()).toMatchObject({ language: 'pt-BR', sources: { language: 'customer' } })
    const change = { language: 'nl' }
    done(await test.staff('ann', { type: 'saveCustomer', customerId: 'c1', change }))
    done(await test.customer('c1', { type: 'introduce', language: 'de' }))
    expect(known()).toMatchObject({ language: 'nl', sources: { language: 'staff' } })
  })
})
