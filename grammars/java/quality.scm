; What is counted in a text; `grammars/README.md` tells what the captures mean.
; Ways through the code are those of Checkstyle's CyclomaticComplexity, cognitive complexity is
; SonarSource's. A method with a decision that calls an overload is taken to call itself.

(method_declaration name: (_) @name body: (_)) @function
(constructor_declaration name: (_) @name) @function
(compact_constructor_declaration name: (_) @name) @function
(static_initializer "static" @name) @function
(class_body (block) @function)
[(class_declaration name: (_) @name) (interface_declaration name: (_) @name)
 (enum_declaration name: (_) @name) (record_declaration name: (_) @name)
 (annotation_type_declaration name: (_) @name)] @class
(enum_constant name: (_) @name body: (_) @class)
(object_creation_expression
  type: [(type_identifier) @name (scoped_type_identifier) @name (generic_type . (_) @name)]
  (class_body) @class)
(method_declaration parameters: (formal_parameters [
  (formal_parameter) (spread_parameter)] @parameter))
(constructor_declaration parameters: (formal_parameters [
  (formal_parameter) (spread_parameter)] @parameter))

[(if_statement) (for_statement) (enhanced_for_statement) (while_statement) (do_statement)
 (catch_clause) (ternary_expression) (guard)] @decision
(switch_label "case") @decision
(binary_expression operator: ["&&" "||"]) @decision

[(if_statement) (for_statement) (enhanced_for_statement) (while_statement) (do_statement)
 (switch_expression) (catch_clause) (ternary_expression)] @structure
(if_statement "else" @flat)
(if_statement alternative: (if_statement) @free)
(break_statement (identifier)) @flat
(continue_statement (identifier)) @flat
(binary_expression operator: ["&&" "||"]) @sequence
(binary_expression operator: ["&&" "||"] @flat)
(method_invocation !object name: (_) @callee.member)
(method_invocation object: (this) name: (_) @callee.member)

(if_statement consequence: (_) @nests)
(if_statement alternative: [
  (assert_statement) (block) (break_statement) (continue_statement) (do_statement)
  (enhanced_for_statement) (expression_statement) (for_statement) (labeled_statement)
  (return_statement) (switch_expression) (synchronized_statement) (throw_statement)
  (try_statement) (try_with_resources_statement) (while_statement) (yield_statement)] @nests)
(for_statement body: (_) @nests)
(enhanced_for_statement body: (_) @nests)
(while_statement body: (_) @nests)
(do_statement body: (_) @nests)
(switch_expression body: (_) @nests)
(catch_clause body: (_) @nests)
(ternary_expression consequence: (_) @deepens alternative: (_) @deepens)
(lambda_expression body: (_) @deepens)

(binary_expression left: (_) @operand operator: _ @operator right: (_) @operand)
(instanceof_expression left: (_) @operand "instanceof" @operator)
(unary_expression operator: _ @operator operand: (_) @operand)
(update_expression (_) @operand)
(update_expression ["++" "--"] @operator)
(assignment_expression
  left: (_) @operand
  operator: ["+=" "-=" "*=" "/=" "%=" "&=" "|=" "^=" "<<=" ">>=" ">>>="] @operator
  right: (_) @operand)
