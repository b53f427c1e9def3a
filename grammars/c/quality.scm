; What is counted in a text; `grammars/README.md` tells what the captures mean.
; Ways through the code are lizard's, cognitive complexity is SonarSource's.

(function_definition declarator: [
  (function_declarator declarator: (identifier) @name)
  (_ (function_declarator declarator: (identifier) @name))
  (_ (_ (function_declarator declarator: (identifier) @name)))]
  body: (_)) @function
(function_definition declarator: (function_declarator
  declarator: (parenthesized_declarator (pointer_declarator
    declarator: (function_declarator declarator: (identifier) @name))))
  body: (_)) @function
; The head of a function that a macro makes: `TEST(parses) {`.
((function_definition
  type: (type_identifier) @_macro
  declarator: (parenthesized_declarator . (identifier) @name .)
  body: (_)) @function
  (#not-any-of? @_macro "for" "if" "switch" "while"))
((function_definition declarator: [
  (function_declarator
    declarator: (identifier)
    parameters: (parameter_list [(parameter_declaration) (_ "...")] @parameter))
  (_ (function_declarator
    declarator: (identifier)
    parameters: (parameter_list [(parameter_declaration) (_ "...")] @parameter)))
  (_ (_ (function_declarator
    declarator: (identifier)
    parameters: (parameter_list [(parameter_declaration) (_ "...")] @parameter))))
  (_ (_ (_ (function_declarator
    declarator: (identifier)
    parameters: (parameter_list [(parameter_declaration) (_ "...")] @parameter)))))])
  (#not-eq? @parameter "void"))

; What the preprocessor asks is one way more, however many conditions it has.
[(preproc_if condition: (_) @aside) (preproc_elif condition: (_) @aside)]
[(if_statement) (for_statement) (while_statement) (do_statement) (conditional_expression)
 (preproc_if) (preproc_elif)] @decision
(case_statement value: (_)) @decision
(preproc_ifdef "#ifdef") @decision
(binary_expression operator: ["&&" "||"]) @decision

[(if_statement) (for_statement) (while_statement) (do_statement) (switch_statement)
 (conditional_expression) (preproc_if) (preproc_ifdef)] @structure
[(else_clause) (goto_statement) (preproc_else) (preproc_elif) (preproc_elifdef)] @flat
(else_clause (if_statement) @free)
(binary_expression operator: ["&&" "||"]) @sequence
(binary_expression operator: ["&&" "||"] @flat)
(call_expression function: (identifier) @callee)

(if_statement consequence: (_) @nests)
(else_clause [
  (break_statement) (compound_statement) (continue_statement) (do_statement)
  (expression_statement) (for_statement) (goto_statement) (labeled_statement) (return_statement)
  (switch_statement) (while_statement)] @nests)
(for_statement body: (_) @nests)
(while_statement body: (_) @nests)
(do_statement body: (_) @nests)
(switch_statement body: (_) @nests)
; Functions that stand in a branch of the preprocessor do not lie deeper.
(preproc_if [
  (break_statement) (case_statement) (compound_statement) (continue_statement) (declaration)
  (do_statement) (expression_statement) (for_statement) (goto_statement) (if_statement)
  (labeled_statement) (preproc_elif) (preproc_elifdef) (preproc_else) (preproc_if)
  (preproc_ifdef) (return_statement) (switch_statement) (while_statement)] @nests)
(preproc_ifdef [
  (break_statement) (case_statement) (compound_statement) (continue_statement) (declaration)
  (do_statement) (expression_statement) (for_statement) (goto_statement) (if_statement)
  (labeled_statement) (preproc_elif) (preproc_elifdef) (preproc_else) (preproc_if)
  (preproc_ifdef) (return_statement) (switch_statement) (while_statement)] @nests)
(conditional_expression consequence: (_) @deepens)
(conditional_expression alternative: (_) @deepens)

(binary_expression left: (_) @operand operator: _ @operator right: (_) @operand)
(unary_expression operator: _ @operator argument: (_) @operand)
(pointer_expression operator: _ @operator argument: (_) @operand)
(update_expression operator: _ @operator)
(update_expression argument: (_) @operand)
(assignment_expression
  left: (_) @operand
  operator: ["+=" "-=" "*=" "/=" "%=" "&=" "|=" "^=" "<<=" ">>="] @operator
  right: (_) @operand)
