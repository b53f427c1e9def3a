// The report page: what `honed report` writes, shown without scripts.

import * as vscode from 'vscode'

import type { Command } from './locate'
import { run } from './processes'

/** Shows what was learned in the folder of the active editor, or in the first one. */
export async function showReport(server: Command | undefined): Promise<void> {
  const document = vscode.window.activeTextEditor?.document
  const folder =
    (document && vscode.workspace.getWorkspaceFolder(document.uri)) ??
    vscode.workspace.workspaceFolders?.[0]
  if (!server || !folder) {
    void vscode.window.showWarningMessage('honed: there is no server, or no folder is open.')
    return
  }
  const asked = ['report', '--output', '-', '--workspace', folder.uri.fsPath]
  try {
    const page = await run(server.program, [...server.args, ...asked])
    const title = `honed: ${folder.name}`
    // The page itself forbids scripts and whatever would be loaded.
    const options = { enableScripts: false, localResourceRoots: [] }
    const panel = vscode.window.createWebviewPanel('honed.report', title, vscode.ViewColumn.Active, options)
    panel.webview.html = page
  } catch (error) {
    void vscode.window.showErrorMessage(`honed: ${error instanceof Error ? error.message : String(error)}`)
  }
}
