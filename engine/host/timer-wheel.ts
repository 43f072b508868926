import type { Clock } from '../ports.ts'

/** Timers of one bucket fire together, at its end: late by at most this, never early. */
const BUCKET_MS = 50

/** A clock may not be asked to wait longer: setTimeout fires at once beyond 2^31 − 1 ms. */
const LONGEST_WAIT_MS = 3_600_000

/** So few are not worth tidying. */
const FEW_PLACES = 64

/**
 * Calls back when keys fall due. Setting and removing cost the same however many there are.
 *
 * T1 a key has at most one time. T2 nothing fires before its time. T3 a key fires once per setting.
 * T4 what is kept is bounded by the keys that are set, however often and far ahead they were moved.
 */
export class TimerWheel {
  readonly #clock: Clock
  readonly #fire: (key: string) => void
  readonly #dueOf = new Map<string, number>()
  readonly #buckets = new Map<number, Set<string>>()
  /** Bucket numbers as a binary heap; those of buckets that are gone leave it now and then. */
  #order: number[] = []
  #cancelWait: (() => void) | null = null
  #waitsFor = Infinity

  constructor(clock: Clock, fire: (key: string) => void) {
    this.#clock = clock
    this.#fire = fire
  }

  get size(): number {
    return this.#dueOf.size
  }

  /** Places that are kept for them, for figures (T4). */
  get places(): number {
    return Math.max(this.#buckets.size, this.#order.length)
  }

  set(key: string, dueAt: number): void {
    this.remove(key)
    const bucket = Math.ceil(dueAt / BUCKET_MS)
    this.#dueOf.set(key, bucket)
    const keys = this.#buckets.get(bucket)
    if (keys === undefined) {
      this.#buckets.set(bucket, new Set([key]))
      push(this.#order, bucket)
    } else {
      keys.add(key)
    }
    this.#wait()
  }

  remove(key: string): void {
    const bucket = this.#dueOf.get(key)
    if (bucket === undefined) return
    this.#dueOf.delete(key)
    const keys = this.#buckets.get(bucket)
    keys?.delete(key)
    if (keys?.size !== 0) return
    this.#buckets.delete(bucket)
    this.#tidy()
  }

  /** Forgets everything; nothing fires any more. */
  clear(): void {
    this.#cancelWait?.()
    this.#cancelWait = null
    this.#waitsFor = Infinity
    this.#dueOf.clear()
    this.#buckets.clear()
    this.#order = []
  }

  /** T4: most of the heap is of buckets that are gone. An ordered list is a heap. */
  #tidy(): void {
    if (this.#order.length <= 2 * this.#buckets.size + FEW_PLACES) return
    this.#order = [...this.#buckets.keys()].sort((a, b) => a - b)
  }

  #wait(): void {
    const next = this.#next()
    if (next === null || next >= this.#waitsFor) return
    this.#cancelWait?.()
    this.#waitsFor = next
    const delay = Math.max(0, next * BUCKET_MS - this.#clock.now())
    this.#cancelWait = this.#clock.schedule(Math.min(delay, LONGEST_WAIT_MS), () => this.#run())
  }

  #run(): void {
    this.#cancelWait = null
    this.#waitsFor = Infinity
    const now = this.#clock.now()
    for (let next = this.#next(); next !== null && next * BUCKET_MS <= now; next = this.#next()) {
      const keys = this.#buckets.get(next) ?? new Set()
      this.#buckets.delete(next)
      pop(this.#order)
      for (const key of keys) {
        // Whatever fired before it may have set it anew, or removed it.
        if (this.#dueOf.get(key) !== next) continue
        this.#dueOf.delete(key)
        this.#fire(key)
      }
    }
    this.#wait()
  }

  #next(): number | null {
    for (let next = this.#order[0]; next !== undefined; next = this.#order[0]) {
      if (this.#buckets.has(next)) return next
      pop(this.#order)
    }
    return null
  }
}

function push(heap: number[], value: number): void {
  heap.push(value)
  let at = heap.length - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (heap[parent]! <= value) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = value
}

function pop(heap: number[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1
    if (heap[child]! >= last) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
}
