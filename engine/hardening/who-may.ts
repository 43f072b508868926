import { VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { rowsOf } from './table.ts'

/*
 * Who may see and do what, from the decisions on behaviour and the charts as they are drawn, and
 * not from the authoriser: where they differ, one of them is wrong.
 *
 * Columns are the states of a chat as one person sees it. `me` is that person, `else` a colleague
 * of the chat's group. `offered me` is an offer of the group's line; `offered me!` one of a chat
 * that was forwarded to that person alone.
 */

export const STATES = [
  'bot',
  'queued',
  'offered me',
  'offered me!',
  'offered else',
  'assigned me',
  'assigned else',
  'held me',
  'held else',
  'forwarded group',
  'forwarded me',
  'forwarded else',
  'closing me',
  'closing else',
  'closed',
  'blocked',
] as const

export type State = (typeof STATES)[number]
export type Assignment = 'byHand' | 'automatic'

/** `full` with its words, `row` that it exists and who has it, `-` nothing. */
export const SEES: Record<Assignment, Record<ViewerName, Record<State, string>>> = {
  byHand: rowsOf(
    Object.keys(VIEWERS) as ViewerName[],
    STATES,
    `
                            | bot  | queue | of.me | of.me! | of.el | as.me | as.el | he.me | he.el | fw.gr | fw.me | fw.el | cl.me | cl.el | closed | blocked
agent of the group          | -    | full  | full  | full   | row   | full  | row   | full  | row   | full  | full  | full  | full  | row   | full   | full
agent of another group      | -    | -     |       | full   | -     | full  | -     | full  | -     | -     | full  | -     | full  | -     | -      | -
supervisor of the group     | -    | full  | full  | full   | full  | full  | full  | full  | full  | full  | full  | full  | full  | full  | full   | full
supervisor of another group | -    | -     |       | full   | -     | full  | -     | full  | -     | -     | full  | -     | full  | -     | -      | -
administrator               | full | full  |       | full   | full  | full  | full  | full  | full  | full  | full  | full  | full  | full  | full   | full
`,
  ),
  automatic: rowsOf(
    Object.keys(VIEWERS) as ViewerName[],
    STATES,
    `
                            | bot  | queue | of.me | of.me! | of.el | as.me | as.el | he.me | he.el | fw.gr | fw.me | fw.el | cl.me | cl.el | closed | blocked
agent of the group          | -    | -     | full  | full   | row   | full  | row   | full  | row   | -     | full  | -     | full  | row   | full   | full
agent of another group      | -    | -     |       | full   | -     | full  | -     | full  | -     | -     | full  | -     | full  | -     | -      | -
supervisor of the group     | -    | full  | full  | full   | full  | full  | full  | full  | full  | full  | full  | full  | full  | full  | full   | full
supervisor of another group | -    | -     |       | full   | -     | full  | -     | full  | -     | -     | full  | -     | full  | -     | -      | -
administrator               | full | full  |       | full   | full  | full  | full  | full  | full  | full  | full  | full  | full  | full  | full   | full
`,
  ),
}

/** The commands about a chat, and whose they are of those who see all of it. */
export const WHOSE = {
  takeChat: 'everybody',
  takeOverChat: 'leads',
  acceptOffer: 'everybody',
  declineOffer: 'everybody',
  declineForward: 'everybody',
  sendMessage: 'everybody',
  comment: 'everybody',
  forwardChat: 'everybody',
  holdChat: 'holder',
  resumeChat: 'holder',
  returnChat: 'holder',
  closeChat: 'holder',
  undoClose: 'holder',
  tagChat: 'holder',
  untagChat: 'holder',
  continueChat: 'everybody',
  sendTranscript: 'everybody',
  setPriority: 'leads',
  blockCustomer: 'who may block',
  markRead: 'everybody',
} as const

export type ChatCommandType = keyof typeof WHOSE

/** Agents block the chat in hand, and of own groups what is in a line or forwarded; others what they see. */
export const MAY_BLOCK: Record<ViewerName, Record<State, string>> = rowsOf(
  Object.keys(VIEWERS) as ViewerName[],
  STATES,
  `
                            | bot | queue | of.me | of.me! | of.el | as.me | as.el | he.me | he.el | fw.gr | fw.me | fw.el | cl.me | cl.el | closed | blocked
agent of the group          |     | yes   | yes   | yes    |       | yes   |       | yes   |       | yes   | yes   | yes   | yes   |       | no     | no
agent of another group      |     |       |       | no     |       | yes   |       | yes   |       |       | no    |       | yes   |       |        |
supervisor of the group     |     | yes   | yes   | yes    | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes    | yes
supervisor of another group |     |       |       | yes    |       | yes   |       | yes   |       |       | yes   |       | yes   |       |        |
administrator               | yes | yes   |       | yes    | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes   | yes    | yes
`,
)

/**
 * What the chart says to who may: `done`; `gets`, which is done for who accepts chats and `online`
 * for who is away; or the code of the refusal.
 */
export const CHART: Record<ChatCommandType, Record<State, string>> = rowsOf(
  Object.keys(WHOSE) as ChatCommandType[],
  STATES,
  `
               | bot      | queue    | of.me          | of.me!         | of.el         | as.me          | as.el     | he.me          | he.el     | fw.gr           | fw.me    | fw.el            | cl.me    | cl.el     | closed   | blocked
takeChat       | notNow   | gets     | notNow         | notNow         | notNow        | notNow         | taken     | notNow         | taken     | gets            | gets     | mayTakeForwarded | notNow   | taken     | chatOver | chatOver
takeOverChat   | gets     | gets     | isAnotherAgent | isAnotherAgent | gets          | isAnotherAgent | gets      | isAnotherAgent | gets      | gets            | gets     | gets             | notNow   | notNow    | chatOver | chatOver
acceptOffer    | notNow   | notNow   | done           | done           | offeredToThem | notNow         | notNow    | notNow         | notNow    | notNow          | notNow   | notNow           | notNow   | notNow    | chatOver | chatOver
declineOffer   | notNow   | notNow   | done           | done           | offeredToThem | notNow         | notNow    | notNow         | notNow    | notNow          | notNow   | notNow           | notNow   | notNow    | chatOver | chatOver
declineForward | notNow   | notNow   | notNow         | done           | notNow        | notNow         | notNow    | notNow         | notNow    | forwardedToThem | done     | forwardedToThem  | notNow   | notNow    | chatOver | chatOver
sendMessage    | notNow   | notNow   | notNow         | notNow         | notNow        | done           | holdsChat | done           | holdsChat | notNow          | notNow   | notNow           | notNow   | holdsChat | chatOver | chatOver
comment        | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | done     | done      | done     | done
forwardChat    | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | notNow   | notNow    | chatOver | chatOver
holdChat       | notNow   | notNow   | notNow         | notNow         | notNow        | done           | done      | done           | done      | notNow          | notNow   | notNow           | notNow   | notNow    | chatOver | chatOver
resumeChat     | notNow   | notNow   | notNow         | notNow         | notNow        | notNow         | notNow    | done           | done      | notNow          | notNow   | notNow           | notNow   | notNow    | chatOver | chatOver
returnChat     | notNow   | notNow   | notNow         | notNow         | notNow        | done           | done      | done           | done      | notNow          | notNow   | notNow           | notNow   | notNow    | chatOver | chatOver
closeChat      | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | notNow   | notNow    | chatOver | chatOver
undoClose      | notNow   | notNow   | notNow         | notNow         | notNow        | notNow         | notNow    | notNow         | notNow    | notNow          | notNow   | notNow           | done     | done      | chatOver | chatOver
tagChat        | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | done     | done      | done     | done
untagChat      | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | done     | done      | done     | done
continueChat   | chatOpen | chatOpen | chatOpen       | chatOpen       | chatOpen      | chatOpen       | chatOpen  | chatOpen       | chatOpen  | chatOpen        | chatOpen | chatOpen         | chatOpen | chatOpen  | gets     | blocked
sendTranscript | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail | noMail
setPriority    | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | done     | done      | chatOver | chatOver
blockCustomer  | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | done     | done      | done     | blocked 
markRead       | done     | done     | done           | done           | done          | done           | done      | done           | done      | done            | done     | done             | done     | done      | done     | done
`,
)

/** What comes of a command, or null where there is no such situation. */
export function expectedOf(
  command: ChatCommandType,
  viewer: ViewerName,
  state: State,
  assignment: Assignment,
): string | null {
  const sees = SEES[assignment][viewer][state]
  if (sees === '') return null
  if (sees === '-') return 'notFound'
  const chart = CHART[command][state]
  if (sees === 'row') {
    if (command === 'forwardChat') return chart
    // Whoever reaches for a chat in hand is told who has it.
    return command === 'takeChat' && chart === 'taken' ? 'taken' : 'forbidden'
  }
  const isAgent = viewer === 'agent of the group' || viewer === 'agent of another group'
  const isTheirs = state.includes(' me') && !state.startsWith('forwarded')
  switch (WHOSE[command]) {
    case 'leads':
      return isAgent ? 'forbidden' : chart
    case 'holder':
      return isAgent && !isTheirs ? 'forbidden' : chart
    case 'who may block':
      return MAY_BLOCK[viewer][state] === 'yes' ? chart : 'forbidden'
    case 'everybody': {
      const isForThem = state === 'offered me!' || state === 'forwarded me'
      const byHandOnly = command === 'takeChat' && assignment === 'automatic' && !isForThem
      return byHandOnly && isAgent && chart !== 'chatOver' ? 'byHandOnly' : chart
    }
  }
}
