import { SAMPLES } from '../files/samples.ts'
import type { Chance } from './chance.ts'

/** A small file of a real kind, unlike every other one. */
export interface SampleFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
  /** SHA-256, in hexadecimal. */
  digest: string
}

/** What people send: some of it is shown, some a download, and one is dangerous if it were shown. */
const KINDS = [
  { ending: 'png', head: SAMPLES.png },
  { ending: 'jpg', head: SAMPLES.jpeg },
  { ending: 'gif', head: SAMPLES.gif },
  { ending: 'mp3', head: SAMPLES.mp3 },
  { ending: 'pdf', head: SAMPLES.pdf },
  { ending: 'txt', head: SAMPLES.text },
  { ending: 'html', head: SAMPLES.html },
] as const

/** Longer than what a kind is read from, and than one part of a body now and then. */
const MOST_BYTES = 200_000

/** @param words what it is called: a comment's carry its mark, so that they are found in a frame. */
export function sampleFile(words: string, chance: Chance): SampleFile {
  const { ending, head } = chance.of(KINDS) ?? KINDS[0]
  const filling = ` ${crypto.randomUUID()}`.repeat(1 + chance.below(chance.is(0.1) ? 5_000 : 20))
  const tail = new TextEncoder().encode(filling.slice(0, MOST_BYTES))
  const bytes = new Uint8Array(head.length + tail.length)
  bytes.set(head)
  bytes.set(tail, head.length)
  return { name: `${words}.${ending}`, bytes, digest: digestOf(bytes) }
}

export function digestOf(bytes: Uint8Array): string {
  return new Bun.CryptoHasher('sha256').update(bytes).digest('hex')
}
