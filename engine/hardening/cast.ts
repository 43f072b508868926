import { WEBHOOK_KINDS } from '#protocol/webhook-kinds'
import type { WebhookRow } from '#storage/webhook-rows'
import type { ArticleRow, BotRow, PrompterRow, QuickReplyRow, TagRow } from '#storage/rows'
import type { NewAccount } from '../commands/staff-account.ts'
import { channel, group, member } from '../testing/small-account.ts'

/*
 * Who is who in the matrices. The group of the chats is `support`; `front` is where chats come in
 * that are forwarded to it, `sales` another one.
 */

/** Everybody whose rights are looked at, by the words of behaviour. */
export const VIEWERS = {
  'agent of the group': 'mia',
  'agent of another group': 'lou',
  'supervisor of the group': 'sam',
  'supervisor of another group': 'sue',
  administrator: 'ada',
} as const

export type ViewerName = keyof typeof VIEWERS

/** The colleague in `support` who has what is not the viewer's. */
export const ANOTHER = 'tom'

/** The administrator who arranges things. */
export const BOSS = 'bea'

export function acme(settings: NewAccount['settings'] = {}): NewAccount {
  const supervisor = { role: 'supervisor', chatLimit: 100 } as const
  const administrator = { role: 'administrator', chatLimit: 100 } as const
  const agent = { chatLimit: 100 }
  return {
    name: 'Acme',
    settings: { ...settings },
    groups: [
      group('front', { publicName: 'Our door' }),
      group('support', { publicName: 'Our helpers' }),
      group('sales', { publicName: 'Our sellers' }),
    ],
    members: [
      member('mia', ['support'], agent),
      member('tom', ['support'], agent),
      member('lou', ['sales'], agent),
      member('sam', ['support'], supervisor),
      member('sue', ['sales'], supervisor),
      member('ada', [], administrator),
      member('bea', [], administrator),
    ].map((one) => ({ ...one, name: `staff ${one.personId}`, publicName: `Public ${one.role}` })),
    channels: [
      channel('web'),
      channel('bot', { botId: 'greeter' }),
      channel('front', { groupId: 'front' }),
      channel('web2'),
    ],
    tags: [tag('refund'), tag('urgent')],
    quickReplies: [reply('hello', null), reply('mias', 'mia'), reply('toms', 'tom')],
    articles: [article('refunds')],
    bots: [bot('helper')],
    webhooks: [webhook('crm')],
    prompters: [prompter('helper')],
  }
}

function tag(tagId: string): TagRow {
  return { tagId, name: `tag ${tagId}`, colour: 'teal', deleted: false }
}

function reply(replyId: string, ownerId: string | null): QuickReplyRow {
  return { replyId, ownerId, shortcut: replyId, text: `Words of ${replyId}`, deleted: false }
}

function article(articleId: string): ArticleRow {
  return {
    articleId,
    title: `About ${articleId}`,
    url: `https://help.example/${articleId}`,
    text: `Words of ${articleId}`,
    language: 'en',
    audience: 'customer',
    groupIds: [],
    savedAt: 0,
    deleted: false,
  }
}

function prompter(prompterId: string): PrompterRow {
  return {
    prompterId,
    kind: 'knowledge',
    name: `Prompter ${prompterId}`,
    readsChats: true,
    isAsked: true,
    url: null,
    model: null,
    instructions: null,
    secret: null,
    deleted: false,
  }
}

function bot(botId: string): BotRow {
  return {
    botId,
    kind: 'webhook',
    name: `Bot ${botId}`,
    url: 'https://bot.example/hook',
    secret: `the-secret-of-${botId}`,
    threshold: null,
    groups: [],
    deleted: false,
  }
}

/** It is told everything, with the words. */
function webhook(webhookId: string): WebhookRow {
  return {
    webhookId,
    name: `Webhook ${webhookId}`,
    url: 'https://crm.example/told',
    kinds: [...WEBHOOK_KINDS],
    secret: `the-secret-of-${webhookId}-at-least-32-signs`,
    formerSecret: null,
    formerUntil: null,
    state: 'on',
    since: 0,
    deleted: false,
  }
}

/** Another account on the same server: nothing of it is acme's business. */
export function rival(): NewAccount {
  return {
    name: 'Rival',
    groups: [group('rivals')],
    members: [
      member('max-of-them', ['rivals'], { role: 'administrator' }),
      member('ron-of-them', ['rivals'], { role: 'agent' }),
      member('rob-of-them', ['rivals'], { role: 'supervisor' }),
    ],
    channels: [channel('theirs', { groupId: 'rivals' })],
    tags: [tag('their-tag')],
    quickReplies: [reply('their-reply', null)],
    articles: [article('their-article')],
    bots: [bot('their-bot')],
    webhooks: [webhook('their-webhook')],
    prompters: [prompter('their-prompter')],
  }
}
