import { assign, setup } from 'xstate'
import type { AgentEvent, AgentInput, AwayReason } from './agent-events.ts'
import type { Hindrance, NotAccepting } from './decision.ts'

/** Offers missed in a row that set an agent away. */
const MISSED_OFFERS_TO_AWAY = 2

export interface AgentContext {
  agentId: string
  limit: number
  /** Chats that this agent has, in the order in which they came. */
  chats: string[]
  /** Chats offered to this agent; they count against the limit too. */
  offers: string[]
  /** Chats that ended in this agent's hands and are being wrapped up: they count against the limit. */
  wrapUps: { chatId: string; until: number }[]
  /** Until the first of them ends, in milliseconds from when that was last said. */
  wrapUpLeftMs: number
  missedOffers: number
  awayReason: AwayReason | null
  /** When this agent was last given a chat, else came online or back: who is longest idle is first. */
  idleSince: number
  graceMs: number
  settingsVersion: number
  active: boolean
}

/**
 * An agent of one account, version 1: presence beside connection, the chats in hand against a limit,
 * and what is left to do after them. *Accepting* is derived: see `whyNotAccepting`.
 */
export const agentMachine = setup({
  types: {
    context: {} as AgentContext,
    events: {} as AgentEvent,
    input: {} as AgentInput,
  },
  delays: {
    grace: ({ context }) => context.graceMs,
    wrapUpTime: ({ context }) => context.wrapUpLeftMs,
  },
  guards: {
    belowLimit: ({ context }) => inHand(context) < context.limit,
    hasChat: ({ context, event }) => 'chatId' in event && has(context, event.chatId),
    hasOffer: ({ context, event }) => 'chatId' in event && context.offers.includes(event.chatId),
    missedTooMany: ({ context }) => context.missedOffers >= MISSED_OFFERS_TO_AWAY,
    hasLaterWrapUp: ({ context, event }) => laterThan(context, event.at).length > 0,
    isActive: ({ context }) => context.active,
    isInactive: ({ context }) => !context.active,
    isAnotherLimit: ({ context, event }) =>
      event.type === 'limitChanged' && event.limit !== context.limit,
    isNewer: ({ context, event }) =>
      event.type === 'settingsChanged' && event.version > context.settingsVersion,
  },
  actions: {
    returnChats: (_args, _params: { agentId: string }) => {},
    withdrawOffers: (_args, _params: { agentId: string }) => {},
    tellAgent: (_args, _params: { code: 'setAwayForMissedOffers' }) => {},

    startIdle: assign({ idleSince: ({ event }) => event.at }),
    noteAway: assign(({ event }) => ({
      awayReason: event.type === 'wentAway' ? event.reason : 'missedOffers',
      missedOffers: 0,
    })),
    forgetAway: assign({ awayReason: null, missedOffers: 0 }),
    takeInHand: assign(({ context, event }) => {
      if (event.type !== 'chatGiven' || has(context, event.chatId)) return {}
      return event.as === 'chat'
        ? { chats: [...context.chats, event.chatId], idleSince: event.at, missedOffers: 0 }
        : { offers: [...context.offers, event.chatId] }
    }),
    acceptOffer: assign(({ context, event }) =>
      event.type === 'offerBecameChat'
        ? {
            chats: [...context.chats, event.chatId],
            offers: context.offers.filter((id) => id !== event.chatId),
            idleSince: event.at,
            missedOffers: 0,
          }
        : {},
    ),
    letGo: assign(({ context, event }) =>
      event.type === 'chatLeft'
        ? {
            chats: context.chats.filter((id) => id !== event.chatId),
            offers: context.offers.filter((id) => id !== event.chatId),
          }
        : {},
    ),
    countMissed: assign({
      missedOffers: ({ context }) => Math.min(context.missedOffers + 1, MISSED_OFFERS_TO_AWAY),
    }),
    /** Taken, so that the offer can go on; but who could not see it did not miss it. */
    excuseMissed: assign({}),
    startWrapUp: assign(({ context, event }) =>
      event.type === 'wrapUpBegan'
        ? wrapping(
            [
              ...context.wrapUps.filter(({ chatId }) => chatId !== event.chatId),
              { chatId: event.chatId, until: event.at + event.forMs },
            ],
            event.at,
          )
        : {},
    ),
    endWrapUp: assign(({ context, event }) => wrapping(laterThan(context, event.at), event.at)),
    endWrapUps: assign({ wrapUps: [], wrapUpLeftMs: 0 }),
    setLimit: assign(({ event }) => (event.type === 'limitChanged' ? { limit: event.limit } : {})),
    adoptSettings: assign(({ event }) =>
      event.type === 'settingsChanged'
        ? { settingsVersion: event.version, graceMs: event.graceMs }
        : {},
    ),
    deactivate: assign({
      active: false,
      awayReason: null,
      missedOffers: 0,
      wrapUps: [],
      wrapUpLeftMs: 0,
    }),
    reactivate: assign({ active: true }),
  },
}).createMachine({
  id: 'agent',
  version: '1',
  type: 'parallel',
  context: ({ input }) => ({
    agentId: input.agentId,
    limit: input.limit,
    chats: [],
    offers: [],
    wrapUps: [],
    wrapUpLeftMs: 0,
    missedOffers: 0,
    awayReason: null,
    idleSince: input.at,
    graceMs: input.graceMs,
    settingsVersion: input.settingsVersion,
    active: true,
  }),
  on: {
    offerBecameChat: { guard: 'hasOffer', actions: 'acceptOffer' },
    chatLeft: { guard: 'hasChat', actions: 'letGo' },
    limitChanged: { guard: 'isAnotherLimit', actions: 'setLimit' },
    settingsChanged: { guard: 'isNewer', actions: 'adoptSettings' },
    deactivated: {
      guard: 'isActive',
      target: ['.presence.offline', '.connection.gone', '.wrapUp.none'],
      actions: 'deactivate',
    },
    reactivated: { guard: 'isInactive', actions: 'reactivate' },
  },
  states: {
    presence: {
      description: 'What the agent says: wants chats or not.',
      initial: 'offline',
      states: {
        online: {
          description: 'Wants chats, up to the limit.',
          on: {
            wentAway: {
              target: 'away',
              actions: [
                'noteAway',
                { type: 'withdrawOffers', params: ({ context }) => ({ agentId: context.agentId }) },
              ],
            },
            wentOffline: {
              target: 'offline',
              actions: {
                type: 'withdrawOffers',
                params: ({ context }) => ({ agentId: context.agentId }),
              },
            },
          },
          always: {
            guard: 'missedTooMany',
            target: 'away',
            actions: [
              'noteAway',
              { type: 'tellAgent', params: { code: 'setAwayForMissedOffers' } },
              { type: 'withdrawOffers', params: ({ context }) => ({ agentId: context.agentId }) },
            ],
          },
        },
        away: {
          description: 'No new chats; what is in hand stays.',
          on: {
            wentOnline: { target: 'online', actions: ['forgetAway', 'startIdle'] },
            wentAway: { target: 'away', actions: 'noteAway' },
            wentOffline: { target: 'offline', actions: 'forgetAway' },
          },
        },
        offline: {
          description: 'Not at work.',
          on: {
            wentOnline: {
              guard: 'isActive',
              target: 'online',
              actions: ['forgetAway', 'startIdle'],
            },
            wentAway: { guard: 'isActive', target: 'away', actions: 'noteAway' },
          },
        },
      },
    },
    connection: {
      description: 'What the sockets say: any socket of the agent counts.',
      initial: 'gone',
      states: {
        connected: {
          description: 'At least one socket is open.',
          on: {
            socketClosed: { target: 'grace' },
            chatGiven: { guard: 'belowLimit', actions: 'takeInHand' },
            offerMissed: { actions: 'countMissed' },
          },
        },
        grace: {
          description: 'The last socket is lost; it may return.',
          on: {
            socketOpened: { target: 'connected' },
            offerMissed: { actions: 'excuseMissed' },
          },
          after: {
            grace: {
              target: 'gone',
              actions: {
                type: 'returnChats',
                params: ({ context }) => ({ agentId: context.agentId }),
              },
            },
          },
        },
        gone: {
          description: 'No socket.',
          on: {
            socketOpened: { guard: 'isActive', target: 'connected', actions: 'startIdle' },
            offerMissed: { actions: 'excuseMissed' },
          },
        },
      },
    },
    wrapUp: {
      description: 'What is left to do after chats that ended.',
      initial: 'none',
      states: {
        none: {
          description: 'Nothing is being wrapped up.',
          on: {
            wrapUpBegan: { guard: 'isActive', target: 'running', actions: 'startWrapUp' },
          },
        },
        running: {
          description: 'Places stay taken until their time is over or the agent is done.',
          on: {
            wrapUpBegan: { target: 'running', reenter: true, actions: 'startWrapUp' },
            wrapUpEnded: { target: 'none', actions: 'endWrapUps' },
          },
          after: {
            wrapUpTime: [
              { guard: 'hasLaterWrapUp', target: 'running', reenter: true, actions: 'endWrapUp' },
              { target: 'none', actions: 'endWrapUps' },
            ],
          },
        },
      },
    },
  },
})

export interface AgentStateValue {
  presence: 'online' | 'away' | 'offline'
  connection: 'connected' | 'grace' | 'gone'
  wrapUp: 'none' | 'running'
}

/** Chats that count against the limit: those in hand, offers out, and those being wrapped up. */
export function inHand(context: AgentContext): number {
  return context.chats.length + context.offers.length + context.wrapUps.length
}

/** Which condition keeps this agent from getting a chat now; null when the agent is accepting. */
export function whyNotAccepting(agent: {
  value: Pick<AgentStateValue, 'presence' | 'connection'>
  context: AgentContext
}): NotAccepting | null {
  if (agent.value.presence !== 'online') return 'online'
  if (agent.value.connection !== 'connected') return 'connected'
  return inHand(agent.context) < agent.context.limit ? null : 'belowLimit'
}

/** The state behind `whyNotAccepting`; null where there is none. */
export function hindranceOf({
  presence,
  connection,
}: Pick<AgentStateValue, 'presence' | 'connection'>): Hindrance | null {
  if (presence !== 'online') return presence
  return connection === 'connected' ? null : connection
}

/** What goes on being wrapped up when the first of them ended, and all that ended by now with it. */
function laterThan({ wrapUps }: AgentContext, at: number): AgentContext['wrapUps'] {
  const ended = Math.max(at, Math.min(...wrapUps.map(({ until }) => until)))
  return wrapUps.filter(({ until }) => until > ended)
}

function wrapping(
  wrapUps: AgentContext['wrapUps'],
  at: number,
): Pick<AgentContext, 'wrapUps' | 'wrapUpLeftMs'> {
  const first = Math.min(...wrapUps.map(({ until }) => until))
  return { wrapUps, wrapUpLeftMs: Math.max(0, first - at) }
}

function has(context: AgentContext, chatId: string): boolean {
  return context.chats.includes(chatId) || context.offers.includes(chatId)
}
