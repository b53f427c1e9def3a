; inherits: typescript
; `grammars/README.md` tells what the captures mean.

; What is drawn on a condition costs nothing.
(jsx_expression [(binary_expression) @free (parenthesized_expression (binary_expression) @free)])
