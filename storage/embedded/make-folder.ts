import { chmod, mkdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/**
 * Makes the folder and those above it that are missing, all with this mode whatever the umask.
 * Folders that were there keep theirs.
 * @throws the system's error, such as EACCES.
 */
export async function makeFolder(path: string, mode: number): Promise<void> {
  const topmost = await mkdir(path, { recursive: true, mode })
  if (topmost === undefined) return
  let folder = topmost
  await chmod(folder, mode)
  for (const name of relative(topmost, path).split(sep).filter(Boolean)) {
    folder = join(folder, name)
    await chmod(folder, mode)
  }
}
