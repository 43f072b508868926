import { assign, setup } from 'xstate'
import type { ChatContext as PresentContext, ClosingFrom } from '../chat-context.ts'
import type {
  ChatEvent,
  ChatInput,
  CloseReason,
  CustomerNotice,
  ReturnReason,
  StaffNote,
} from '../chat-events.ts'
import { changesPlaces, moveLine } from '../move-line.ts'

export type { ClosingFrom } from '../chat-context.ts'

/** What a chat of version 1 knows. */
export type ChatContext = Omit<PresentContext, 'botMisses'>

/** The words of the chart of version 1. */
export const chatSetup = setup({
  types: {
    context: {} as ChatContext,
    events: {} as ChatEvent,
    input: {} as ChatInput,
  },
  delays: {
    queueLimit: ({ context }) => context.limits.queueMs,
    offerLimit: ({ context }) => context.limits.offerMs,
    responseLimit: ({ context }) => context.limits.responseMs,
    idleLimit: ({ context }) => context.limits.idleMs,
    forwardLimit: ({ context }) => context.limits.forwardMs,
    undoLimit: ({ context }) => context.limits.undoMs,
    botLimit: ({ context }) => context.limits.botMs,
    holdTime: ({ context }) => context.hold?.forMs ?? 0,
  },
  guards: {
    startsWithBot: ({ context }) => context.botId !== null && context.agentId === null,
    startsWithAgent: ({ context }) => context.agentId !== null,
    answersLatest: ({ context, event }) =>
      'answers' in event && event.answers === context.lastCustomerMessageId,
    holdsChat: ({ context, event }) => 'agentId' in event && event.agentId === context.agentId,
    offeredToThem: ({ context, event }) => 'agentId' in event && event.agentId === context.agentId,
    isAnotherAgent: ({ context, event }) => 'agentId' in event && event.agentId !== context.agentId,
    forwardedToThem: ({ context, event }) =>
      'agentId' in event &&
      context.forward?.to.kind === 'agent' &&
      context.forward.to.agentId === event.agentId,
    mayTakeForwarded: ({ context, event }) =>
      'agentId' in event &&
      (context.forward?.to.kind === 'group' ||
        (context.forward?.to.kind === 'agent' && context.forward.to.agentId === event.agentId)),
    forwardedToBot: ({ context }) => context.forward?.to.kind === 'bot',
    goesElsewhere: ({ context, event }) =>
      event.type === 'forwarded' &&
      (event.to.kind !== 'agent' || event.to.agentId !== context.agentId),
    hasOverflow: ({ context }) => context.line.overflowGroupId !== null,
    isAnswered: ({ context }) => context.unansweredSince === null,
    hasNotLeftMessage: ({ context }) => !context.leftMessage,
    hasAnotherPriority: ({ context, event }) =>
      event.type === 'priorityChanged' && event.priority !== context.line.priority,
    changesGroup: ({ context, event }) =>
      event.type === 'lineMoved' && moveLine(context, event).line.groupId !== context.line.groupId,
    changesLine: ({ context, event }) =>
      event.type === 'lineMoved' && changesPlaces(context, event),
    isNewer: ({ context, event }) =>
      event.type === 'settingsChanged' && event.version > context.settingsVersion,
    isAbsent: ({ context }) => !context.customerPresent,
    isPresent: ({ context }) => context.customerPresent,
    cameFromBot: ({ context }) =>
      context.closingFrom === 'bot.answering' || context.closingFrom === 'bot.listening',
    cameFromAnsweredBot: ({ context }) => context.closingFrom === 'bot.listening',
    cameFromForwarded: ({ context }) => context.closingFrom === 'forwarded',
    cameFromHold: ({ context }) => context.closingFrom === 'onHold',
    cameFromAgent: ({ context }) => context.closingFrom === 'assigned',
  },
  actions: {
    // Effects: carried out by the host, described here.
    tellCustomer: (_args, _params: CustomerNotice) => {},
    tellStaff: (_args, _params: StaffNote) => {},
    askBot: (_args, _params: { botId: string; answers: string | null }) => {},
    countMissedOffer: (_args, _params: { agentId: string }) => {},
    remindAgent: (_args, _params: { agentId: string }) => {},

    noteCustomerMessage: assign(({ context, event }) =>
      event.type === 'customerWrote'
        ? {
            lastCustomerMessageId: event.messageId,
            unansweredSince: context.unansweredSince ?? event.at,
          }
        : {},
    ),
    noteBotAnswer: assign({ botAnswered: true }),
    noteAnswer: assign({ unansweredSince: null, answered: true, passedOver: [], hold: null }),
    startWaiting: assign(({ context, event }) => ({
      line: { ...context.line, firstWaitingAt: context.line.firstWaitingAt ?? event.at },
      unansweredSince: context.unansweredSince ?? event.at,
    })),
    takeLine: assign(({ context, event }) =>
      event.type === 'botHandedOver' && event.line !== undefined
        ? {
            line: {
              ...event.line,
              firstWaitingAt: context.line.firstWaitingAt ?? event.line.firstWaitingAt,
            },
          }
        : {},
    ),
    giveToAgent: assign(({ context, event }) => ({
      agentId: 'agentId' in event ? event.agentId : context.agentId,
      line: { ...context.line, firstWaitingAt: context.line.firstWaitingAt ?? event.at },
    })),
    endForward: assign({ forward: null }),
    releaseAgent: assign({ agentId: null }),
    passOverAgent: assign(({ context }) => passOver(context, context.agentId)),
    passOverWhoReturned: assign(({ context, event }) =>
      event.type === 'returnedToQueue' && letGoByChoice(event.reason)
        ? passOver(context, context.agentId)
        : {},
    ),
    passOverTarget: assign(({ context }) =>
      passOver(context, context.forward?.to.kind === 'agent' ? context.forward.to.agentId : null),
    ),
    hold: assign(({ context, event }) =>
      event.type === 'putOnHold'
        ? {
            hold: { until: event.until, forMs: event.forMs },
            unansweredSince: context.unansweredSince ?? event.at,
          }
        : {},
    ),
    resumeHold: assign(({ context, event }) => ({
      hold: context.hold && {
        until: context.hold.until,
        forMs: Math.max(1, context.hold.until - event.at),
      },
    })),
    endHold: assign({ hold: null }),
    sendOn: assign(({ context, event }) => {
      if (event.type !== 'forwarded') return {}
      const toGroup =
        event.to.kind === 'group'
          ? { groupId: event.to.groupId, overflowGroupId: event.to.overflowGroupId }
          : {}
      return {
        agentId: null,
        hold: null,
        sticky: null,
        line: {
          ...context.line,
          ...toGroup,
          firstWaitingAt: context.line.firstWaitingAt ?? event.at,
        },
        unansweredSince: context.unansweredSince ?? event.at,
        forward: { to: event.to, by: event.by, from: context.forward?.from ?? context.line },
      }
    }),
    goBackToLine: assign(({ context }) => ({
      agentId: null,
      line: context.forward
        ? {
            ...context.forward.from,
            priority: context.line.priority,
            firstWaitingAt: context.forward.from.firstWaitingAt ?? context.line.firstWaitingAt,
          }
        : context.line,
      forward: null,
    })),
    startBot: assign(({ context }) => ({
      botId: context.forward?.to.kind === 'bot' ? context.forward.to.botId : context.botId,
      botAnswered: false,
      forward: null,
    })),
    moveToOverflow: assign(({ context }) => ({
      line: {
        ...context.line,
        groupId: context.line.overflowGroupId ?? context.line.groupId,
        overflowGroupId: null,
      },
    })),
    moveLine: assign(({ context, event }) =>
      event.type === 'lineMoved' ? moveLine(context, event) : {},
    ),
    setPriority: assign(({ context, event }) =>
      event.type === 'priorityChanged'
        ? { line: { ...context.line, priority: event.priority } }
        : {},
    ),
    adoptSettings: assign(({ event }) =>
      event.type === 'settingsChanged'
        ? { settingsVersion: event.version, limits: event.limits }
        : {},
    ),
    markMessageLeft: assign({ leftMessage: true }),
    markAbsent: assign({ customerPresent: false }),
    markPresent: assign({ customerPresent: true }),
    noteClosing: assign(({ event }, params: { reason: CloseReason }) => ({
      closed: { by: event.by, reason: params.reason },
    })),
    keepPlace: assign((_args, params: { from: ClosingFrom }) => ({ closingFrom: params.from })),
    forgetClosing: assign({ closed: null, closingFrom: null }),
    letGo: assign({ hold: null, forward: null, agentId: null, closingFrom: null }),
    noteBlock: assign(({ event }) =>
      event.type === 'customerBlocked' ? { blockId: event.blockId, closed: null } : {},
    ),
  },
})

/** An agent who gives a chat back is not asked first for it; one who lost it by bad luck is. */
function letGoByChoice(reason: ReturnReason): boolean {
  return reason === 'agent'
}

function passOver(
  { passedOver }: ChatContext,
  agentId: string | null,
): Pick<ChatContext, 'passedOver'> {
  return {
    passedOver:
      agentId === null || passedOver.includes(agentId) ? passedOver : [...passedOver, agentId],
  }
}

/** What a chat knows when it is born; only a chat that the bot gets first does not wait yet. */
export function contextAtBirth(input: ChatInput): ChatContext {
  const startsWithBot = input.botId !== null && input.agentId === null
  const startsInLine = input.botId === null && input.agentId === null
  return {
    chatId: input.chatId,
    customerId: input.customerId,
    channelId: input.channelId,
    line: {
      ...input.line,
      firstWaitingAt: startsWithBot ? null : (input.line.firstWaitingAt ?? input.at),
    },
    botId: input.botId,
    agentId: input.agentId,
    passedOver: [],
    forward: null,
    sticky: input.sticky,
    continues: input.continues,
    unansweredSince: input.messageId !== null || startsInLine ? input.at : null,
    lastCustomerMessageId: input.messageId,
    answered: false,
    botAnswered: false,
    leftMessage: false,
    // Whoever writes is here; of whom an agent opens a chat for, nothing is known.
    customerPresent: input.messageId !== null,
    hold: null,
    closed: null,
    closingFrom: null,
    blockId: null,
    settingsVersion: input.settingsVersion,
    limits: input.limits,
  }
}
