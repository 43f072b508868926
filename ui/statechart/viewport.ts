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
