// The processes that the extension starts, and what it asks of the file system.

import { execFile, spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, extname, isAbsolute, join } from 'node:path'

import type { World } from './locate'

const PATIENCE_MS = 20_000

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, process.platform === 'win32' ? constants.F_OK : constants.X_OK)
    return true
  } catch {
    return false
  }
}

function endings(name: string): readonly string[] {
  if (process.platform !== 'win32' || extname(name)) {
    return ['']
  }
  return (process.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';')
}

/** The machine that the extension runs on: with a remote window, the one where the files are. */
export const world: World = {
  async which(name) {
    if (isAbsolute(name)) {
      return (await isExecutable(name)) ? name : undefined
    }
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      for (const ending of endings(name)) {
        const path = join(folder, name + ending)
        // A relative entry would find what lies in an opened folder.
        if (isAbsolute(folder) && (await isExecutable(path))) {
          return path
        }
      }
    }
    return undefined
  },
  exists: isExecutable,
  async output(program, args) {
    try {
      return await run(program, args)
    } catch {
      return undefined
    }
  },
}

/** Returns what a program prints; rejects with what it complains of where it fails. */
export function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      { timeout: PATIENCE_MS, windowsHide: true, maxBuffer: 64 << 20 },
      (error, printed, complaints) => {
        if (error) {
          reject(new Error(complaints.trim() || error.message))
        } else {
          resolve(printed)
        }
      },
    )
  })
}

/** Runs a program as long as it takes, line by line to `say`; rejects where it fails. */
export function follow(
  program: string,
  args: readonly string[],
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => {
        text.split(/\r?\n/).filter(Boolean).forEach(say)
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) {
        resolve()
      } else {
        reject(new Error(`${program} ended with ${code ?? 'a signal'}`))
      }
    })
  })
}
