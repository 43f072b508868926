/** For pages of others: `<script type="module" src="…/parley-desk-list.js">`. */
export { ParleyDeskList } from '../embed/desk-list.ts'
