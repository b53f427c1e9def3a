; What is counted in a text; `grammars/README.md` tells what the captures mean.
; Ways through the code are gocyclo's, cognitive complexity is SonarSource's.

(function_declaration name: (_) @name) @function
(method_declaration name: (_) @name) @function
(method_declaration receiver: (parameter_list (parameter_declaration type: [
  (type_identifier) @name
  (pointer_type (type_identifier) @name)
  (generic_type type: (type_identifier) @name)
  (pointer_type (generic_type type: (type_identifier) @name))]))) @class
; A function that a variable of the package holds is one, too, and lies no deeper.
(source_file (var_declaration (var_spec
  . name: (_) @name value: (expression_list (func_literal) @function))))
(source_file (var_declaration (var_spec_list (var_spec
  . name: (_) @name value: (expression_list (func_literal) @function)))))
(function_declaration parameters: (parameter_list [
  (parameter_declaration name: (_) @parameter)
  (parameter_declaration !name) @parameter
  (variadic_parameter_declaration) @parameter]))
(method_declaration parameters: (parameter_list [
  (parameter_declaration name: (_) @parameter)
  (parameter_declaration !name) @parameter
  (variadic_parameter_declaration) @parameter]))
(source_file (var_declaration (_ (expression_list (func_literal parameters: (parameter_list [
  (parameter_declaration name: (_) @parameter)
  (parameter_declaration !name) @parameter
  (variadic_parameter_declaration) @parameter]))))))
(source_file (var_declaration (_ (_ (expression_list (func_literal parameters: (parameter_list [
  (parameter_declaration name: (_) @parameter)
  (parameter_declaration !name) @parameter
  (variadic_parameter_declaration) @parameter])))))))

[(if_statement) (for_statement) (expression_case) (type_case) (communication_case)] @decision
(binary_expression operator: ["&&" "||"]) @decision

[(if_statement) (for_statement) (expression_switch_statement) (type_switch_statement)
 (select_statement)] @structure
(if_statement "else" @flat)
(if_statement alternative: (if_statement) @free)
(goto_statement) @flat
(break_statement (label_name)) @flat
(continue_statement (label_name)) @flat
(binary_expression operator: ["&&" "||"]) @sequence
(binary_expression operator: ["&&" "||"] @flat)
(call_expression function: (identifier) @callee)

(if_statement consequence: (_) @nests)
(if_statement alternative: (block) @nests)
(for_statement body: (_) @nests)
[(expression_case) (type_case) (communication_case) (default_case)] @nests
; Without a case it has a body, too.
[(expression_switch_statement "{" @nests) (type_switch_statement "{" @nests)
 (select_statement "{" @nests)]
[(argument_list (func_literal body: (_) @deepens))
 (call_expression function: (func_literal body: (_) @deepens))
 (parenthesized_expression (func_literal body: (_) @deepens))
 (literal_element (func_literal body: (_) @deepens))
 (send_statement (func_literal body: (_) @deepens))
 (range_clause right: (func_literal body: (_) @deepens))]
[(return_statement (expression_list (func_literal body: (_) @deepens)))
 (short_var_declaration right: (expression_list (func_literal body: (_) @deepens)))
 (assignment_statement right: (expression_list (func_literal body: (_) @deepens)))]
(statement_list (var_declaration
  (var_spec value: (expression_list (func_literal body: (_) @deepens)))))
(statement_list (var_declaration (var_spec_list
  (var_spec value: (expression_list (func_literal body: (_) @deepens))))))

(binary_expression left: (_) @operand operator: _ @operator right: (_) @operand)
(unary_expression operator: _ @operator operand: (_) @operand)
(assignment_statement
  left: (expression_list (_) @operand)
  operator: ["+=" "-=" "*=" "/=" "%=" "&=" "|=" "^=" "<<=" ">>=" "&^="] @operator
  right: (expression_list (_) @operand))
(inc_statement (_) @operand "++" @operator)
(dec_statement (_) @operand "--" @operator)
