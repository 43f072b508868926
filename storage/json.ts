/** What JSON can hold, without undefined. Storage knows events and snapshots only as this. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
