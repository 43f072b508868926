/** For pages of others: `<script type="module" src="…/parley-desk-conversation.js">`. */
export { ParleyDeskConversation } from '../embed/desk-conversation.ts'
