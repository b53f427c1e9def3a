// How the server is started: what the user says, else `honed` on PATH, else an environment of ours.

/** A program with its arguments. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
}

/** What looking for a server needs of the world; paths are absolute. */
export interface World {
  /** Returns the path of a program on PATH, or undefined. */
  which(name: string): Promise<string | undefined>
  exists(path: string): Promise<boolean>
  /** Returns what a program prints, or undefined where it fails. */
  output(program: string, args: readonly string[]): Promise<string | undefined>
}

/** The oldest Python that the server runs with. */
export const LEAST_PYTHON: readonly [number, number] = [3, 11]

const VERSION = 'import sys; print("%d.%d" % sys.version_info[:2])'

/** Returns major and minor of a version as Python prints it, undefined for anything else. */
export function parseVersion(text: string): readonly [number, number] | undefined {
  const found = /^(\d+)\.(\d+)\s*$/.exec(text)
  return found ? [Number(found[1]), Number(found[2])] : undefined
}

/** Returns whether a Python is new enough. */
export function isEnough(version: readonly [number, number] | undefined): boolean {
  if (version === undefined) {
    return false
  }
  const [major, minor] = version
  return major > LEAST_PYTHON[0] || (major === LEAST_PYTHON[0] && minor >= LEAST_PYTHON[1])
}

/** Returns where the interpreter of a virtual environment lies. */
export function interpreterOf(environment: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `${environment}\\Scripts\\python.exe` : `${environment}/bin/python`
}

/** Returns the names under which a Python may be on PATH, the most telling first. */
export function pythonNames(platform: NodeJS.Platform): readonly string[] {
  const numbered = ['python3.14', 'python3.13', 'python3.12', 'python3.11']
  return platform === 'win32' ? ['py', 'python', 'python3'] : ['python3', ...numbered, 'python']
}

/** Returns the first Python that is new enough: the user's, or one on PATH. */
export async function findPython(
  world: World,
  said: string,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  for (const name of said ? [said] : pythonNames(platform)) {
    const program = said && (await world.exists(said)) ? said : await world.which(name)
    const version = program && (await world.output(program, ['-c', VERSION]))
    if (program && version && isEnough(parseVersion(version))) {
      return program
    }
  }
  return undefined
}

/** Returns the server that is there already, undefined where one must be installed. */
export async function findServer(
  world: World,
  said: readonly string[],
  environment: string,
  platform: NodeJS.Platform,
): Promise<Command | undefined> {
  const [program, ...args] = said
  if (program !== undefined) {
    return { program, args }
  }
  const onPath = await world.which('honed')
  if (onPath !== undefined) {
    return { program: onPath, args: [] }
  }
  const interpreter = interpreterOf(environment, platform)
  const isInstalled =
    (await world.exists(interpreter)) &&
    (await world.output(interpreter, ['-c', 'import honed; print("ok")']))?.trim() === 'ok'
  return isInstalled ? { program: interpreter, args: ['-m', 'honed'] } : undefined
}
