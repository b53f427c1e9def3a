// The next edit, drawn in the text: Tab makes it or goes there, Escape leaves it.

import * as vscode from 'vscode'
import { NotificationType, RequestType, type LanguageClient } from 'vscode-languageclient/node'

import { drawn, fence, isHere } from './drawing'
import type { NextEdit } from './protocol'

interface Params {
  readonly textDocument: { readonly uri: string; readonly version: number }
}

const NEXT_EDIT = new RequestType<Params, NextEdit | null, void>('honed/nextEdit')
const WITHDRAWN = new NotificationType<{ readonly uri?: string | null }>('honed/withdrawn')

const PAUSE_MS = 250
/** Where nothing is offered yet, what was typed may not be learned: it is asked again so often. */
const MOST_ATTEMPTS = 5
const VISIBLE = 'honed.nextEditVisible'
const HERE = 'honed.nextEditHere'

interface Shown {
  readonly offer: NextEdit
  readonly editor: vscode.TextEditor
}

/** Asks in pauses what comes next in the active editor, and draws the answer. */
export class NextEdits implements vscode.Disposable {
  private readonly removed = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('diffEditor.removedTextBackground'),
    textDecoration: 'line-through',
  })
  private readonly added = vscode.window.createTextEditorDecorationType({
    after: {
      color: new vscode.ThemeColor('editorGhostText.foreground'),
      backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
      margin: '0 0 0 0.3ch',
    },
  })
  private readonly elsewhere = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('editorGhostText.foreground'), margin: '0 0 0 2ch' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  })
  private readonly subscriptions: vscode.Disposable[]
  private timer: NodeJS.Timeout | undefined
  private asking: vscode.CancellationTokenSource | undefined
  private shown: Shown | undefined

  constructor(private readonly client: LanguageClient) {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length && document === vscode.window.activeTextEditor?.document) {
          this.hide()
          this.askSoon()
        }
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === this.shown?.editor) {
          this.draw()
        } else if (textEditor === vscode.window.activeTextEditor) {
          this.askSoon()
        }
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.hide()
        this.askSoon()
      }),
      client.onNotification(WITHDRAWN, ({ uri }) => {
        if (!uri || uri === this.shown?.offer.uri) {
          this.hide()
        }
      }),
    ]
    this.askSoon()
  }

  /** Makes the offered edit. */
  async accept(): Promise<void> {
    const offer = this.shown?.offer
    this.hide()
    if (offer) {
      await this.execute('honed.acceptNextEdit', { id: offer.id })
    }
  }

  /** Notes that the offered edit is not wanted there, and asks for another. */
  async dismiss(): Promise<void> {
    const offer = this.shown?.offer
    this.hide()
    if (offer) {
      await this.execute('honed.dismissNextEdit', { id: offer.id })
      this.askSoon()
    }
  }

  /** Moves the cursor to the offered edit, so that it can be looked at before it is made. */
  jump(): void {
    if (this.shown) {
      const { offer, editor } = this.shown
      const range = this.rangeOf(offer)
      editor.selection = new vscode.Selection(range.start, range.start)
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport)
      this.draw()
    }
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.asking?.cancel()
    this.hide()
    for (const each of [...this.subscriptions, this.removed, this.added, this.elsewhere]) {
      each.dispose()
    }
  }

  private askSoon(attempt = 0): void {
    clearTimeout(this.timer)
    this.asking?.cancel()
    if (attempt < MOST_ATTEMPTS) {
      this.timer = setTimeout(() => void this.ask(attempt), PAUSE_MS * 2 ** attempt)
    }
  }

  private async ask(attempt: number): Promise<void> {
    const editor = vscode.window.activeTextEditor
    const isWanted = vscode.workspace.getConfiguration('honed').get<boolean>('nextEdit.enabled', true)
    if (!editor || !isWanted || !this.client.isRunning() || !this.isOurs(editor.document)) {
      return
    }
    const { document } = editor
    const asking = new vscode.CancellationTokenSource()
    this.asking = asking
    const uri = this.client.code2ProtocolConverter.asUri(document.uri)
    const { version } = document
    try {
      const textDocument = { uri, version }
      const offer = await this.client.sendRequest(NEXT_EDIT, { textDocument }, asking.token)
      const isStale = document.version !== version || vscode.window.activeTextEditor !== editor
      if (!asking.token.isCancellationRequested && !isStale) {
        const isFound = offer?.version === version
        this.show(isFound ? { offer, editor } : undefined)
        if (!isFound) {
          this.askSoon(attempt + 1)
        }
      }
    } catch (error) {
      // Also where it was cancelled, because somebody types on.
      this.client.debug(`the next edit was not told: ${String(error)}`)
    } finally {
      asking.dispose()
    }
  }

  private isOurs(document: vscode.TextDocument): boolean {
    const { documentSelector } = this.client.clientOptions
    const converter = this.client.protocol2CodeConverter
    return !!documentSelector &&
      vscode.languages.match(converter.asDocumentSelector(documentSelector), document) > 0
  }

  private show(shown: Shown | undefined): void {
    if (this.shown?.offer.id !== shown?.offer.id) {
      this.hide()
    }
    this.shown = shown
    this.draw()
  }

  private hide(): void {
    const editor = this.shown?.editor
    this.shown = undefined
    for (const each of [this.removed, this.added, this.elsewhere]) {
      editor?.setDecorations(each, [])
    }
    this.tell(false, false)
  }

  private draw(): void {
    if (!this.shown) {
      return
    }
    const { offer, editor } = this.shown
    const line = editor.selection.active.line
    const here = isHere(offer.edits, line)
    const lines = drawn(offer.edits, (each) => editor.document.lineAt(each).text.length)
    const hoverMessage = this.explanation(offer)
    editor.setDecorations(
      this.removed,
      lines
        .filter(({ start, end }) => start < end)
        .map((each) => ({
          range: new vscode.Range(each.line, each.start, each.line, each.end),
          hoverMessage,
        })),
    )
    editor.setDecorations(
      this.added,
      lines
        .filter(({ added }) => added)
        .map((each) => ({
          range: new vscode.Range(each.line, each.end, each.line, each.end),
          hoverMessage,
          // Spaces at the ends would be swallowed.
          renderOptions: { after: { contentText: each.added.replace(/^ +| +$/g, (run) => '\u00a0'.repeat(run.length)) } },
        })),
    )
    const end = editor.document.lineAt(line).range.end
    const contentText = `→ line ${offer.range.start.line + 1}`
    editor.setDecorations(
      this.elsewhere,
      here ? [] : [{ range: new vscode.Range(end, end), hoverMessage, renderOptions: { after: { contentText } } }],
    )
    this.tell(true, here)
  }

  private explanation(offer: NextEdit): vscode.MarkdownString {
    const text = new vscode.MarkdownString()
    for (const code of [offer.title, offer.why]) {
      const marks = fence(code)
      text.appendMarkdown(`${marks}text\n${code}\n${marks}\n`)
    }
    return text
  }

  private rangeOf(offer: NextEdit): vscode.Range {
    return this.client.protocol2CodeConverter.asRange(offer.range)
  }

  private tell(isVisible: boolean, isAtCursor: boolean): void {
    const jumps = vscode.workspace.getConfiguration('honed').get<boolean>('nextEdit.jumpWithTab', false)
    void vscode.commands.executeCommand('setContext', VISIBLE, isVisible)
    void vscode.commands.executeCommand('setContext', HERE, isAtCursor)
    void vscode.commands.executeCommand('setContext', 'honed.nextEditJumpsWithTab', jumps)
  }

  private async execute(command: string, argument: object): Promise<void> {
    await this.client.sendRequest('workspace/executeCommand', { command, arguments: [argument] })
  }
}
