/** Which part of a picture is seen, and how large. */
export interface View {
  /** Of the picture's top left, in pixels of the screen. */
  x: number
  y: number
  scale: number
}

export interface Size {
  width: number
  height: number
}

export const LARGEST = 2.5
const SMALLEST = 0.1

/** Around a picture that is fitted in. */
const AIR = 12

/** The whole picture, in the middle, and not larger than it is drawn. */
export function fitted(picture: Size, room: Size): View {
  const fit = Math.min(
    (room.width - 2 * AIR) / picture.width,
    (room.height - 2 * AIR) / picture.height,
  )
  const scale = Math.max(SMALLEST, Math.min(1, fit))
  return {
    x: (room.width - picture.width * scale) / 2,
    y: (room.height - picture.height * scale) / 2,
    scale,
  }
}

/** Larger or smaller by a factor, where a point of the screen stays where it is. */
export function zoomed(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.max(SMALLEST, Math.min(LARGEST, view.scale * factor))
  const by = scale / view.scale
  return { x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by, scale }
}

/** Moved, but never so far that nothing of the picture is seen. */
export function moved(view: View, dx: number, dy: number, picture: Size, room: Size): View {
  const keep = 64
  const x = clamp(view.x + dx, keep - picture.width * view.scale, room.width - keep)
  const y = clamp(view.y + dy, keep - picture.height * view.scale, room.height - keep)
  return { ...view, x, y }
}

/** Around what is looked at there is so much of the picture, for where one is in it. */
const CONTEXT = 90

/** Words beside lines can be read from this scale on; a whole picture is one to read from a little less. */
const READABLE = 0.6
const WHOLE_FROM = 0.48

/** What stands around it says more than larger words. */
const LARGEST_FRAMED = 0.8

/**
 * Some boxes of the picture in the middle, smaller where they need it, but never so small that words
 * could not be read; then the first box is in the middle. A picture that is readable whole is whole.
 */
export function framed(
  boxes: readonly { x: number; y: number; width: number; height: number }[],
  picture: Size,
  room: Size,
): View {
  const [first] = boxes
  const whole = fitted(picture, room)
  if (first === undefined || whole.scale >= WHOLE_FROM) return whole
  const left = Math.min(...boxes.map(({ x }) => x)) - CONTEXT
  const top = Math.min(...boxes.map(({ y }) => y)) - CONTEXT
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + CONTEXT
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + CONTEXT
  const fit = Math.min(room.width / (right - left), room.height / (bottom - top))
  const scale = Math.max(READABLE, Math.min(LARGEST_FRAMED, fit))
  const isWhole = fit >= READABLE
  const middle = isWhole
    ? { x: (left + right) / 2, y: (top + bottom) / 2 }
    : { x: first.x + first.width / 2, y: first.y + first.height / 2 }
  const view = {
    x: room.width / 2 - middle.x * scale,
    y: room.height / 2 - middle.y * scale,
    scale,
  }
  return {
    ...view,
    x: within(view.x, picture.width * scale, room.width),
    y: within(view.y, picture.height * scale, room.height),
  }
}

/** No more emptiness beside the picture than there has to be. */
function within(start: number, length: number, room: number): number {
  if (length + 2 * AIR <= room) return (room - length) / 2
  return clamp(start, room - AIR - length, AIR)
}

/** Moved as little as it takes to show a box of the picture whole. */
export function showing(
  view: View,
  box: { x: number; y: number; width: number; height: number },
  room: Size,
): View {
  const left = view.x + box.x * view.scale
  const top = view.y + box.y * view.scale
  return {
    ...view,
    x: view.x + inside(left, box.width * view.scale, room.width),
    y: view.y + inside(top, box.height * view.scale, room.height),
  }
}

function inside(start: number, length: number, room: number): number {
  if (start < AIR) return AIR - start
  return Math.min(0, Math.max(AIR - start, room - AIR - (start + length)))
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
