import { expect, test } from 'vitest'
import { frameFigures, medianOf } from './frames.ts'

test('[WY40] of frames the median, the 95th of a hundred, the worst and the long ones are told', () => {
  const frames = [...Array.from({ length: 95 }, () => 16.7), 40, 60, 70, 80, 120]
  expect(frameFigures(frames)).toEqual({
    frames: 100,
    frameMedianMs: 16.7,
    frameP95Ms: 16.7,
    frameWorstMs: 120,
    framesOver50Ms: 4,
  })
  expect(frameFigures([])).toMatchObject({ frames: 0, frameWorstMs: 0 })
})

test('[WY40] of several runs each figure is the median of its own', () => {
  expect(
    medianOf([
      { a: 1, b: 30 },
      { a: 3, b: 10 },
      { a: 2, b: 20 },
    ]),
  ).toEqual({ a: 2, b: 20 })
})
