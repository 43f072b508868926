/** How long a dot takes along its line. */
const WAY_MS = 1_100

/** So many dots are on their way at once; more would say nothing more. */
const MOST_DOTS = 14

/**
 * A dot goes along each line that was taken, one at a time on a line, however many took it: what
 * changes moves, and nothing flickers. Nothing moves where motion is not wanted. The dots lie over the
 * picture, which is not drawn anew for them.
 */
export class PassingDots {
  readonly #layer: () => Element | null
  readonly #under = new Map<string, Animation>()

  constructor(layer: () => Element | null) {
    this.#layer = layer
  }

  /** @param lines by line, its points. */
  pass(lines: ReadonlyMap<string, readonly number[]>): void {
    const layer = this.#layer()
    if (layer === null || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    for (const [id, points] of lines) {
      if (this.#under.size >= MOST_DOTS) return
      if (this.#under.has(id) || points.length < 4) continue
      const dot = document.createElement('span')
      dot.className = 'dot'
      layer.append(dot)
      const way = dot.animate(along(points), { duration: WAY_MS, easing: 'ease-in-out' })
      this.#under.set(id, way)
      const over = (): void => {
        dot.remove()
        this.#under.delete(id)
      }
      way.addEventListener('finish', over)
      way.addEventListener('cancel', over)
    }
  }

  end(): void {
    for (const way of [...this.#under.values()]) way.cancel()
  }
}

/** From corner to corner, in even steps of length. */
function along(points: readonly number[]): Keyframe[] {
  const corners: { x: number; y: number; at: number }[] = []
  let length = 0
  for (let index = 0; index + 1 < points.length; index += 2) {
    const x = points[index] ?? 0
    const y = points[index + 1] ?? 0
    const before = corners.at(-1)
    if (before !== undefined) length += Math.hypot(x - before.x, y - before.y)
    corners.push({ x, y, at: length })
  }
  return corners.map(({ x, y, at }) => ({
    transform: `translate(${x}px, ${y}px)`,
    offset: length === 0 ? null : at / length,
  }))
}
