// The server's own Python environment, made from the wheel that comes with the extension.

import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as vscode from 'vscode'

import { findPython, interpreterOf, type Command } from './locate'
import { follow, world } from './processes'

const DOWNLOADS = vscode.Uri.parse('https://www.python.org/downloads/')

/** Nothing was installed, and the user knows why. */
export class NotInstalled extends Error {}

/** Returns the folder of the managed environment. */
export function environmentOf(context: vscode.ExtensionContext): string {
  return join(context.globalStorageUri.fsPath, 'environment')
}

/**
 * Makes the environment anew, with progress; rejects with `NotInstalled` where that cannot be.
 *
 * The vector index is tried first: it needs a compiler, and without it search is exact.
 */
export async function install(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): Promise<Command> {
  const said = vscode.workspace.getConfiguration('honed').get<string>('server.python', '')
  const python = await findPython(world, said, process.platform)
  if (python === undefined) {
    await askForPython(said)
    throw new NotInstalled('no Python 3.11 or newer was found')
  }
  const wheel = await bundledWheel(context)
  const environment = environmentOf(context)
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'honed', cancellable: true },
    async (progress, token) => {
      const aborting = new AbortController()
      token.onCancellationRequested(() => {
        aborting.abort()
      })
      const say = (line: string): void => {
        log.info(line)
      }
      try {
        progress.report({ message: 'making an environment for the server' })
        await rm(environment, { recursive: true, force: true })
        await mkdir(environment, { recursive: true })
        await follow(python, ['-m', 'venv', environment], say, aborting.signal)
        const interpreter = interpreterOf(environment, process.platform)
        const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input']
        progress.report({ message: 'installing the server' })
        try {
          await follow(interpreter, [...pip, `${wheel}[hnsw]`], say, aborting.signal)
        } catch (error) {
          if (aborting.signal.aborted) {
            throw error
          }
          log.info('hnswlib could not be built here: searching is exact instead')
          await follow(interpreter, [...pip, wheel], say, aborting.signal)
        }
        return { program: interpreter, args: ['-m', 'honed'] }
      } catch (error) {
        // Half an environment would be taken for a whole one.
        await rm(environment, { recursive: true, force: true })
        throw error
      }
    },
  )
}

async function askForPython(said: string): Promise<void> {
  const which = said ? `The setting honed.server.python names ${said}, which` : 'No Python here'
  const message = `honed needs Python 3.11 or newer. ${which} is of that version.`
  const settings = 'Name One in the Settings'
  const get = 'Get Python'
  const chosen = await vscode.window.showErrorMessage(message, get, settings)
  if (chosen === get) {
    await vscode.env.openExternal(DOWNLOADS)
  } else if (chosen === settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'honed.server.python')
  }
}

async function bundledWheel(context: vscode.ExtensionContext): Promise<string> {
  const folder = join(context.extensionPath, 'dist')
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))
  if (wheel === undefined) {
    throw new NotInstalled('this extension was packed without the server')
  }
  return join(folder, wheel)
}
