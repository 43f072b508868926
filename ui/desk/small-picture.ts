import { MAX_PICTURE_BYTES } from '#protocol/limits'

/** Side of a picture in pixels: sharp where it is largest, on a screen with double density. */
const SIDE_PX = 256

/** Tried one after the other, until the picture is small enough. */
const QUALITIES = [0.9, 0.75, 0.6, 0.4]

/**
 * The middle of an image as a small square, encoded anew: nothing of the file but its look is kept.
 * In base64; null for what the browser cannot read as an image.
 */
export async function smallPicture(file: Blob): Promise<string | null> {
  let image: ImageBitmap
  try {
    image = await createImageBitmap(file)
  } catch {
    return null
  }
  const crop = Math.min(image.width, image.height)
  const side = Math.min(SIDE_PX, crop)
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const left = (image.width - crop) / 2
  const top = (image.height - crop) / 2
  canvas.getContext('2d')?.drawImage(image, left, top, crop, crop, 0, 0, side, side)
  image.close()
  for (const quality of QUALITIES) {
    const blob = await encode(canvas, quality)
    if (blob !== null && blob.size <= MAX_PICTURE_BYTES) return inBase64(await blob.bytes())
  }
  return null
}

/** Browsers that cannot write WebP write PNG instead: then it is JPEG that is asked for. */
async function encode(canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> {
  const webp = await blobOf(canvas, 'image/webp', quality)
  return webp?.type === 'image/webp' ? webp : blobOf(canvas, 'image/jpeg', quality)
}

function blobOf(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality))
}

function inBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCodePoint(byte)
  return btoa(text)
}
