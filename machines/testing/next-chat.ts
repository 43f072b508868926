import { assign, createMachine } from 'xstate'
import { contextAtBirth as firstContext } from '../chat-context.ts'
import type { ChatContext } from '../chat-context.ts'
import type { ChatInput } from '../chat-events.ts'
import { chatMachine } from '../chat.ts'
import type { MachineVersion } from '../versions.ts'

/*
 * A chat of the version to come, for tests of how actors go over to the next version. It is what README.md
 * beside the charts works out as its example.
 *
 * The response limit is called `answerLimit`; a long hold reminds the agent before it ends; and a
 * chat remembers whether it did.
 */

const AWAITING_AGENT = 'chat.assigned.awaitingAgent'

/** How long a hold lasts before the agent is reminded, in milliseconds. */
const LONG_HOLD_MS = 3_600_000

const REMIND = {
  type: 'remindAgent',
  params: ({ context }: { context: ChatContext }) => ({ agentId: context.agentId ?? '' }),
}

type Config = Record<string, unknown>

const first = fieldsOf(chatMachine.config)
const assigned = partOf(first, 'states', 'assigned')
const awaitingAgent = partOf(assigned, 'states', 'awaitingAgent')
const onHold = partOf(assigned, 'states', 'onHold')

const machine = createMachine(
  {
    ...first,
    version: '3',
    context: ({ input }: { input: ChatInput }) => contextAtBirth(input),
    states: {
      ...fieldsOf(first.states),
      assigned: {
        ...assigned,
        states: {
          ...fieldsOf(assigned.states),
          awaitingAgent: {
            ...awaitingAgent,
            after: { answerLimit: partOf(awaitingAgent, 'after', 'responseLimit') },
          },
          onHold: {
            ...onHold,
            after: { ...fieldsOf(onHold.after), longHold: { actions: ['noteReminded', REMIND] } },
          },
        },
      },
    },
  } as never,
  {
    ...chatMachine.implementations,
    actions: { ...chatMachine.implementations.actions, noteReminded: assign({ reminded: true }) },
    delays: {
      ...chatMachine.implementations.delays,
      answerLimit: ({ context }: { context: ChatContext }) => context.limits.responseMs,
      longHold: LONG_HOLD_MS,
    },
  } as never,
)

/** Chats of the present version go over to it. */
export const NEXT_CHAT: MachineVersion = {
  name: 'chat@3',
  machine,
  migration: {
    snapshot: (before) => ({
      ...before,
      context: { ...fieldsOf(before.context), reminded: false },
    }),
    timers: {
      [`xstate.after.responseLimit.${AWAITING_AGENT}`]: `xstate.after.answerLimit.${AWAITING_AGENT}`,
    },
  },
}

/** For `npx parley check-machines --against`. */
export const versions = [NEXT_CHAT]

/** The same, and nobody said what becomes of those before. */
export const NEXT_CHAT_ALONE: MachineVersion = { name: 'chat@3', machine }

function contextAtBirth(input: ChatInput): Config {
  return { ...firstContext(input), reminded: false }
}

function fieldsOf(value: unknown): Config {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function partOf(of: Config, list: string, name: string): Config {
  return fieldsOf(fieldsOf(of[list])[name])
}
