/** For pages of others: `<script type="module" src="…/parley-customer-card.js">`. */
export { ParleyCustomerCard } from '../embed/customer-card.ts'
