import { saveFile } from '../elements/save-file.ts'

/** What a drawing's look is made of: a saved one has no style sheet. */
const LOOK = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
]

/** Of a picture as bitmap: sharp on paper too. */
const PNG_SCALE = 2

/** A self-contained drawing of the whole picture, in the colours that it has now. */
export function pictureOf(
  picture: SVGSVGElement,
  { width, height }: { width: number; height: number },
): string {
  const copy = picture.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) return ''
  const own = [...picture.querySelectorAll('*')]
  for (const [place, one] of [...copy.querySelectorAll('*')].entries()) {
    const from = own[place]
    if (from === undefined) continue
    const look = getComputedStyle(from)
    for (const name of LOOK) one.setAttribute(name, look.getPropertyValue(name))
    for (const name of one.getAttributeNames()) {
      if (/^(class|style|tabindex|role|id|data-|aria-)/.test(name)) one.removeAttribute(name)
    }
  }
  const world = copy.querySelector('g')
  world?.removeAttribute('style')
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  ground.setAttribute('width', String(width))
  ground.setAttribute('height', String(height))
  ground.setAttribute('fill', getComputedStyle(picture).backgroundColor)
  copy.prepend(ground)
  for (const name of copy.getAttributeNames()) copy.removeAttribute(name)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return new XMLSerializer().serializeToString(copy).replaceAll(/<!--.*?-->/g, '')
}

export function saveSvg(drawing: string, name: string): void {
  if (drawing !== '') saveFile(new Blob([drawing], { type: 'image/svg+xml' }), `${name}.svg`)
}

/** Saves nothing where the browser cannot draw it. */
export async function savePng(drawing: string, name: string): Promise<void> {
  const bitmap = await pngOf(drawing)
  if (bitmap !== null) saveFile(bitmap, `${name}.png`)
}

/** The drawing as a bitmap; null where the browser cannot draw it. */
export async function pngOf(drawing: string): Promise<Blob | null> {
  if (drawing === '') return null
  const image = new Image()
  const url = URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }))
  try {
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * PNG_SCALE
    canvas.height = image.naturalHeight * PNG_SCALE
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) => {
      canvas.toBlob(resolve, 'image/png')
    })
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}
