import { createRequire } from 'node:module'
import type { ELK, ELKConstructorArguments } from 'elkjs/lib/elk-api.js'
import type { Arrange } from './layout.ts'

/** The layout engine, computing in this very thread. */
export function elkHere(): Arrange {
  const Elk = createRequire(import.meta.url)('elkjs/lib/elk.bundled.js') as new (
    options?: ELKConstructorArguments,
  ) => ELK
  // Its bundle takes the thread for a worker of its own; with its listener no process would end.
  Reflect.set(globalThis, 'onmessage', null)
  const elk = new Elk()
  return (root, options) => elk.layout(root, options)
}
