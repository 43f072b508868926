declare global {
  interface Window {
    /** The times between frames in milliseconds, for so long. */
    frameWatch(ms: number): Promise<number[]>
  }
}

/** Runs in a page, before anything of its own. */
export function watchFrames(): void {
  window.frameWatch = async (ms) => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const frames: number[] = []
    const began = await frame()
    for (let last = began; last - began < ms;) {
      const now = await frame()
      frames.push(now - last)
      last = now
    }
    return frames
  }
}
