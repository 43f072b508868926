import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

const HELLO: Extract<StaffCommand, { type: 'saveQuickReply' }> = {
  type: 'saveQuickReply',
  replyId: null,
  whose: 'account',
  shortcut: 'hello',
  text: 'Hello {customer.name}',
}

async function savedReply(test: TestHost): Promise<string> {
  const { replyId } = done(await test.staff('sue', HELLO)).result
  if (typeof replyId !== 'string') throw new Error('no id')
  return replyId
}

describe('quick replies', () => {
  it("[QR1] are the account's and one's own, by shortcut", async () => {
    const tests = await TestHub.start()
    const { test } = tests
    done(await test.staff('sue', HELLO))
    done(await test.staff('ann', { ...HELLO, whose: 'own', shortcut: 'bye', text: 'See you' }))
    const shown = async (personId: string) => {
      const screen = await tests.screens.quickReplies(ACCOUNT, personId)
      if (screen.kind === 'refused') throw new Error(screen.refusal.code)
      return screen.value.replies.map(({ shortcut, whose }) => [shortcut, whose])
    }
    expect(await shown('ann')).toEqual([
      ['bye', 'own'],
      ['hello', 'account'],
    ])
    expect(await shown('bob')).toEqual([['hello', 'account']])
  })

  it('[QR2] have a shortcut of their own', async () => {
    const test = await TestHost.start()
    const replyId = await savedReply(test)
    expect(refusalOf(await test.staff('sue', { ...HELLO, shortcut: 'Hello' }))).toBe('nameTaken')
    done(await test.staff('sue', { ...HELLO, replyId, text: 'Hi' }))
    done(await test.staff('sue', { ...HELLO, whose: 'own' }))
    done(await test.staff('ann', { ...HELLO, whose: 'own' }))
    const mine = { ...HELLO, whose: 'own' } as const
    expect(refusalOf(await test.staff('ann', mine))).toBe('nameTaken')
  })

  it('[QR3] leave no words when they are deleted', async () => {
    const test = await TestHost.start()
    const replyId = await savedReply(test)
    done(await test.staff('sue', { type: 'deleteQuickReply', replyId }))
    expect(JSON.stringify(test.memory.contents(ACCOUNT))).not.toContain('{customer.name}')
    expect(refusalOf(await test.staff('sue', { type: 'deleteQuickReply', replyId }))).toBe(
      'notFound',
    )
  })
})
