// What VS Code starts and ends: the server, the status bar, the next edit, and what was learned.

import * as vscode from 'vscode'
import type { LanguageClient } from 'vscode-languageclient/node'

import { makeClient } from './client'
import { NotInstalled, environmentOf, install } from './install'
import { Learned, fileOf, type Node } from './learned'
import { findServer, type Command } from './locate'
import { NextEdits } from './nextEdit'
import { run, world } from './processes'
import { showReport } from './report'
import { StatusBar } from './status'
import { switchSomething } from './switches'

/** The server with all that lives as long as it does. */
class Running {
  private client: LanguageClient | undefined
  private nextEdits: NextEdits | undefined
  private command: Command | undefined
  private turn: Promise<void> = Promise.resolve()

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly status: StatusBar,
    private readonly onStart: () => void,
  ) {}

  get server(): Command | undefined {
    return this.command
  }

  get next(): NextEdits | undefined {
    return this.nextEdits
  }

  /** Returns the client where it runs; tells the user where it does not. */
  get connected(): LanguageClient | undefined {
    if (!this.client?.isRunning()) {
      void vscode.window.showWarningMessage('honed does not run.')
      return undefined
    }
    return this.client
  }

  /** Starts the server, after it was ended where it runs; `anew` installs it before. */
  restart(anew = false): Promise<void> {
    this.turn = this.turn.then(() => this.stopNow()).then(() => this.startNow(anew))
    return this.turn
  }

  stop(): Promise<void> {
    this.turn = this.turn.then(() => this.stopNow())
    return this.turn
  }

  private async startNow(anew: boolean): Promise<void> {
    this.status.starting()
    try {
      this.command = (anew ? undefined : await this.find()) ?? (await install(this.context, this.log))
      this.client = makeClient(this.command, this.context, this.log)
      await this.client.start()
      this.nextEdits = new NextEdits(this.client)
      this.status.follow(this.client)
      this.onStart()
    } catch (error) {
      await this.complain(error)
    }
  }

  private async stopNow(): Promise<void> {
    const { client } = this
    this.nextEdits?.dispose()
    this.nextEdits = undefined
    this.client = undefined
    this.status.follow(undefined)
    try {
      await client?.dispose()
    } catch (error) {
      this.log.warn(`the server did not end in order: ${String(error)}`)
    }
  }

  private find(): Promise<Command | undefined> {
    const said = vscode.workspace.getConfiguration('honed').get<string[]>('server.command', [])
    return findServer(world, said, environmentOf(this.context), process.platform)
  }

  private async complain(error: unknown): Promise<void> {
    const why = error instanceof Error ? error.message : String(error)
    this.log.error(why)
    this.status.failed(why)
    // Whoever is told that there is no Python needs no second message.
    if (!(error instanceof NotInstalled)) {
      const chosen = await vscode.window.showErrorMessage(`honed does not run: ${why}`, 'Open the Log')
      if (chosen) {
        this.log.show()
      }
    }
  }
}

let running: Running | undefined

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('honed', { log: true })
  const status = new StatusBar()
  const learned = new Learned(() => running?.server, log)
  const started = new Running(context, log, status, () => {
    learned.refresh()
  })
  running = started
  const tree = vscode.window.createTreeView('honed.learned', { treeDataProvider: learned })
  context.subscriptions.push(
    log,
    status,
    learned,
    tree,
    tree.onDidChangeVisibility(({ visible }) => {
      if (visible) {
        learned.refresh()
      }
    }),
    ...commands(started, learned, log).map(([name, run_]) =>
      vscode.commands.registerCommand(name, run_),
    ),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('honed.server')) {
        void started.restart()
      }
    }),
  )
  await started.restart()
}

export async function deactivate(): Promise<void> {
  await running?.stop()
  running = undefined
}

type Named = readonly [string, (node?: Node) => unknown]

function commands(started: Running, learned: Learned, log: vscode.LogOutputChannel): Named[] {
  return [
    ['honed.menu', () => menu(started)],
    ['honed.restart', () => started.restart()],
    ['honed.install', () => started.restart(true)],
    ['honed.openLog', () => {
      log.show()
    }],
    ['honed.doctor', () => {
      doctor(started)
    }],
    ['honed.switch', async () => {
      const client = started.connected
      if (client) {
        await switchSomething(client)
      }
    }],
    ['honed.nextEdit.accept', () => started.next?.accept()],
    ['honed.nextEdit.dismiss', () => started.next?.dismiss()],
    ['honed.nextEdit.jump', () => started.next?.jump()],
    ['honed.whyHere', () => whyHere(started)],
    ['honed.report', () => showReport(started.server)],
    ['honed.learned.refresh', () => {
      learned.refresh()
    }],
    ['honed.learned.why', (node) => ask(started, 'honed.explain', node)],
    ['honed.learned.open', (node) => open(node)],
    ['honed.learned.promote', (node) => promote(started, node)],
    ['honed.learned.forget', async (node) => {
      if (await ask(started, 'honed.forgetPattern', node, 'Forget')) {
        learned.refresh()
      }
    }],
  ]
}

async function menu(started: Running): Promise<void> {
  const items = [
    { label: '$(circle-slash) Switch something off or on', command: 'honed.switch' },
    { label: '$(book) What honed learned', command: 'honed.learned.focus' },
    { label: '$(graph) The report', command: 'honed.report' },
    { label: '$(question) Why is something, or nothing, offered here?', command: 'honed.whyHere' },
    { label: '$(output) Open the log', command: 'honed.openLog' },
    { label: '$(pulse) Check the installation', command: 'honed.doctor' },
    { label: '$(refresh) Restart the server', command: 'honed.restart' },
    { label: '$(gear) Settings', command: 'workbench.action.openSettings' },
  ]
  const placeHolder = started.server ? [started.server.program, ...started.server.args].join(' ') : 'honed'
  const chosen = await vscode.window.showQuickPick(items, { placeHolder })
  if (chosen) {
    await vscode.commands.executeCommand(chosen.command, '@ext:honed.honed')
  }
}

function doctor(started: Running): void {
  const { server } = started
  if (server) {
    const shellArgs = [...server.args, 'doctor']
    vscode.window.createTerminal({ name: 'honed doctor', shellPath: server.program, shellArgs }).show()
  }
}

async function whyHere(started: Running): Promise<void> {
  const client = started.connected
  const editor = vscode.window.activeTextEditor
  if (client && editor) {
    const uri = client.code2ProtocolConverter.asUri(editor.document.uri)
    const line = editor.selection.active.line
    await execute(client, 'honed.why', { uri, line, show: true })
  }
}

async function ask(started: Running, command: string, node?: Node, question?: string): Promise<boolean> {
  const client = started.connected
  if (!client || node?.kind !== 'pattern') {
    return false
  }
  if (question !== undefined) {
    const detail = 'With it go the texts that it was learned from. This cannot be undone.'
    const message = `Forget pattern ${node.pattern.id}?`
    if (!(await vscode.window.showWarningMessage(message, { modal: true, detail }, question))) {
      return false
    }
  }
  const uri = client.code2ProtocolConverter.asUri(fileOf(node))
  await execute(client, command, { patternId: node.pattern.id, uri, show: true })
  return true
}

async function execute(client: LanguageClient, command: string, argument: object): Promise<void> {
  try {
    await client.sendRequest('workspace/executeCommand', { command, arguments: [argument] })
  } catch (error) {
    void vscode.window.showWarningMessage(`honed: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function open(node?: Node): Promise<void> {
  if (node && node.kind !== 'folder') {
    const line = Math.max(0, node.pattern.line - 1)
    const selection = new vscode.Range(line, 0, line, 0)
    await vscode.window.showTextDocument(fileOf(node), { selection, preview: true })
  }
}

async function promote(started: Running, node?: Node): Promise<void> {
  const { server } = started
  if (!server || node?.kind !== 'pattern') {
    return
  }
  const name = await vscode.window.showInputBox({
    prompt: 'A name for the rule; everyone who checks the project out gets it',
    validateInput: (text) => (/^[a-z0-9][a-z0-9-]*$/.test(text) ? undefined : 'Small letters, digits and dashes'),
  })
  if (name !== undefined) {
    const asked = ['patterns', 'promote', String(node.pattern.id), '--name', name, '--workspace', node.folder.uri.fsPath]
    try {
      const printed = await run(server.program, [...server.args, ...asked])
      void vscode.window.showInformationMessage(printed.trim().split('\n')[0] ?? 'Promoted')
    } catch (error) {
      void vscode.window.showErrorMessage(`honed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
