import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import { customerCommand } from '#protocol/customer-commands'
import { customerClientFrame } from '#protocol/customer-frames'
import { commandId } from '#protocol/scalars'
import { staffCommand } from '#protocol/staff-commands'
import { staffClientFrame } from '#protocol/staff-frames'
import { MAX_FRAME_BYTES } from '#protocol/limits'
import { settled } from '../testing/manual-clock.ts'
import type { CustomerEnd, StaffEnd } from '../testing/test-hub.ts'
import { acme, rival } from './cast.ts'
import { CUSTOMER_COMMANDS, framesFromClient, staffCommands } from './examples.ts'
import type { Ids } from './examples.ts'
import { Rig } from './rig.ts'
import { NONSENSE, spoiled } from './spoiled.ts'

/** Fewer frames than a socket may send at once. */
const ON_ONE_SOCKET = 80

describe('a bad frame', () => {
  it('[HD9] is thrown of every command and frame that there is', async () => {
    const { ids } = await desk()
    const types = (commands: readonly { type: string }[]) =>
      [...new Set(commands.map(({ type }) => type))].toSorted()
    const known = (union: { options: readonly { shape: { type: { value: string } } }[] }) =>
      union.options.map((option) => option.shape.type.value).toSorted()
    expect(types(staffCommands(ids))).toEqual(known(staffCommand))
    expect(types(CUSTOMER_COMMANDS)).toEqual(known(customerCommand))
    for (const command of staffCommands(ids)) staffCommand.parse(command)
    for (const command of CUSTOMER_COMMANDS) customerCommand.parse(command)
  })

  it('[HD9] of staff is refused by its id or closes the socket, and nothing is written', async () => {
    const { rig, ids, staff } = await desk()
    const id = rig.test.newId()
    const commands = staffCommands(ids).map((command) => ({ type: 'command', id, command }))
    const right = [...commands, ...framesFromClient('Staff')]
    const before = rig.stored()
    expect(await differences(right, staff)).toEqual([])
    await settled()
    expect(rig.stored()).toBe(before)
  })

  it('[HD9] of a customer likewise', async () => {
    const { rig, customer } = await desk()
    const id = rig.test.newId()
    const commands = CUSTOMER_COMMANDS.map((command) => ({ type: 'command', id, command }))
    const right = [...commands, ...framesFromClient('Customers')]
    const before = rig.stored()
    expect(await differences(right, customer)).toEqual([])
    await settled()
    expect(rig.stored()).toBe(before)
  })

  it('[HD9] that is nonsense closes the socket, before a hello and after one', async () => {
    const { rig, staff, customer } = await desk()
    const before = rig.stored()
    for (const [about, text] of Object.entries(NONSENSE)) {
      const ends = [rig.staffSocket(), rig.customerSocket('web'), await staff(), await customer()]
      for (const end of ends) {
        await end.raw(text)
        expect(end.closedWith?.code, about).toBe(CLOSE.badFrame.code)
      }
    }
    expect(rig.stored()).toBe(before)
  })

  it('[HD9] that is too long closes the socket, a text that is too long is refused', async () => {
    const { rig, staff, ids } = await desk()
    const before = rig.stored()
    const { chatId } = ids
    const say = async (text: string) => {
      const end = await staff()
      const id = rig.test.newId()
      const command = { type: 'sendMessage', chatId, text }
      await end.raw(JSON.stringify({ type: 'command', id, command }))
      return end
    }
    expect((await say('x'.repeat(8_001))).last('refused').refusal.code).toBe('invalid')
    expect((await say('\u0001'.repeat(8_001))).last('refused').refusal.code).toBe('invalid')
    const tooLong = await say('x'.repeat(MAX_FRAME_BYTES))
    expect(tooLong.closedWith?.code).toBe(CLOSE.badFrame.code)
    expect(rig.stored()).toBe(before)
  })

  it('[HD9] of any make neither ends the process nor writes', async () => {
    const { rig, ids, staff, customer } = await desk()
    const id = rig.test.newId()
    const right = [
      ...[...staffCommands(ids), ...CUSTOMER_COMMANDS].map((command) => ({
        type: 'command',
        id,
        command,
      })),
      ...framesFromClient('Staff'),
    ]
    const before = rig.stored()
    const frame = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .tuple(
          fc.constantFrom(...right),
          fc.array(fc.tuple(fc.nat(40), fc.jsonValue()), { minLength: 1, maxLength: 3 }),
        )
        .map(([value, changes]) => JSON.stringify(changes.reduce(replaced, value as unknown))),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (texts) => {
        for (const end of [await staff(), await customer()]) {
          for (const text of texts.filter(isBad)) end.handler?.receive(text)
          await settled()
          expect(end.frames.filter(({ type }) => type === 'ack')).toEqual([])
        }
      }),
      { numRuns: 100, seed: 20_260_105 },
    )
    expect(rig.stored()).toBe(before)
    expect(rig.faults).toEqual([])
  })
})

describe('an event of XState’s own', () => {
  const TYPES = [
    'xstate.stop',
    'xstate.init',
    'xstate.after.queueLimit.chat.queued',
    'xstate.done.state.chat',
    '*',
  ]

  /** What is told by acts that hold nothing but free words. */
  const FREE_WORDS = ['customerSaved', 'profileSaved', 'settingsChanged']

  it('[HD10] is never delivered for a client, wherever its name is put', async () => {
    const { rig, ids, staff, customer } = await desk()
    await rig.test.writes('c-web')
    const before = journalTypes(rig)
    for (const type of TYPES) {
      for (const command of [...staffCommands(ids), ...CUSTOMER_COMMANDS]) {
        for (const value of withEachText(command, type)) {
          const frame = { type: 'command', id: rig.test.newId(), command: value }
          for (const end of [await staff(), await customer()]) {
            await end.raw(JSON.stringify(frame))
            const answer = codeOfLast(end.frames)
            // Free words may say what they like: they name nothing.
            expect(['invalid', 'notFound', 'noChat', 'done'], JSON.stringify(value)).toContain(
              answer,
            )
          }
        }
      }
    }
    const after = journalTypes(rig).slice(before.length)
    expect(new Set(after)).toEqual(new Set(['born', 'customerWrote', ...FREE_WORDS]))
    expect(rig.test.host.counters.timersFired).toBe(0)
  })
})

/** What the newest answer to a command says. */
function codeOfLast(frames: StaffEnd['frames'] | CustomerEnd['frames']): string {
  const last = frames.at(-1)
  if (last?.type === 'ack') return 'done'
  return last?.type === 'refused' ? last.refusal.code : 'nothing'
}

function journalTypes(rig: Rig): string[] {
  return (rig.test.memory.contents('acme')?.journal ?? []).map(({ type }) => type)
}

async function desk() {
  const rig = await Rig.start({ acme: acme(), rival: rival() })
  // Somebody else's sockets stay open: opening and closing more of them then changes nothing.
  await rig.staff('ada')
  const token = rig.auth.newCustomer('acme', 'web')
  await rig.customer('web', token)
  await settled()
  const ids: Ids = {
    chatId: 'no-chat',
    customerId: 'nobody',
    groupId: 'no-group',
    otherGroupId: 'no-other-group',
    agentId: 'no-one',
    channelId: 'no-channel',
  }
  const staff = (): Promise<StaffEnd> => rig.staff('ada')
  const customer = (): Promise<CustomerEnd> => rig.customer('web', token)
  return { rig, ids, staff, customer }
}

/** Throws every spoiled form of the right frames, and gives where it was not met as it should be. */
async function differences(
  right: readonly { type: string }[],
  connect: () => Promise<StaffEnd | CustomerEnd>,
): Promise<string[]> {
  const found: string[] = []
  let thrown = 0
  let end = await connect()
  let sent = 0
  for (const frame of right) {
    for (const { about, value } of spoiled(frame)) {
      if (sent >= ON_ONE_SOCKET || end.closedWith !== null) {
        end = await connect()
        sent = 0
      }
      sent += 1
      thrown += 1
      const before = end.frames.length
      end.handler?.receive(JSON.stringify(value))
      const answers = end.frames.slice(before)
      const met = meeting(value)
      const [answer] = answers
      const isRefused = answer?.type === 'refused' && answer.refusal.code === 'invalid'
      const was = isRefused ? 'refused' : (end.closedWith?.reason ?? 'nothing said')
      if (was !== met) found.push(`${JSON.stringify(frame)} with ${about}: ${was}, not ${met}`)
    }
  }
  // Of each frame every part was wrong in a dozen ways or more.
  expect(thrown).toBeGreaterThan(right.length * 30)
  return found
}

/** Whether no schema knows it: what was changed at random may still be right. */
function isBad(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return (
      !staffClientFrame.safeParse(value).success && !customerClientFrame.safeParse(value).success
    )
  } catch {
    return true
  }
}

/** How a frame is met that no schema knows: by its id where it is a command with one. */
function meeting(value: unknown): 'refused' | 'badFrame' {
  if (typeof value !== 'object' || value === null) return 'badFrame'
  const isCommand = 'type' in value && value.type === 'command'
  return isCommand && 'id' in value && commandId.safeParse(value.id).success
    ? 'refused'
    : 'badFrame'
}

/** The value with one of its parts, counted through, replaced. */
function replaced(value: unknown, [index, other]: [number, unknown]): unknown {
  let left = index
  const walk = (part: unknown): unknown => {
    if (left === 0) {
      left -= 1
      return other
    }
    left -= 1
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]))
  }
  return walk(value)
}

/** The value once for each of its texts, with that text replaced. */
function withEachText(value: unknown, text: string): unknown[] {
  if (typeof value === 'string') return [text]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    withEachText(inner, text).map((other) => ({ ...value, [key]: other })),
  )
}
