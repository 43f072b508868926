import type { ConversationSnapshot, StaffChange } from '#protocol/staff-frames'
import type { ChatView, CommentView, MessageView, Possibilities } from '#protocol/staff-views'

/** One conversation as a viewer sees it: a snapshot with all changes since. */
export class ConversationMirror {
  chat: ChatView | null = null
  messages: MessageView[] = []
  comments: CommentView[] = []
  possible: Possibilities = {}
  readMarks: Record<string, number> = {}
  /** No longer this viewer's to see. */
  gone = false
  /** Up to which sequence everything was told. */
  seq = 0

  /** Whether a snapshot was shown. */
  get loaded(): boolean {
    return this.chat !== null
  }

  /** False while the chat's row is ahead of what was told: changes that explain it are on their way. */
  get whole(): boolean {
    return this.chat !== null && this.chat.seq <= this.seq
  }

  /** What the customer and people wrote, without notices and without the bot's words. */
  get lines(): MessageView[] {
    return this.messages.filter(
      ({ kind, author }) => kind === 'text' && !author.startsWith('bot:') && author !== 'system',
    )
  }

  show(conversation: ConversationSnapshot, seq: number): void {
    this.seq = seq
    this.chat = conversation.chat
    this.messages = [...conversation.messages]
    this.comments = [...conversation.comments]
    this.possible = conversation.possible
    this.readMarks = { ...conversation.readMarks }
    this.gone = false
  }

  change(change: StaffChange): void {
    switch (change.kind) {
      case 'chat':
        if (this.chat === null || change.chat.seq >= this.chat.seq) this.chat = change.chat
        this.gone = false
        return
      case 'chatGone':
        this.gone = true
        return
      case 'message':
        if (!this.messages.some(({ messageId }) => messageId === change.message.messageId)) {
          this.messages.push(change.message)
        }
        return
      case 'comment':
        if (!this.comments.some(({ commentId }) => commentId === change.comment.commentId)) {
          this.comments.push(change.comment)
        }
        return
      case 'read':
        this.readMarks[change.reader] = change.seq
        return
      case 'possible':
        this.possible = change.possible
        return
      case 'handover':
      case 'agent':
      case 'group':
      case 'settings':
      case 'channel':
      case 'tag':
      case 'mentions':
      case 'customer':
    }
  }
}
