/** For pages of others: `<script type="module" src="…/parley-desk.js">`. */
export { ParleyDesk } from '../desk/parley-desk.ts'
