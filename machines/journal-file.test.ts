import { describe, expect, it } from 'vitest'
import type { AgentEvent } from './agent-events.ts'
import { AgentLife, HIRED } from './agent-life.ts'
import { ChatLife, WRITTEN, annTook, annWrote } from './chat-life.ts'
import { NotAJournal, fileJournal, readJournal, replayFile, writeJournal } from './journal-file.ts'
import { journaled } from './journaled-life.ts'

const chat = journaled('chat:chat-1', new ChatLife(), WRITTEN, [annTook, annWrote])
const agent = journaled<AgentEvent>('agent:ann', new AgentLife(), HIRED, [
  { type: 'socketOpened' },
  { type: 'wentOnline' },
  { type: 'chatGiven', chatId: 'chat-1', as: 'chat' },
])

describe('the file of a journal', () => {
  it.each([chat, agent])('[RP5] has one event a line and is read as it was written', (life) => {
    const file = fileJournal(life.actor, life.journal, life.stored)
    const text = writeJournal(file)
    expect(readJournal(text)).toEqual(file)
    expect(readJournal(JSON.parse(text))).toEqual(file)
    const lines = text
      .split('\n')
      .filter((line) => line.includes('"step":') && !line.includes('kept'))
    expect(lines).toHaveLength(life.journal.length)
    expect(lines.every((line) => /^ {4}\{.*\},?$/.test(line))).toBe(true)
    expect(replayFile(file)).toMatchObject({ difference: null })
  })

  it('[RP5] says machine and XState where they change, and what was said only when asked', () => {
    const file = fileJournal(chat.actor, chat.journal, chat.stored)
    expect(file.events.map((event) => event.machine ?? '')).toEqual(['chat@2', '', ''])
    expect(file.events.at(-1)).toEqual({
      step: 3,
      at: WRITTEN.at + 2_000,
      by: 'agent:ann',
      type: 'agentWrote',
      data: { agentId: 'ann', messageId: 'm2' },
      state: 'assigned.awaitingCustomer',
    })
    expect('words' in file).toBe(false)
    const words = [{ id: 'm2', kind: 'message', at: 1, author: 'agent:ann', text: 'Hi' }] as const
    expect(readJournal(writeJournal({ ...file, words: [...words] })).words).toEqual(words)
  })

  it('[RP5] is made of a journal that today’s charts do not take, without its states', () => {
    const events = chat.journal.map((row) => (row.actorSeq === 2 ? { ...row, type: 'flew' } : row))
    const file = fileJournal(chat.actor, events, chat.stored)
    expect(file.events.map(({ state }) => state)).toEqual(['queued.inLine', undefined, undefined])
    expect(replayFile(file).difference).toMatchObject({ step: 2, event: 'flew by agent:ann' })
  })

  it('[RP5] is no other thing', () => {
    const file = fileJournal(chat.actor, chat.journal, chat.stored)
    for (const [other, says] of [
      ['{', 'It is no JSON'],
      [[], 'A journal is a JSON object.'],
      [{}, 'Its format is undefined, not parley-journal@1.'],
      [{ ...file, actor: 'account' }, 'no chat and no agent'],
      [{ ...file, events: [] }, 'It has no events.'],
      [{ ...file, events: [...file.events, { step: '4' }] }, 'Event 4 has no'],
      [{ ...file, snapshot: 7 }, 'It has no snapshot.'],
    ] as const) {
      expect(() => readJournal(other)).toThrow(NotAJournal)
      expect(() => readJournal(other)).toThrow(says)
    }
  })
})
