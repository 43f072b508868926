import type { MachineGraph } from '#machines/graph'
import { elkHere } from './elk-here.ts'
import { layoutOf } from './layout.ts'

/* Lays a chart out in a thread of its own: it takes half a second of computing. */

declare const self: Worker

const arrange = elkHere()

self.addEventListener('message', ({ data }: MessageEvent<MachineGraph>) => {
  void layoutOf(data, arrange).then((layout) => self.postMessage(layout))
})
