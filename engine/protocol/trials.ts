import { z } from 'zod'
import { suggestion } from './prompters.ts'
import { MAX_SUGGESTIONS } from './limits.ts'
import { id, language, text } from './scalars.ts'

/** Why a bot or prompter that was tried out has no answer that counts. */
export const trialProblem = z.object({
  code: z.enum([
    'late',
    'unreachable',
    /** Its address is private, and this server asks none of these. */
    'notAllowed',
    'redirected',
    'tooLarge',
    /** It said no, by its status. */
    'status',
    /** It said something else than it should. */
    'nonsense',
    /** Its answer had no signature, or a wrong one. */
    'unsigned',
    /** What was asked means everything and nothing. */
    'tooBroad',
    /** It is not set up whole. */
    'incomplete',
    /** The fault is ours. */
    'fault',
  ]),
  /** What HTTP said, with `status`. */
  status: z.int().nullable(),
})

/** `POST /api/v1/accounts/{accountId}/prompters/{prompterId}/trials`. */
export const prompterTrialBody = z.strictObject({ question: text })

export const prompterTrial = z.object({
  /** From asking to the end of its answer, in milliseconds. */
  tookMs: z.int(),
  /** Null where it answered. */
  problem: trialProblem.nullable(),
  suggestions: z.array(suggestion).max(MAX_SUGGESTIONS),
})

/** `POST /api/v1/accounts/{accountId}/bots/{botId}/trials`: as a customer of this group. */
export const botTrialBody = z.strictObject({ text, groupId: id, language: language.nullable() })

export const botTrial = z.object({
  tookMs: z.int(),
  /** Null where it answered. */
  problem: trialProblem.nullable(),
  messages: z.array(
    z.object({
      text: z.string(),
      buttons: z.array(
        z.object({ label: z.string(), action: z.enum(['say', 'talkToPerson', 'leaveMessage']) }),
      ),
    }),
  ),
  /** Null where it keeps the customer. */
  handover: z
    .object({
      /** Null for the line of the group itself. */
      groupId: id.nullable(),
      subject: z.string().nullable(),
      attributes: z.record(z.string(), z.string()),
      note: z.string().nullable(),
    })
    .nullable(),
})

export type TrialProblem = z.infer<typeof trialProblem>
export type PrompterTrial = z.infer<typeof prompterTrial>
export type BotTrialBody = z.infer<typeof botTrialBody>
export type BotTrial = z.infer<typeof botTrial>
