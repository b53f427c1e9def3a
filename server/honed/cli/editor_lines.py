"""The lines that make an editor start `honed serve`; the pages of docs/editors/ show the same."""

from __future__ import annotations

import attrs


@attrs.frozen
class EditorLines:
    """What one editor's configuration needs; `page` tells the rest, `file` takes the lines."""

    editor: str
    page: str
    file: str
    language: str
    """What the lines are written in, as a fenced block names it."""
    lines: str


NEOVIM = EditorLines(
    "Neovim",
    "docs/editors/neovim.md",
    "init.lua",
    "lua",
    """\
vim.lsp.config("honed", {
  cmd = { "honed", "serve" },
  filetypes = {
    "c", "cpp", "go", "java", "javascript", "javascriptreact",
    "python", "rust", "typescript", "typescriptreact",
    -- Installed with the extra "more-languages":
    "bash", "cs", "css", "html", "json", "jsonc", "lua", "php", "ruby", "sh",
  },
  root_markers = { ".git" },
})
vim.lsp.enable("honed")
""",
)
HELIX = EditorLines(
    "Helix",
    "docs/editors/helix.md",
    "languages.toml",
    "toml",
    """\
[language-server.honed]
command = "honed"
args = ["serve"]

[[language]]
name = "python"
language-servers = ["ruff", "jedi", "pylsp", "honed"]

[[language]]
name = "typescript"
language-servers = ["typescript-language-server", "honed"]
""",
)
LSP_MODE = EditorLines(
    "Emacs, lsp-mode",
    "docs/editors/emacs.md",
    "init.el",
    "elisp",
    """\
(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client
    :server-id 'honed
    :new-connection (lsp-stdio-connection '("honed" "serve"))
    :activation-fn (lsp-activate-on
                    "c" "cpp" "go" "java" "javascript" "javascriptreact"
                    "python" "rust" "typescript" "typescriptreact")
    :initialization-options '(:settleSeconds 2)
    :add-on? t
    :multi-root t)))

(defun honed-edit ()
  "Make the edit that honed would make at point."
  (interactive)
  (lsp-execute-code-action-by-kind "refactor.rewrite.honed.edit"))
""",
)
EGLOT = EditorLines(
    "Emacs, eglot",
    "docs/editors/emacs.md",
    "init.el",
    "elisp",
    """\
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((python-mode python-ts-mode)
                 . ("honed" "serve" :initializationOptions (:settleSeconds 2)))))
""",
)
EDITORS = (NEOVIM, HELIX, LSP_MODE, EGLOT)
