// "What honed learned": the patterns of the folders, as the command line tells them.

import { join, isAbsolute } from 'node:path'
import * as vscode from 'vscode'

import { fence, oneLine } from './drawing'
import type { Command } from './locate'
import { run } from './processes'
import type { Listing, Pattern } from './protocol'

const MOST = 200

interface Folder {
  readonly kind: 'folder'
  readonly folder: vscode.WorkspaceFolder
}

interface OfPattern {
  readonly kind: 'pattern'
  readonly folder: vscode.WorkspaceFolder
  readonly pattern: Pattern
}

interface OfExample {
  readonly kind: 'example'
  readonly folder: vscode.WorkspaceFolder
  readonly pattern: Pattern
}

/** A row of the tree. */
export type Node = Folder | OfPattern | OfExample

/** Reads the patterns anew whenever the tree is shown or refreshed. */
export class Learned implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>()
  readonly onDidChangeTreeData = this.changed.event

  constructor(
    private readonly server: () => Command | undefined,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  refresh(): void {
    this.changed.fire()
  }

  dispose(): void {
    this.changed.dispose()
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'folder') {
      return new vscode.TreeItem(node.folder.name, vscode.TreeItemCollapsibleState.Expanded)
    }
    return node.kind === 'pattern' ? patternItem(node) : exampleItem(node)
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const folders = vscode.workspace.workspaceFolders ?? []
    if (node === undefined) {
      const [only] = folders
      if (only && folders.length === 1) {
        return this.patterns(only)
      }
      return folders.map((folder) => ({ kind: 'folder', folder }))
    }
    if (node.kind === 'folder') {
      return this.patterns(node.folder)
    }
    return node.kind === 'pattern' ? [{ ...node, kind: 'example' }] : []
  }

  private async patterns(folder: vscode.WorkspaceFolder): Promise<Node[]> {
    const server = this.server()
    if (!server) {
      return []
    }
    const where = ['--workspace', folder.uri.fsPath]
    const asked = ['patterns', 'list', '--json', '--limit', String(MOST), ...where]
    try {
      const printed = await run(server.program, [...server.args, ...asked])
      const { patterns } = JSON.parse(printed) as Listing
      return patterns.map((pattern) => ({ kind: 'pattern', folder, pattern }))
    } catch (error) {
      // Before the first edit is learned there is no store.
      this.log.debug(`the patterns of ${folder.name} cannot be read: ${String(error)}`)
      return []
    }
  }
}

/** Returns the file of a pattern's example. */
export function fileOf(node: OfPattern | OfExample): vscode.Uri {
  const { path } = node.pattern
  return vscode.Uri.file(isAbsolute(path) ? path : join(node.folder.uri.fsPath, path))
}

function patternItem({ pattern }: OfPattern): vscode.TreeItem {
  const label = `${oneLine(pattern.before, 40)} → ${oneLine(pattern.after, 40)}`
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed)
  const { support, accepted, rejected } = pattern
  item.description = `${support}× · ${accepted} accepted · ${rejected} rejected · ${pattern.state}`
  item.contextValue = 'pattern'
  item.iconPath = new vscode.ThemeIcon(pattern.state === 'proven' ? 'pass' : 'lightbulb')
  const code = `- ${pattern.before.replace(/\n/g, '\n- ')}\n+ ${pattern.after.replace(/\n/g, '\n+ ')}`
  const marks = fence(code)
  item.tooltip = new vscode.MarkdownString(`${marks}diff\n${code}\n${marks}`)
  return item
}

function exampleItem(node: OfExample): vscode.TreeItem {
  const { path, line, learnedAt } = node.pattern
  const item = new vscode.TreeItem(`${path}:${line}`, vscode.TreeItemCollapsibleState.None)
  item.description = learnedAt === null ? 'from the history' : learnedAt.slice(0, 10)
  item.contextValue = 'example'
  item.iconPath = new vscode.ThemeIcon('file-code')
  item.command = { command: 'honed.learned.open', title: 'Open the Example', arguments: [node] }
  return item
}
