import { describe, expect, it } from 'vitest'
import { memoryArticles } from '#storage/memory-articles'
import type { StaffCommand } from '#protocol/staff-commands'
import { KnowledgeScreens } from '../http/knowledge-screens.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

const REFUNDS: Extract<StaffCommand, { type: 'saveArticle' }> = {
  type: 'saveArticle',
  articleId: null,
  title: 'How to get a refund',
  url: 'https://help.example/refunds',
  text: 'It takes **a week**.',
  language: 'en',
  audience: 'customer',
  groupIds: [],
}

async function saved(test: TestHost, change: Partial<typeof REFUNDS> = {}): Promise<string> {
  const { articleId } = done(await test.staff('sue', { ...REFUNDS, ...change })).result
  if (typeof articleId !== 'string') throw new Error('no id')
  return articleId
}

describe('articles', () => {
  it('[PM10] are saved and deleted by those who lead, for groups that are there', async () => {
    const test = await TestHost.start()
    const articleId = await saved(test)
    expect(refusalOf(await test.staff('ann', { ...REFUNDS, articleId }))).toBe('forbidden')
    const nowhere = { ...REFUNDS, groupIds: ['nowhere'] }
    expect(refusalOf(await test.staff('sue', nowhere))).toBe('notFound')
    done(await test.staff('sue', { ...REFUNDS, articleId, title: 'Money back' }))
    const stored = test.memory.contents(ACCOUNT)?.articles ?? []
    expect(stored).toMatchObject([{ articleId, title: 'Money back', deleted: false }])
    expect(refusalOf(await test.staff('ann', { type: 'deleteArticle', articleId }))).toBe(
      'forbidden',
    )
  })

  it('[PM11] leave no words when they are deleted, and none in the journal', async () => {
    const test = await TestHost.start()
    const articleId = await saved(test)
    expect(JSON.stringify(test.memory.contents(ACCOUNT)?.journal)).not.toContain('refund')
    done(await test.staff('sue', { type: 'deleteArticle', articleId }))
    expect(JSON.stringify(test.memory.contents(ACCOUNT))).not.toMatch(/refund|a week/)
    expect(refusalOf(await test.staff('sue', { type: 'deleteArticle', articleId }))).toBe(
      'notFound',
    )
  })

  it('[PM12] are shown to staff of their groups, and all of them to those who lead', async () => {
    const tests = await TestHub.start()
    const { test, screens } = tests
    const knowledge = new KnowledgeScreens(
      screens,
      memoryArticles((accountId) => test.memory.contents(accountId)),
    )
    const ofAll = await saved(test)
    const ofOthers = await saved(test, { title: 'Only for others', groupIds: ['sales'] })
    const listed = async (personId: string) => {
      const shown = await knowledge.articles(ACCOUNT, personId, { after: null, limit: 10 })
      if (shown.kind === 'refused') throw new Error(shown.refusal.code)
      return shown.value.articles.map(({ articleId }) => articleId)
    }
    expect(await listed('sue')).toEqual([ofAll, ofOthers])
    const mine = await listed('ann')
    expect(mine).toContain(ofAll)
    const single = await knowledge.article(ACCOUNT, 'ann', ofOthers)
    expect(single.kind).toBe(mine.includes(ofOthers) ? 'shown' : 'refused')
    const whole = await knowledge.article(ACCOUNT, 'ann', ofAll)
    expect(whole).toMatchObject({ value: { text: 'It takes **a week**.', audience: 'customer' } })
  })
})
