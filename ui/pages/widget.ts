/** The widget alone, for any page: `<script type="module" src="…/widget.js">`. */
export { ParleyChat } from '../chat/parley-chat.ts'
