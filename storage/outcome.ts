import { isBrokenConnection, storeError } from './store-error.ts'

/** A broken connection may have siblings that broke with it and do not know it yet. */
const READ_ATTEMPTS = 3

/** Runs a read; again where its connection broke. @throws StoreUnavailable, or Rejected for our bugs. */
export async function reading<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === READ_ATTEMPTS || !isBrokenConnection(error)) throw storeError(error, 'read')
    }
  }
}

/** Runs a write, once. @throws Rejected, StoreUnavailable or OutcomeUnknown. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw storeError(error, 'write')
  }
}
