; inherits: c
; What C++ has beside. Ways through the code are lizard's (with `and` and `or`, and without the `&&`
; of types). A function with a decision that calls an overload is taken to call itself.

(function_definition
  declarator: (function_declarator declarator: (identifier) @name)
  (try_statement)) @function
(function_definition declarator: [
  (function_declarator declarator: [
    (field_identifier) @name
    (destructor_name) @name
    (operator_name) @name
    (template_function name: (_) @name)])
  (_ (function_declarator declarator: [
    (field_identifier) @name
    (operator_name) @name
    (template_function name: (_) @name)]))
  (_ (_ (function_declarator declarator: [
    (field_identifier) @name
    (operator_name) @name
    (template_function name: (_) @name)])))
  (operator_cast "operator" @name)]
  body: (_)) @function

; Outside of its class, a function is qualified as inside of it.
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier scope: [
    (namespace_identifier) @name
    (template_type name: (_) @name)]))
  (_ (function_declarator declarator: (qualified_identifier scope: [
    (namespace_identifier) @name
    (template_type name: (_) @name)])))
  (_ (_ (function_declarator declarator: (qualified_identifier scope: [
    (namespace_identifier) @name
    (template_type name: (_) @name)]))))
  (qualified_identifier
    scope: [(namespace_identifier) @name (template_type name: (_) @name)]
    name: (operator_cast))]) @class
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier name: (_) @name))
  (_ (function_declarator declarator: (qualified_identifier name: (_) @name)))
  (_ (_ (function_declarator declarator: (qualified_identifier name: (_) @name))))
  (qualified_identifier name: (operator_cast "operator" @name))]
  body: (_)) @function
(namespace_definition name: (_) @name) @class
(class_specifier name: [(type_identifier) @name (template_type name: (_) @name)]) @class
(struct_specifier name: [(type_identifier) @name (template_type name: (_) @name)]) @class
(union_specifier name: (type_identifier) @name) @class
; So a class is parsed with a macro before its name.
(function_definition
  type: [(class_specifier !body) (struct_specifier !body)]
  declarator: (identifier) @name) @class

(function_definition declarator: [
  (function_declarator parameters: (parameter_list [
    (optional_parameter_declaration) (variadic_parameter_declaration)] @parameter))
  (_ (function_declarator parameters: (parameter_list [
    (optional_parameter_declaration) (variadic_parameter_declaration)] @parameter)))
  (_ (_ (function_declarator parameters: (parameter_list [
    (optional_parameter_declaration) (variadic_parameter_declaration)] @parameter))))])
((function_definition declarator: [
  (function_declarator
    declarator: [
      (field_identifier) (destructor_name) (operator_name) (qualified_identifier)
      (template_function)]
    parameters: (parameter_list [(parameter_declaration) "..."] @parameter))
  (_ (function_declarator
    declarator: [
      (field_identifier) (operator_name) (qualified_identifier) (template_function)]
    parameters: (parameter_list [(parameter_declaration) "..."] @parameter)))
  (_ (_ (function_declarator
    declarator: [
      (field_identifier) (operator_name) (qualified_identifier) (template_function)]
    parameters: (parameter_list [(parameter_declaration) "..."] @parameter))))])
  (#not-eq? @parameter "void"))

[(for_range_loop) (catch_clause)] @decision
(binary_expression operator: ["and" "or"]) @decision
(fold_expression operator: ["&&" "||"]) @decision

[(for_range_loop) (catch_clause)] @structure
(binary_expression operator: ["and" "or"]) @sequence
(binary_expression operator: ["and" "or"] @flat)
(fold_expression operator: ["&&" "||"] @flat)
(call_expression function: (identifier) @callee.member)
(call_expression function: (field_expression argument: (this) field: (_) @callee.member))

(else_clause [
  (co_return_statement) (co_yield_statement) (for_range_loop) (throw_statement)
  (try_statement)] @nests)
(for_range_loop body: (_) @nests)
(catch_clause body: (_) @nests)
(preproc_if [(for_range_loop) (throw_statement) (try_statement)] @nests)
(preproc_ifdef [(for_range_loop) (throw_statement) (try_statement)] @nests)
(lambda_expression body: (_) @deepens)
