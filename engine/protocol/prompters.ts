import { z } from 'zod'
import { MAX_SUGGESTIONS, MAX_SUGGESTION_EXTRAS } from './limits.ts'
import { commandId, id, text, time } from './scalars.ts'

/** A prompter as staff sees it. */
export const prompterView = z.object({
  prompterId: id,
  kind: z.enum(['knowledge', 'webhook', 'model']),
  name: z.string(),
  /** Whether it reads chats, and whether agents ask it. */
  readsChats: z.boolean(),
  isAsked: z.boolean(),
  /** Until when it is left alone because it failed; null while it is asked. */
  restsUntil: time.nullable(),
  /** How it is set up; null for all but administrators. */
  settings: z
    .object({
      url: z.string().nullable(),
      model: z.string().nullable(),
      instructions: z.string().nullable(),
      /** The secret itself is never shown. */
      hasSecret: z.boolean(),
    })
    .nullable(),
  /** What agents made of its suggestions; null for all but administrators. */
  acceptance: z.object({ taken: z.int(), edited: z.int(), dismissed: z.int() }).nullable(),
})

/** `GET /api/v1/accounts/{accountId}/prompters`: by name. */
export const prompterList = z.object({ prompters: z.array(prompterView) })

/** `POST /api/v1/accounts/{accountId}/prompters/{prompterId}/suggestions`. */
export const suggestionsBody = z
  .strictObject({
    /** The chat that answers are for. */
    chatId: id.optional(),
    /** The customer's message that they answer; the newest, where none is named. */
    messageId: id.optional(),
    /** What the agent asks. */
    question: text.optional(),
  })
  .refine(({ chatId, question }) => chatId !== undefined || question !== undefined, {
    path: ['question'],
    message: 'is missing, and so is a chat',
  })
  .refine(({ chatId, messageId }) => messageId === undefined || chatId !== undefined, {
    path: ['chatId'],
    message: 'is missing beside a message',
  })

/** Something that comes with a suggestion, by its address. */
export const suggestionExtra = z.object({
  kind: z.enum(['image', 'audio', 'file']),
  url: z.string(),
  name: z.string(),
})

/** Where a suggestion is from. */
export const suggestionSource = z.object({
  kind: z.enum(['article', 'chat', 'elsewhere']),
  title: z.string(),
  url: z.string().nullable(),
})

export const suggestion = z.object({
  /** To say what became of it. */
  suggestionId: commandId,
  /** How well it matches, in per cent. */
  match: z.int().min(0).max(100),
  /** To be inserted or sent as it is. */
  text: z.string(),
  extras: z.array(suggestionExtra),
  sources: z.array(suggestionSource),
})

/** The answer: suggestions, the best first, or why there are none. */
export const suggestions = z.object({
  prompterId: id,
  /**
   * `late` and `failed` are a prompter that was asked in vain, `resting` one that is left alone for
   * a while, `busy` one that too many ask at this moment.
   */
  state: z.enum(['answered', 'late', 'failed', 'resting', 'busy']),
  restsUntil: time.nullable(),
  suggestions: z.array(suggestion).max(MAX_SUGGESTIONS),
})

/** What a webhook is sent, as JSON, with `parley-signature: t=<seconds>,v1=<hex>`. */
export const webhookQuestion = z.object({
  type: z.literal('suggest'),
  requestId: commandId,
  prompterId: id,
  /** What the agent asks, or what the customer wrote last. */
  question: z.string(),
  /** What was said before, the oldest first, where the question is of a chat. */
  messages: z.array(
    z.object({ from: z.enum(['customer', 'agent', 'bot']), text: z.string(), at: time }),
  ),
})

/** What a webhook answers: other fields are passed over. */
export const webhookAnswer = z.object({
  suggestions: z
    .array(
      z.object({
        text,
        /** In per cent. */
        match: z.number().min(0).max(100),
        extras: z
          .array(
            z.object({
              kind: z.enum(['image', 'audio', 'file']),
              url: z.url({ protocol: /^https$/ }).max(2_000),
              name: z.string().max(255),
            }),
          )
          .max(MAX_SUGGESTION_EXTRAS)
          .optional(),
        sources: z
          .array(
            z.object({
              title: z.string().min(1).max(500),
              url: z
                .url({ protocol: /^https?$/ })
                .max(2_000)
                .nullish(),
            }),
          )
          .max(MAX_SUGGESTION_EXTRAS)
          .optional(),
      }),
    )
    .max(MAX_SUGGESTIONS),
})

export type PrompterView = z.infer<typeof prompterView>
export type PrompterList = z.infer<typeof prompterList>
export type SuggestionsBody = z.infer<typeof suggestionsBody>
export type Suggestion = z.infer<typeof suggestion>
export type SuggestionSource = z.infer<typeof suggestionSource>
export type Suggestions = z.infer<typeof suggestions>
export type WebhookQuestion = z.infer<typeof webhookQuestion>
