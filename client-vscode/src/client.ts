// The connection to the server, and what VS Code is asked on its behalf.

import * as vscode from 'vscode'
import {
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type ConfigurationParams,
  type LanguageClientOptions,
} from 'vscode-languageclient/node'

import { LANGUAGES } from './languages'
import type { Command } from './locate'
import { setByUser } from './settings'

const SECTION = 'honed'

/** Returns the names of all settings of the extension, without the section. */
export function settingNames(context: vscode.ExtensionContext): string[] {
  const { contributes } = context.extension.packageJSON as {
    contributes: { configuration: { properties: Record<string, unknown> } }
  }
  return Object.keys(contributes.configuration.properties).map((name) =>
    name.slice(SECTION.length + 1),
  )
}

/** Returns a client that is not started yet. */
export function makeClient(
  command: Command,
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): LanguageClient {
  const names = settingNames(context)
  const said = (scope?: vscode.Uri): Record<string, unknown> => {
    const configuration = vscode.workspace.getConfiguration(SECTION, scope)
    return setByUser(names, (name) => configuration.inspect(name))
  }
  const options: LanguageClientOptions = {
    documentSelector: [
      ...LANGUAGES.map((language) => ({ scheme: 'file', language })),
      ...LANGUAGES.map((language) => ({ scheme: 'untitled', language })),
    ],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: said(),
    middleware: {
      window: {
        // A selection would keep Tab from making the next edit.
        showDocument: (params, token, next) => {
          const at = params.selection?.end
          return next(at ? { ...params, selection: { start: at, end: at } } : params, token)
        },
      },
      workspace: {
        // Only what somebody set: a default would outweigh what the user's own file says.
        configuration: ({ items }: ConfigurationParams) =>
          items.map(({ section, scopeUri }) =>
            section === SECTION ? said(scopeUri ? vscode.Uri.parse(scopeUri) : undefined) : null,
          ),
      },
    },
  }
  const executable = {
    command: command.program,
    args: [...command.args, 'serve'],
    transport: TransportKind.stdio,
    options: { env: { ...process.env, PYTHONUNBUFFERED: '1' } },
  }
  const client = new LanguageClient(SECTION, 'honed', executable, options)
  client.registerFeature({
    fillClientCapabilities(capabilities) {
      const experimental = capabilities.experimental as Record<string, unknown> | undefined
      capabilities.experimental = { ...experimental, honed: { withdrawn: true } }
    },
    getState: () => ({ kind: 'static' }),
    initialize: () => undefined,
    clear: () => undefined,
  })
  return client
}
