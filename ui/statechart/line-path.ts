const CORNER = 9
const ARROW = 9
const ARROW_HALF = 4.5

/** A line along x and y in turn, with rounded corners, ending where its arrow begins. */
export function linePath(points: readonly number[]): string {
  const corners = pairs(points)
  const [start] = corners
  const end = corners.at(-1)
  const before = corners.at(-2)
  if (start === undefined || end === undefined || before === undefined) return ''
  const last = towards(end, before, ARROW - 1)
  let path = `M${start.x} ${start.y}`
  for (const [index, corner] of corners.entries()) {
    const previous = corners[index - 1]
    const next = corners[index + 1]
    if (previous === undefined || next === undefined) continue
    const room = Math.min(CORNER, distance(previous, corner) / 2, distance(corner, next) / 2)
    const into = towards(corner, previous, room)
    const out = towards(corner, next, room)
    path += `L${into.x} ${into.y}Q${corner.x} ${corner.y} ${out.x} ${out.y}`
  }
  return `${path}L${last.x} ${last.y}`
}

/** The arrow at the end of a line. */
export function arrowPath(points: readonly number[]): string {
  const corners = pairs(points)
  const end = corners.at(-1)
  const before = corners.at(-2)
  if (end === undefined || before === undefined) return ''
  const back = towards(end, before, ARROW)
  const length = distance(end, before) || 1
  const acrossX = ((before.y - end.y) / length) * ARROW_HALF
  const acrossY = ((end.x - before.x) / length) * ARROW_HALF
  const side = (sign: number) => `${back.x + sign * acrossX} ${back.y + sign * acrossY}`
  return `M${end.x} ${end.y}L${side(1)}L${side(-1)}Z`
}

interface Point {
  x: number
  y: number
}

function pairs(points: readonly number[]): Point[] {
  const corners: Point[] = []
  for (let index = 0; index + 1 < points.length; index += 2) {
    corners.push({ x: points[index] ?? 0, y: points[index + 1] ?? 0 })
  }
  return corners
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** So far from a point in the direction of another one. */
function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1
  const x = from.x + ((to.x - from.x) / length) * by
  const y = from.y + ((to.y - from.y) / length) * by
  return { x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 }
}
