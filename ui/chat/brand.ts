/** A channel's colour and the colour of text on it. */
export interface Brand {
  colour: string
  onColour: '#ffffff' | '#10181c'
}

const HEX = /^#[0-9a-f]{6}$/i

/** Null for what is no colour; then the widget keeps its own. */
export function brandOf(colour: string): Brand | null {
  if (!HEX.test(colour)) return null
  const light = luminance(colour)
  const whiteContrast = 1.05 / (light + 0.05)
  return { colour, onColour: whiteContrast >= 4.5 ? '#ffffff' : '#10181c' }
}

/** Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance"). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
