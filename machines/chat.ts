import { chatSetup } from './chat-setup.ts'
import { contextAtBirth } from './chat-context.ts'
import type { ChatContext, ClosingFrom } from './chat-context.ts'
import type { BotFailure, CloseReason } from './chat-events.ts'

export type { ChatContext } from './chat-context.ts'

/** What can happen to any chat that is not over. */
const whileOpen = chatSetup.createStateConfig({
  on: {
    customerBlocked: {
      target: '#chat.blocked',
      actions: [
        'noteBlock',
        'letGo',
        {
          type: 'tellCustomer',
          params: ({ event }) => ({ code: 'blocked', blockId: event.blockId }),
        },
      ],
    },
    customerLeft: {
      guard: 'isPresent',
      actions: ['markAbsent', { type: 'tellStaff', params: { code: 'customerLeft' } }],
    },
    customerReturned: {
      guard: 'isAbsent',
      actions: ['markPresent', { type: 'tellStaff', params: { code: 'customerReturned' } }],
    },
    settingsChanged: { guard: 'isNewer', actions: 'adoptSettings' },
    priorityChanged: { guard: 'hasAnotherPriority', actions: 'setPriority' },
    lineMoved: { guard: 'changesLine', actions: 'moveLine' },
  },
}).on

/** The customer wants the bot instead of people, who lose the chat. */
const backToBot = chatSetup.createStateConfig({
  on: {
    botRequested: {
      target: '#chat.bot',
      actions: [
        {
          type: 'tellStaff',
          params: ({ context }) => ({ code: 'botRequested', fromAgentId: context.agentId }),
        },
        'goToBot',
        { type: 'tellCustomer', params: { code: 'forwardedToBot' } },
      ],
    },
  },
}).on.botRequested

/** For whom there is nobody, not even a bot. */
const toldOnce = {
  type: 'tellCustomer',
  params: ({ context }: { context: ChatContext }) =>
    ({ code: 'blocked', blockId: context.blockId ?? '' }) as const,
} as const

/** Whoever is blocked reads so again, whatever way to a person they try. */
const toldAgain = {
  type: 'tellCustomer',
  params: ({ context }: { context: ChatContext }) =>
    ({ code: 'stillBlocked', blockId: context.blockId ?? '' }) as const,
} as const

/** What a waiting chat takes, be it in its own line or forwarded, offered or not. */
const whileWaiting = chatSetup.createStateConfig({
  on: {
    customerWrote: { actions: 'noteCustomerMessage' },
    customerEnded: closedAs('abandoned'),
    messageLeft: { guard: 'hasNotLeftMessage', actions: 'markMessageLeft' },
  },
}).on

const takenOver = chatSetup.createStateConfig({
  on: {
    agentTookOver: {
      target: '#chat.assigned',
      guard: 'isAnotherAgent',
      actions: [
        {
          type: 'tellStaff',
          params: ({ context, event }) => ({
            code: 'takenOver',
            fromAgentId: context.agentId,
            byAgentId: event.agentId,
          }),
        },
        'giveToAgent',
        'endHold',
        {
          type: 'tellCustomer',
          params: ({ event }) => ({ code: 'joined', agentId: event.agentId }),
        },
      ],
    },
  },
}).on.agentTookOver

const sentOn = chatSetup.createStateConfig({
  on: {
    forwarded: {
      target: '#chat.forwarded',
      reenter: true,
      guard: 'goesElsewhere',
      actions: [
        'sendOn',
        {
          type: 'tellCustomer',
          params: ({ context, event }) =>
            event.to.kind === 'bot'
              ? { code: 'forwardedToBot' }
              : { code: 'forwarded', groupId: context.line.groupId },
        },
      ],
    },
  },
}).on.forwarded

const joined = chatSetup.createStateConfig({
  on: {
    agentTook: {
      target: '#chat.assigned',
      actions: [
        'giveToAgent',
        {
          type: 'tellCustomer',
          params: ({ event }) => ({ code: 'joined', agentId: event.agentId }),
        },
      ],
    },
    agentAssigned: {
      target: '#chat.assigned',
      actions: [
        'giveToAgent',
        {
          type: 'tellCustomer',
          params: ({ event }) => ({ code: 'joined', agentId: event.agentId }),
        },
      ],
    },
    offerMade: { target: 'offered', actions: 'giveToAgent' },
  },
}).on

/** The one agent it was forwarded to does not want it. */
const declined = {
  guard: 'forwardedToThem',
  target: '#chat.queued',
  actions: [
    {
      type: 'tellStaff',
      params: ({ event }: { event: { agentId: string } }) =>
        ({ code: 'forwardDeclined', agentId: event.agentId }) as const,
    },
    'passOverTarget',
    'goBackToLine',
    { type: 'tellCustomer', params: { code: 'returned' } },
  ],
} as const

const botWasSilent = {
  type: 'tellStaff',
  params: ({ context }: { context: ChatContext }) =>
    ({ code: 'botSilent', botId: context.botId ?? '' }) as const,
} as const

const botFailed = {
  type: 'tellStaff',
  params: ({ context, event }: { context: ChatContext; event: { reason: BotFailure } }) =>
    ({ code: 'botFailed', botId: context.botId ?? '', reason: event.reason }) as const,
} as const

const closedAsNoted = {
  type: 'tellCustomer',
  params: ({ context }: { context: ChatContext }) =>
    ({ code: 'closed', reason: context.closed?.reason ?? 'solved' }) as const,
} as const

const reopened = { type: 'tellStaff', params: { code: 'closeUndone' } } as const

/**
 * A chat from its first message to its end, version 2.
 *
 * Every delay is a budget of time that the host turns into a deadline; every effect is described
 * and left to the host. `closed` and `blocked` are ordinary states that nothing leaves.
 */
export const chatMachine = chatSetup.createMachine({
  id: 'chat',
  version: '2',
  initial: 'opening',
  context: ({ input }) => contextAtBirth(input),
  states: {
    opening: {
      description: 'Decides who gets the customer first; no chat ever rests here.',
      always: [
        { guard: 'startsWithBot', target: 'bot' },
        { guard: 'isBlocked', target: 'blocked', actions: ['letGo', toldOnce] },
        {
          guard: 'startsWithAgent',
          target: 'assigned',
          actions: {
            type: 'tellCustomer',
            params: ({ context }) => ({ code: 'joined', agentId: context.agentId ?? '' }),
          },
        },
        { target: 'queued', actions: { type: 'tellCustomer', params: { code: 'waiting' } } },
      ],
    },

    bot: {
      description: 'The customer talks to the bot.',
      initial: 'answering',
      on: {
        ...whileOpen,
        customerUnblocked: { guard: 'isBlocked', actions: 'endBlock' },
        agentTookOver: { ...takenOver, guard: 'isServed' },
        forwarded: [
          {
            guard: 'staysWithBot',
            actions: [
              {
                type: 'tellStaff',
                params: ({ context }) => ({ code: 'blockHeld', blockId: context.blockId ?? '' }),
              },
              toldAgain,
            ],
          },
          {
            guard: 'isBlocked',
            target: '.answering',
            reenter: true,
            actions: ['changeBot', { type: 'tellCustomer', params: { code: 'forwardedToBot' } }],
          },
          sentOn,
        ],
        customerEnded: closedAs('endedByCustomer'),
        personRequested: [
          { guard: 'isBlocked', actions: toldAgain },
          {
            target: 'queued',
            actions: ['startWaiting', { type: 'tellCustomer', params: { code: 'waiting' } }],
          },
        ],
        messageLeft: [
          { guard: 'isBlocked', actions: toldAgain },
          {
            guard: 'hasNotLeftMessage',
            target: 'queued',
            actions: [
              'markMessageLeft',
              'startWaiting',
              { type: 'tellCustomer', params: { code: 'waiting' } },
            ],
          },
        ],
        botHandedOver: [
          { guard: 'answersBlocked', target: '.listening', actions: ['noteBotAnswer', toldAgain] },
          {
            target: 'queued',
            guard: 'answersLatest',
            actions: [
              'takeLine',
              'startWaiting',
              { type: 'tellCustomer', params: { code: 'waiting' } },
            ],
          },
        ],
      },
      states: {
        answering: {
          description: 'The bot owes an answer.',
          entry: {
            type: 'askBot',
            params: ({ context }) => ({
              botId: context.botId ?? '',
              answers: context.lastCustomerMessageId,
            }),
          },
          on: {
            agentClosed: closingFrom('bot.answering'),
            customerWrote: {
              actions: [
                'noteCustomerMessage',
                {
                  type: 'askBot',
                  params: ({ context }) => ({
                    botId: context.botId ?? '',
                    answers: context.lastCustomerMessageId,
                  }),
                },
              ],
            },
            botWrote: { guard: 'answersLatest', target: 'listening', actions: 'noteBotAnswer' },
            botFailed: [
              { guard: 'answersBlocked', target: 'listening', actions: [botFailed, toldAgain] },
              {
                guard: 'answersLatest',
                target: '#chat.queued',
                actions: [
                  botFailed,
                  'startWaiting',
                  { type: 'tellCustomer', params: { code: 'waiting' } },
                ],
              },
            ],
          },
          after: {
            botLimit: [
              { guard: 'isBlocked', target: 'listening', actions: [botWasSilent, toldAgain] },
              {
                target: '#chat.queued',
                actions: [
                  botWasSilent,
                  'startWaiting',
                  { type: 'tellCustomer', params: { code: 'waiting' } },
                ],
              },
            ],
          },
        },
        listening: {
          description: 'The bot answered, or is not waited for; the customer has the word.',
          on: {
            agentClosed: closingFrom('bot.listening'),
            customerWrote: { target: 'answering', actions: 'noteCustomerMessage' },
            botWrote: { guard: 'answersLatest', target: 'listening', reenter: true },
          },
          after: { idleLimit: closedAs('idle') },
        },
      },
    },

    queued: {
      description: "Waits in a group's line; the limit runs on while the chat is offered.",
      initial: 'inLine',
      on: {
        ...whileOpen,
        ...whileWaiting,
        botRequested: backToBot,
        agentTookOver: takenOver,
        forwarded: sentOn,
        agentClosed: closingFrom('queued'),
        lineMoved: [
          {
            guard: 'changesGroup',
            target: 'queued',
            reenter: true,
            actions: ['releaseAgent', 'moveLine'],
          },
          { guard: 'changesLine', actions: 'moveLine' },
        ],
      },
      after: {
        queueLimit: [
          {
            guard: 'hasOverflow',
            target: 'queued',
            reenter: true,
            actions: [
              {
                type: 'tellStaff',
                params: ({ context }) => ({
                  code: 'overflowed',
                  fromGroupId: context.line.groupId,
                  toGroupId: context.line.overflowGroupId ?? '',
                }),
              },
              'releaseAgent',
              'moveToOverflow',
            ],
          },
          { actions: { type: 'tellCustomer', params: { code: 'leaveMessage' } } },
        ],
      },
      states: {
        inLine: { description: 'Nobody was asked yet, or nobody said yes.', on: joined },
        offered: offered('inLine'),
      },
    },

    assigned: {
      description: 'An agent has the chat.',
      initial: 'awaitingAgent',
      entry: 'endForward',
      on: {
        ...whileOpen,
        botRequested: backToBot,
        agentTookOver: takenOver,
        forwarded: {
          ...sentOn,
          actions: ['passOverAgent', ...sentOn.actions],
        },
        agentClosed: closingFrom('assigned'),
        customerEnded: closedAs('endedByCustomer'),
        agentWrote: { guard: 'holdsChat', target: '.awaitingCustomer', actions: 'noteAnswer' },
        putOnHold: {
          target: '.onHold',
          actions: [
            'hold',
            {
              type: 'tellCustomer',
              params: ({ event }) => ({ code: 'onHold', until: event.until }),
            },
          ],
        },
        returnedToQueue: {
          target: 'queued',
          actions: [
            {
              type: 'tellStaff',
              params: ({ context, event }) => ({
                code: 'returned',
                agentId: context.agentId ?? '',
                reason: event.reason,
              }),
            },
            'passOverWhoReturned',
            'releaseAgent',
            'endHold',
            'startWaiting',
            { type: 'tellCustomer', params: { code: 'returned' } },
          ],
        },
      },
      states: {
        awaitingAgent: {
          description: 'The customer waits for an answer.',
          always: { guard: 'isAnswered', target: 'awaitingCustomer' },
          on: { customerWrote: { actions: 'noteCustomerMessage' } },
          after: {
            responseLimit: {
              target: '#chat.queued',
              actions: [
                {
                  type: 'tellStaff',
                  params: ({ context }) => ({
                    code: 'responseLimitReached',
                    agentId: context.agentId ?? '',
                  }),
                },
                'passOverAgent',
                'releaseAgent',
                { type: 'tellCustomer', params: { code: 'returned' } },
              ],
            },
          },
        },
        awaitingCustomer: {
          description: 'A person answered last.',
          on: {
            customerWrote: { target: 'awaitingAgent', actions: 'noteCustomerMessage' },
          },
          after: { idleLimit: closedAs('idle') },
        },
        onHold: {
          description: 'The agent owes an answer until a time.',
          on: {
            agentClosed: closingFrom('onHold'),
            customerWrote: { actions: 'noteCustomerMessage' },
            holdEnded: { target: 'awaitingAgent', actions: 'endHold' },
          },
          after: {
            holdTime: {
              target: 'awaitingAgent',
              actions: [
                'endHold',
                {
                  type: 'remindAgent',
                  params: ({ context }) => ({ agentId: context.agentId ?? '' }),
                },
              ],
            },
          },
        },
      },
    },

    forwarded: {
      description: 'Handed to another group, agent or bot, not taken yet.',
      initial: 'untaken',
      on: {
        ...whileOpen,
        ...whileWaiting,
        botRequested: backToBot,
        agentTookOver: takenOver,
        forwarded: sentOn,
        agentClosed: closingFrom('forwarded'),
        forwardDeclined: declined,
      },
      after: {
        forwardLimit: {
          target: 'queued',
          actions: [
            { type: 'tellStaff', params: { code: 'forwardExpired' } },
            'passOverTarget',
            'goBackToLine',
            { type: 'tellCustomer', params: { code: 'returned' } },
          ],
        },
      },
      states: {
        untaken: {
          description: 'Nobody of those it was handed to has it yet.',
          on: {
            agentTook: { ...joined.agentTook, guard: 'mayTakeForwarded' },
            agentAssigned: { ...joined.agentAssigned, guard: 'mayTakeForwarded' },
            offerMade: { ...joined.offerMade, guard: 'mayTakeForwarded' },
            botTook: { guard: 'forwardedToBot', target: '#chat.bot', actions: 'startBot' },
          },
        },
        offered: offered('untaken'),
      },
    },

    closing: {
      description: 'The time in which closing can be undone.',
      on: {
        ...whileOpen,
        customerUnblocked: { guard: 'isBlocked', actions: 'endBlock' },
        customerWrote: [
          {
            guard: 'cameFromBot',
            target: 'bot',
            actions: ['noteCustomerMessage', 'forgetClosing'],
          },
          {
            guard: 'cameFromForwarded',
            target: 'forwarded',
            actions: ['noteCustomerMessage', 'forgetClosing', reopened],
          },
          {
            guard: 'cameFromHold',
            target: 'assigned.onHold',
            actions: ['noteCustomerMessage', 'resumeHold', 'forgetClosing', reopened],
          },
          {
            guard: 'cameFromAgent',
            target: 'assigned',
            actions: ['noteCustomerMessage', 'forgetClosing', reopened],
          },
          {
            target: 'queued',
            actions: ['noteCustomerMessage', 'forgetClosing', reopened],
          },
        ],
        closeUndone: [
          {
            guard: 'cameFromAnsweredBot',
            target: 'bot.listening',
            actions: ['forgetClosing', reopened],
          },
          {
            guard: 'cameFromBot',
            target: 'bot',
            actions: ['forgetClosing', reopened],
          },
          {
            guard: 'cameFromForwarded',
            target: 'forwarded',
            actions: ['forgetClosing', reopened],
          },
          {
            guard: 'cameFromHold',
            target: 'assigned.onHold',
            actions: ['resumeHold', 'forgetClosing', reopened],
          },
          {
            guard: 'cameFromAgent',
            target: 'assigned',
            actions: ['forgetClosing', reopened],
          },
          { target: 'queued', actions: ['forgetClosing', reopened] },
        ],
        customerEnded: closedAs('endedByCustomer'),
        returnedToQueue: { target: 'closed', actions: ['letGo', closedAsNoted] },
      },
      after: { undoLimit: { target: 'closed', actions: ['letGo', closedAsNoted] } },
    },

    closed: { description: 'Over, with who and why. Nothing leaves it.' },
    blocked: { description: 'The customer is blocked; the chat is archived. Nothing leaves it.' },
  },
})

export type ChatState =
  | { bot: 'answering' | 'listening' }
  | { queued: 'inLine' | 'offered' }
  | { assigned: 'awaitingAgent' | 'awaitingCustomer' | 'onHold' }
  | { forwarded: 'untaken' | 'offered' }
  | 'closing'
  | 'closed'
  | 'blocked'

function closedAs(reason: CloseReason) {
  return {
    target: '#chat.closed',
    actions: [
      { type: 'noteClosing', params: { reason } },
      'letGo',
      { type: 'tellCustomer', params: { code: 'closed', reason } },
    ],
  } as const
}

/** Closing begins; what is needed to go on from there stays, only an offer out is taken back. */
function closingFrom(from: ClosingFrom) {
  const keepsAgent = from === 'assigned' || from === 'onHold'
  return {
    target: '#chat.closing',
    actions: [
      { type: 'noteClosing', params: { reason: 'solved' } },
      { type: 'keepPlace', params: { from } },
      ...(keepsAgent ? [] : (['releaseAgent'] as const)),
    ],
  } as const
}

/** Held for one agent; an offer that ends goes back to where the chat waited. */
function offered(back: 'inLine' | 'untaken') {
  return chatSetup.createStateConfig({
    description: 'Held for one agent who accepts or declines.',
    on: {
      offerAccepted: {
        guard: 'offeredToThem',
        target: '#chat.assigned',
        actions: {
          type: 'tellCustomer',
          params: ({ event }) => ({ code: 'joined', agentId: event.agentId }),
        },
      },
      offerDeclined: [
        ...(back === 'untaken' ? [declined] : []),
        {
          guard: 'offeredToThem',
          target: back,
          actions: [
            {
              type: 'tellStaff',
              params: ({ event }) => ({ code: 'offerDeclined', agentId: event.agentId }),
            },
            'passOverAgent',
            'releaseAgent',
          ],
        },
      ],
      offerWithdrawn: {
        guard: 'offeredToThem',
        target: back,
        actions: [
          {
            type: 'tellStaff',
            params: ({ event }) => ({
              code: 'offerWithdrawn',
              agentId: event.agentId,
              reason: event.reason,
            }),
          },
          'releaseAgent',
        ],
      },
    },
    after: {
      offerLimit: {
        target: back,
        actions: [
          {
            type: 'tellStaff',
            params: ({ context }) => ({ code: 'offerMissed', agentId: context.agentId ?? '' }),
          },
          {
            type: 'countMissedOffer',
            params: ({ context }) => ({ agentId: context.agentId ?? '' }),
          },
          'passOverAgent',
          'releaseAgent',
        ],
      },
    },
  })
}
