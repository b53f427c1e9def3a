// Switching honed off and on: everything, a language, a file, a kind of suggestion.

import * as vscode from 'vscode'
import type { LanguageClient } from 'vscode-languageclient/node'

interface Choice extends vscode.QuickPickItem {
  readonly scope: string
  readonly value?: string
}

interface Answer {
  readonly scope: string
  readonly value: string
  readonly on: boolean
}

const KINDS: readonly (readonly [string, string])[] = [
  ['edit', 'learned edits in the menu of code actions'],
  ['everywhere', 'one edit at all places of a file'],
  ['next', 'the next edit'],
  ['completion', 'completions'],
  ['inline', 'ghost text'],
  ['merge', 'merging a snippet that is selected'],
]

function choices(document: vscode.TextDocument | undefined): Choice[] {
  const found: Choice[] = [{ label: '$(circle-slash) Everything', scope: 'everything' }]
  if (document) {
    const language = document.languageId
    found.push(
      { label: `$(code) The language ${language}`, scope: 'language', value: language },
      { label: '$(file) This file', description: 'until it is closed', scope: 'buffer' },
    )
  }
  for (const [value, what] of KINDS) {
    found.push({ label: `$(tag) ${what[0]?.toUpperCase()}${what.slice(1)}`, scope: 'kind', value })
  }
  return found
}

/** Lets the user choose what to turn off, or on again, and does it at once. */
export async function switchSomething(client: LanguageClient): Promise<void> {
  const document = vscode.window.activeTextEditor?.document
  const chosen = await vscode.window.showQuickPick(choices(document), {
    placeHolder: 'Switch off what is on, or on what is off, until VS Code ends',
  })
  if (!chosen) {
    return
  }
  const uri = document && client.code2ProtocolConverter.asUri(document.uri)
  const { scope, value } = chosen
  const answer = await client.sendRequest<Answer>('workspace/executeCommand', {
    command: 'honed.toggle',
    arguments: [{ scope, ...(value !== undefined && { value }), ...(uri !== undefined && { uri }) }],
  })
  const what = chosen.label.replace(/^\$\([^)]*\) /, '')
  vscode.window.setStatusBarMessage(`honed: ${what}: ${answer.on ? 'on' : 'off'}`, 5_000)
}
