import { graphOf } from '#machines/graph'
import type { MachineGraph } from '#machines/graph'
import { RELEASED, machineOf } from '#machines/registry'
import type { Statechart, StatechartLayout } from '#protocol/statechart'

/** Lays a graph out; null where no layout was found. */
export type LayOut = (graph: MachineGraph) => Promise<StatechartLayout | null>

/**
 * The charts of all released versions with their pictures: each is laid out once, before anybody
 * asks for it or then, and not in the thread that serves chats.
 */
export class Statecharts {
  readonly #layOut: LayOut
  readonly #charts = new Map<string, Promise<Statechart>>()

  constructor(layOut: LayOut = layOutInWorker) {
    this.#layOut = layOut
  }

  /** Lays out what anybody may ask for, one after the other. Never rejects. */
  async prepare(): Promise<void> {
    for (const version of RELEASED) await this.chart(version)
  }

  /** Null for a version that nobody released. A picture that failed is tried again next time. */
  async chart(version: string): Promise<Statechart | null> {
    if (!RELEASED.includes(version)) return null
    const known = this.#charts.get(version)
    if (known !== undefined) return known
    const graph = graphOf(machineOf(version))
    const chart = this.#layOut(graph).then(
      (layout) => ({ graph, layout }),
      () => {
        this.#charts.delete(version)
        return { graph, layout: null }
      },
    )
    this.#charts.set(version, chart)
    return chart
  }
}

/** Rejects where the thread cannot be had, or fails. */
async function layOutInWorker(graph: MachineGraph): Promise<StatechartLayout | null> {
  const worker = new Worker(new URL('layout-worker.ts', import.meta.url).href)
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<StatechartLayout | null>) =>
        resolve(data),
      )
      worker.addEventListener('error', ({ message }) => reject(new Error(message)))
      worker.postMessage(graph)
    })
  } finally {
    worker.terminate()
  }
}
