import { describe, expect, it } from 'vitest'
import { audit, countFindings } from './audit.ts'
import type { Violation } from './audit.ts'
import { chatView, customerViewer, honestRun, recorded, staffViewer, visit } from './honest-run.ts'
import type { HonestRun } from './honest-run.ts'
import type { DatabaseRecord } from './observations.ts'
import { TROUBLES, shortcomings, toReport } from './report.ts'

/** What the audit finds when one thing is falsified. */
function foundIn(falsify: (run: HonestRun) => void): Partial<Record<Violation, number>> {
  const run = honestRun()
  falsify(run)
  const counts = countFindings(audit(recorded(run), run.record))
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}

type Row = DatabaseRecord['messages'][number]

function row(run: HonestRun, says: string): Row {
  const found = run.record.messages.find((message) => message.says === says)
  if (found === undefined) throw new Error(`Nobody said ${says}`)
  return found
}

describe('a rehearsal in which nothing goes wrong', () => {
  it('[RE1] has no findings', () => {
    expect(foundIn(() => {})).toEqual({})
  })

  it('[RE1] may have commands that nobody answered, stored or not', () => {
    const unanswered = (run: HonestRun): void => {
      for (const line of run.lines) line.fate = 'unknown'
      run.comment.fate = 'unknown'
    }
    expect(foundIn(unanswered)).toEqual({})
  })
})

describe('lost', () => {
  it('[RE2] an acknowledged message that the database does not hold', () => {
    const found = foundIn((run) => {
      const gone = row(run, 'The blue one.')
      run.record.messages = run.record.messages.filter((message) => message !== gone)
    })
    // The customer, Ann and Bob saw what is not there; the conversation is not whole.
    expect(found).toMatchObject({ lost: 1, duplicated: 3, unresolved: 1 })
  })

  it('[RE2] an acknowledged comment that the database does not hold', () => {
    const found = foundIn((run) => {
      run.record.comments = run.record.comments.filter(({ text }) => text !== run.comment.text)
    })
    expect(found).toMatchObject({ lost: 1 })
  })

  it('[RE2] a message that its customer was not sent, found by the number too', () => {
    expect(foundIn((run) => run.customerFrames.splice(3, 1))).toEqual({ lost: 2 })
  })

  it('[RE2] a message that an agent who had the chat was not sent', () => {
    expect(foundIn((run) => run.annFrames.splice(1, 1))).toEqual({ lost: 1 })
  })

  it('[RE2] a message that is missing in a snapshot', () => {
    const found = foundIn(({ bobFrames: [frame] }) => {
      if (frame?.type === 'conversation') frame.conversation.messages.splice(2, 1)
    })
    expect(found).toEqual({ lost: 1 })
  })

  it('[RE2] a message that a resume left out', () => {
    const found = foundIn((run) => {
      run.annFrames.splice(2, 1, { type: 'resumed', n: 3, topic: 'chat:chat-1', seq: 5 })
    })
    expect(found).toEqual({ lost: 1, lostFiles: 1 })
  })

  it('[RE2] a comment that a colleague who has the chat was not sent', () => {
    const found = foundIn(({ bobFrames: [frame] }) => {
      if (frame?.type === 'conversation') frame.conversation.comments = []
    })
    expect(found).toEqual({ lost: 1, lostFiles: 1 })
  })

  it('[RE2] a message whose words are others', () => {
    const found = foundIn((run) => {
      row(run, 'Which one?').says = 'Which two?'
    })
    expect(found.lost).toBeGreaterThan(0)
  })

  it('[RE2] but not what was told after the viewer lost the chat', () => {
    const found = foundIn((run) => {
      run.annFrames.push({ type: 'resumed', n: 7, topic: 'chat:chat-1', seq: 14 })
    })
    expect(found).toEqual({})
  })

  it('[RE2] what was missed when a chat comes back into sight', () => {
    const found = foundIn((run) => {
      const back = run.bobFrames[2]
      if (back?.type !== 'change') return
      const chat = { ...chatView(14, null), state: 'closed' }
      run.annFrames.push({ ...back, changes: [{ kind: 'chat', chat }, ...back.changes] })
    })
    // The forwarding, the joining and the answer.
    expect(found).toEqual({ lost: 3 })
  })
})

describe('duplicated', () => {
  it('[RE3] a message that the database holds twice', () => {
    const found = foundIn((run) => {
      const again = { ...row(run, 'Which one?'), messageId: 'again' }
      run.record.messages.splice(4, 0, again)
    })
    // Twice in the database: as a line, and as a command.
    expect(found).toMatchObject({ duplicated: 2, unresolved: 1 })
  })

  it('[RE3] a refused message that the database holds', () => {
    const found = foundIn(({ lines: [line] }) => {
      if (line !== undefined) line.fate = 'refused'
    })
    expect(found).toEqual({ duplicated: 1 })
  })

  it('[RE3] a message that its customer was sent twice', () => {
    const found = foundIn(({ customerFrames }) => {
      const [first] = customerFrames
      if (first !== undefined) customerFrames.splice(1, 0, first)
    })
    expect(found).toEqual({ duplicated: 2 })
  })

  it('[RE3] a message that an agent was sent twice', () => {
    const found = foundIn(({ annFrames }) => {
      const again = annFrames[1]
      if (again !== undefined) annFrames.splice(2, 0, again)
    })
    expect(found).toEqual({ duplicated: 1 })
  })

  it('[RE3] a comment that the database holds twice', () => {
    const found = foundIn(({ record }) => {
      const [comment] = record.comments
      if (comment !== undefined) record.comments.push({ ...comment, commentId: 'again', seq: 99 })
    })
    expect(found).toEqual({ duplicated: 1, duplicatedFiles: 1 })
  })

  it('[RE3] a command that is answered in two ways', () => {
    const found = foundIn(({ customerFrames }) => {
      customerFrames.push({ type: 'ack', id: 'command-0', n: 1 })
      customerFrames.push({ type: 'ack', id: 'command-0', n: 4 })
    })
    expect(found).toEqual({ duplicated: 1 })
  })
})

describe('misordered', () => {
  it('[RE4] messages that the database holds in another order than they were said', () => {
    const found = foundIn(({ record }) => {
      const [first, waiting, joined, second, ...rest] = record.messages
      if (first === undefined || second === undefined) return
      record.messages = [second, first, waiting, joined, ...rest].filter((one) => one !== undefined)
    })
    expect(found.misordered).toBeGreaterThan(0)
  })

  it('[RE4] messages that their customer was sent in another order', () => {
    const found = foundIn((run) =>
      run.customerFrames.splice(3, 0, ...run.customerFrames.splice(4, 1)),
    )
    expect(found.misordered).toBeGreaterThan(0)
  })

  it('[RE4] messages that an agent was sent in another order', () => {
    const found = foundIn((run) => run.annFrames.splice(1, 0, ...run.annFrames.splice(2, 1)))
    expect(found).toEqual({ misordered: 1 })
  })
})

describe('leaked', () => {
  it('[RE5] a comment in a frame of the customer, wherever it hides', () => {
    const found = foundIn(({ customerFrames, comment }) => {
      const frame = customerFrames[3]
      if (frame?.type === 'item') frame.item.name = comment.text
    })
    expect(found).toEqual({ leakedComments: 1 })
  })

  it('[RE5] a personal comment in a frame of a colleague', () => {
    const found = foundIn(({ bobFrames: [frame], personal }) => {
      if (frame?.type !== 'conversation') return
      frame.conversation.chat.preview = { author: 'agent:ann', text: personal.text, at: 0 }
    })
    expect(found).toEqual({ leakedComments: 1 })
  })

  it('[RE5] a comment in a frame of another account', () => {
    const found = foundIn(({ strangerFrames, annFrames: [frame], comment }) => {
      if (frame?.type !== 'conversation') return
      const { chat } = frame.conversation
      const preview = { author: 'agent:ann', text: comment.text, at: 0 }
      strangerFrames.push({
        type: 'change',
        n: 1,
        topic: 'desk',
        seq: 3,
        changes: [{ kind: 'chat', chat: { ...chat, chatId: 'chat-9', preview } }],
      })
    })
    expect(found).toEqual({ leakedComments: 1 })
  })
})

describe('assigned twice', () => {
  it('[RE6] a chat that was in the hands of two agents', () => {
    const found = foundIn(({ record }) => {
      record.hands = (record.hands ?? []).filter(({ seq }) => seq !== 9)
    })
    expect(found).toEqual({ doubleAssigned: 1 })
  })

  it('[RE6] a chat that two agents were told to have', () => {
    expect(foundIn(({ taken }) => taken.push({ agentId: 'bob', seq: 3 }))).toEqual({
      doubleAssigned: 1,
    })
  })

  it('[RE6] a chat that is shown with two holders at one moment', () => {
    const found = foundIn(({ bobFrames, annFrames }) => {
      const [, frame] = annFrames
      if (frame?.type !== 'change') return
      const changes = frame.changes.flatMap((one) =>
        one.kind === 'chat' ? [{ ...one, chat: { ...one.chat, agentId: 'bob' } }] : [],
      )
      bobFrames.unshift({ ...frame, topic: 'desk', changes })
    })
    expect(found).toEqual({ doubleAssigned: 1 })
  })

  it('[RE6] a message of an agent who did not have the chat', () => {
    const found = foundIn((run) => {
      row(run, 'It is on its way.').seq = 10
    })
    expect(found).toMatchObject({ doubleAssigned: 1 })
  })

  it('[RE6] but not a chat that changes hands within one turn', () => {
    const found = foundIn(({ record }) => {
      record.hands = (record.hands ?? []).map((one) =>
        one.seq === 11 ? { ...one, seq: 9, turn: 9 } : one.seq === 9 ? { ...one, turn: 9 } : one,
      )
      record.hands.splice(5, 2, ...record.hands.slice(5, 7).toReversed())
    })
    expect(found).toEqual({})
  })
})

describe('limit exceeded', () => {
  it('[RE7] an agent who had more chats than the limit', () => {
    const found = foundIn(({ record }) => {
      const hands = record.hands ?? []
      const given = hands[4]
      if (given === undefined) return
      const event = { type: 'given', chatId: 'chat-3', as: 'chat' } as const
      record.hands = [
        ...hands.slice(0, 5),
        { ...given, seq: 3.5, turn: 3.5, event },
        ...hands.slice(5),
      ]
    })
    expect(found).toEqual({ limitExceeded: 1 })
  })

  it('[RE7] an agent who is shown with more chats than the limit', () => {
    const found = foundIn(({ bobFrames }) => {
      const agent = {
        agentId: 'ann',
        name: 'Ann',
        publicName: 'Ann',
        role: 'agent',
        groupIds: [],
        presence: 'online',
        awayReason: null,
        connection: 'connected',
        inHand: 2,
        limit: 1,
        notAccepting: 'belowLimit',
        active: true,
        wrapUps: [],
        picture: null,
      } as const
      const changes = [{ kind: 'agent' as const, agent: { ...agent, groupIds: [], wrapUps: [] } }]
      bobFrames.push({ type: 'change', n: 4, topic: 'desk', seq: 20, changes })
    })
    expect(found).toEqual({ limitExceeded: 1 })
  })
})

describe('unresolved', () => {
  it('[RE8] a conversation whose chat is still open', () => {
    const found = foundIn(({ record }) => {
      record.chats = record.chats.map((chat) => ({ ...chat, state: 'queued' }))
    })
    expect(found).toEqual({ unresolved: 1 })
  })

  it('[RE8] a conversation that became no chat', () => {
    const found = foundIn(({ record }) => {
      record.chats = []
    })
    expect(found).toEqual({ unresolved: 1 })
  })

  it('[RE8] a conversation that ended before its last line', () => {
    const found = foundIn(({ meant }) => {
      meant.lines.push({ from: 'customer', text: 'Thank you.' })
    })
    expect(found).toEqual({ unresolved: 1 })
  })

  it('[RE8] a conversation whose end its customer did not see', () => {
    const found = foundIn(({ meant }) => {
      meant.finished = false
    })
    expect(found).toEqual({ unresolved: 1 })
  })
})

describe('files', () => {
  it('[RE15] that an acknowledged message has not are lost, to all who see it', () => {
    const found = foundIn((run) => {
      row(run, 'The blue one.').fileIds = []
    })
    // It stands nowhere, so that nobody was entitled to it; the customer, Ann and Bob were told of it.
    expect(found).toEqual({ lostFiles: 1, duplicatedFiles: 3, leakedFiles: 2 })
  })

  it('[RE15] that somebody was not told of are lost', () => {
    const found = foundIn(({ bobFrames: [frame] }) => {
      if (frame?.type !== 'conversation') return
      const { conversation } = frame
      conversation.comments = conversation.comments.map((comment) => ({ ...comment, files: [] }))
    })
    expect(found).toEqual({ lostFiles: 1 })
  })

  it('[RE15] whose bytes do not come, or are others, are lost', () => {
    const cleo = customerViewer('talk-1')
    const admin = staffViewer('administrator', 'ada', [])
    const found = foundIn(({ visits }) => {
      visits.push(visit('photo', cleo, 'ownLink', 'refused'))
      visits.push(visit('sheet', admin, 'newLink', 'other'))
    })
    expect(found).toEqual({ lostFiles: 2 })
  })

  it('[RE15] that stand in two places are duplicated', () => {
    const found = foundIn(({ record }) => {
      const [comment] = record.comments
      if (comment !== undefined) comment.fileIds = ['sheet', 'sheet']
    })
    // Bob and Ann, who saw it once, missed the second one.
    expect(found).toEqual({ duplicatedFiles: 1, lostFiles: 2 })
  })

  it('[RE15] that went with something refused and stand somewhere are duplicated', () => {
    const found = foundIn(({ files }) => {
      for (const file of files) file.fate = 'refused'
    })
    expect(found).toEqual({ duplicatedFiles: 2 })
  })

  it('[RE15] of a comment that stand in a message are leaked', () => {
    const found = foundIn((run) => {
      const [, sheet] = run.files
      if (sheet !== undefined) sheet.visibleTo = 'author'
    })
    // It stands where all staff sees it, and the administrator opened it.
    expect(found).toEqual({ leakedFiles: 2 })
  })

  const LEAKS = [
    ['a comment’s to its customer', 'sheet', customerViewer('talk-1'), 'newLink'],
    ['to another customer', 'photo', customerViewer('talk-2'), 'newLink'],
    ['to a colleague of another group', 'photo', staffViewer('agent', 'cem', ['sales']), 'newLink'],
    [
      'to another account',
      'photo',
      staffViewer('administrator', 'eve', ['front'], 'elsewhere'),
      'newLink',
    ],
    ['to nobody', 'photo', { ...customerViewer('talk-1'), role: 'nobody' }, 'borrowedLink'],
    ['by an altered link', 'photo', customerViewer('talk-1'), 'alteredLink'],
    ['by a colleague’s link', 'photo', staffViewer('supervisor', 'sue', ['front']), 'borrowedLink'],
  ] as const

  it('[RE15] that were never sent are their uploader’s, and nobody else’s', () => {
    const foundFor = (personId: string) =>
      foundIn((run) => {
        const [, sheet] = run.files
        if (sheet === undefined) return
        sheet.fate = 'unknown'
        for (const comment of run.record.comments) comment.fileIds = []
        run.visits.splice(0)
        const viewer = staffViewer('agent', personId, ['front'])
        run.visits.push(visit('sheet', viewer, 'newLink', 'same'))
      })['leakedFiles']
    expect([foundFor('ann'), foundFor('bob')]).toEqual([undefined, 1])
  })

  it.each(LEAKS)('[RE15] that are given out %s are leaked', (_, fileId, viewer, way) => {
    const found = foundIn(({ visits }) => visits.push(visit(fileId, viewer, way, 'same')))
    expect(found).toEqual({ leakedFiles: 1 })
  })
})

describe('blocks', () => {
  const MESSAGE = 'We end this here.'

  function blockIn(run: HonestRun): void {
    run.meant.ends = 'blocked'
    run.meant.blockMessage = MESSAGE
    run.record.chats = run.record.chats.map((chat) => ({ ...chat, state: 'blocked' }))
    const tried = { conversationId: run.meant.conversationId, way: 'writing' }
    run.blockedTries.push({ ...tried, code: 'blocked', says: MESSAGE })
  }

  it('[RE16] that hold have no findings', () => {
    expect(foundIn(blockIn)).toEqual({})
  })

  it('[RE16] under which something is done, refused otherwise or in other words are found', () => {
    const found = foundIn((run) => {
      blockIn(run)
      const tried = { conversationId: run.meant.conversationId, way: 'writing' }
      run.blockedTries.push({ ...tried, code: null, says: '' })
      run.blockedTries.push({ ...tried, code: 'noChat', says: 'There is no open chat.' })
      run.blockedTries.push({ ...tried, code: 'blocked', says: 'This customer is blocked.' })
    })
    expect(found).toEqual({ servedBlocked: 3 })
  })

  it('[RE16] under which the customer came to have another chat are found', () => {
    const found = foundIn((run) => {
      blockIn(run)
      const [chat] = run.record.chats
      if (chat !== undefined)
        run.record.chats.push({ ...chat, chatId: 'chat-9', state: 'queued', firstWaitingAt: 1 })
      run.record.chats = run.record.chats.map((one) => ({ ...one, tagIds: ['refund'] }))
      run.tags.push({ chatId: 'chat-9', tagId: 'refund', fate: 'acknowledged' })
    })
    expect(found).toEqual({ servedBlocked: 1 })
  })

  it('[RE16] that did not end the chat leave it unresolved', () => {
    const found = foundIn((run) => {
      blockIn(run)
      run.record.chats = run.record.chats.map((chat) => ({ ...chat, state: 'queued' }))
    })
    expect(found).toEqual({ unresolved: 1 })
  })
})

describe('going offline', () => {
  it('[RE17] with a chat in hand that did not become what was chosen is found', () => {
    const found = foundIn(({ record }) => {
      record.moves = record.moves.map((move) => ({ ...move, kind: 'toGroup' as const }))
    })
    expect(found).toEqual({ brokenChoices: 1 })
  })

  it('[RE17] with a chat in hand that was forgotten is found', () => {
    const found = foundIn(({ record }) => {
      record.moves = []
    })
    expect(found).toEqual({ brokenChoices: 1 })
  })

  it('[RE17] with a chat that was closing already leaves it as it is', () => {
    const found = foundIn(({ record }) => {
      record.moves = record.moves.map((move) => ({ ...move, turn: 15, kind: 'closed' as const }))
    })
    expect(found).toEqual({})
  })

  it('[RE17] that was acknowledged and did not happen, or otherwise, is found', () => {
    const found = foundIn(({ offline }) => {
      offline.push({ accountId: 'shop', agentId: 'ann', choice: 'keep', fate: 'acknowledged' })
      const [bob] = offline
      if (bob !== undefined) bob.choice = 'close'
    })
    expect(found).toEqual({ brokenChoices: 2 })
  })

  it('[RE17] and getting a chat then is found', () => {
    const found = foundIn(({ record }) => {
      record.hands?.push({
        accountId: 'shop',
        seq: 18,
        turn: 18,
        agentId: 'bob',
        event: { type: 'given', chatId: 'chat-3', as: 'chat' },
      })
    })
    expect(found).toEqual({ brokenChoices: 1 })
  })
})

describe('marks', () => {
  it('[RE18] a tag or rating that was acknowledged and is not there is lost', () => {
    const found = foundIn(({ record }) => {
      record.chats = record.chats.map((chat) => ({ ...chat, tagIds: [], rating: 2 }))
    })
    expect(found).toEqual({ lost: 2 })
  })

  it('[RE18] a tag that nobody gave, or twice, is duplicated', () => {
    const found = foundIn(({ record }) => {
      const tagIds = ['refund', 'refund', 'urgent']
      record.chats = record.chats.map((chat) => ({ ...chat, tagIds }))
    })
    expect(found).toEqual({ duplicated: 2 })
  })
})

describe('the line', () => {
  const troubles = Object.fromEntries(TROUBLES.map((trouble) => [trouble, 1])) as Record<
    (typeof TROUBLES)[number],
    number
  >
  const parts = {
    findings: [],
    figures: { conversations: 1, messages: 4, ...troubles, kills: 0 },
    seconds: 2,
    latencies: [1, 2, 3, 50].map((ms) => ({ sentAt: 100, receivedAt: 100 + ms })),
    outages: [{ from: 120, to: 130 }],
    withKills: true,
    replay: null,
  }

  it('[RE9] passes where nothing was violated and every trouble was met', () => {
    expect(shortcomings(toReport(parts), false)).toEqual([])
  })

  it('[RE9] does not pass where a trouble was not met, kills where they were asked for', () => {
    expect(shortcomings(toReport(parts), true)).toEqual(['kills is 0'])
    const figures = { ...parts.figures, raceTakes: 0 }
    expect(shortcomings(toReport({ ...parts, figures }), false)).toEqual(['raceTakes is 0'])
  })

  it.each(TROUBLES)('[RE9] does not pass without %s', (trouble) => {
    const figures = { ...parts.figures, [trouble]: 0 }
    expect(shortcomings(toReport({ ...parts, figures }), false)).toEqual([`${trouble} is 0`])
  })

  it('[RE9] does not pass with a single violation', () => {
    const findings = [{ violation: 'lost', says: 'something' } as const]
    expect(shortcomings(toReport({ ...parts, findings }), false)).toEqual(['lost is 1'])
  })

  it('[TK7] tells what replaying came to, and does not pass with a difference', () => {
    const figures = { journals: 9, replayMismatches: 0, eventsPerSecond: 800 }
    const report = toReport({ ...parts, replay: { figures, words: [] } })
    expect(report).toMatchObject(figures)
    expect(shortcomings(report, false)).toEqual([])
    const wrong = { figures: { ...figures, replayMismatches: 2 }, words: ['chat:1 at step 3'] }
    expect(shortcomings(toReport({ ...parts, replay: wrong }), false)).toEqual([
      'replayMismatches is 2',
    ])
    expect(toReport(parts)).not.toHaveProperty('journals')
  })

  it('[RE10] leaves out what was under way while the server was away', () => {
    const report = toReport(parts)
    expect(report).toMatchObject({ messagesPerSecond: 2, p50Ms: 2, p99Ms: 50 })
    expect(report.p99OutsideKillsMs).toBe(3)
  })
})
