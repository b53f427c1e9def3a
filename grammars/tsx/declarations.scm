; The declaration of an exported thing is the node with `export`, of an ambient one the node with
; `declare`.
; The lists of values leave out functions and classes.

(import_statement source: (string (string_fragment) @name)) @declaration.import
(import_statement
  (import_require_clause source: (string (string_fragment) @name))) @declaration.import
(import_alias . (identifier) @name) @declaration.import

((function_declaration name: (_) @name body: (_) @body) @declaration.function
  (#set! parents "program statement_block"))
((generator_function_declaration name: (_) @name body: (_) @body) @declaration.function
  (#set! parents "program statement_block"))
((function_signature name: (_) @name) @declaration.function
  (#set! parents "program statement_block"))
((class_declaration name: (_) @name body: (_) @body) @declaration.class
  (#set! parents "program statement_block"))
((abstract_class_declaration name: (_) @name body: (_) @body) @declaration.class
  (#set! parents "program statement_block"))
((interface_declaration name: (_) @name body: (_) @body) @declaration.interface
  (#set! parents "program statement_block"))
((enum_declaration name: (_) @name body: (_) @body) @declaration.enum
  (#set! parents "program statement_block"))
((type_alias_declaration name: (_) @name value: (_) @body) @declaration.type
  (#set! parents "program statement_block"))
((expression_statement (internal_module name: (_) @name body: (_) @body)) @declaration.namespace
  (#set! parents "program statement_block"))
((module name: (_) @name body: (_) @body) @declaration.namespace
  (#set! parents "program statement_block"))
(program (lexical_declaration "const" (variable_declarator
  name: (identifier) @name
  value: [
    (arrow_function body: (_) @body)
    (function_expression body: (_) @body)
  ])) @declaration.function)
(program (lexical_declaration "const" (variable_declarator
  name: (identifier) @name
  value: (class body: (_) @body))) @declaration.class)
(program (lexical_declaration "const" . (variable_declarator
  name: (_) @name
  value: [
    (array) (as_expression) (await_expression) (binary_expression) (call_expression) (false)
    (identifier) (jsx_element) (jsx_self_closing_element) (member_expression) (new_expression)
    (non_null_expression) (null) (number) (object) (parenthesized_expression) (regex)
    (satisfies_expression) (string) (subscript_expression) (template_string) (ternary_expression)
    (true) (unary_expression) (undefined)
  ])) @declaration.constant)
(program (lexical_declaration "let" . (variable_declarator name: (_) @name)) @declaration.variable)
(program (variable_declaration . (variable_declarator name: (_) @name)) @declaration.variable)

((lexical_declaration (variable_declarator
  name: (identifier) @name
  value: [
    (arrow_function body: (_) @body)
    (function_expression body: (_) @body)
  ])) @declaration.function
  (#set! parents "statement_block"))
((lexical_declaration (variable_declarator
  name: (identifier) @name
  value: (class body: (_) @body))) @declaration.class
  (#set! parents "statement_block"))

(export_statement declaration: [
  (function_declaration name: (_) @name body: (_) @body)
  (generator_function_declaration name: (_) @name body: (_) @body)
  (function_signature name: (_) @name)
  (lexical_declaration "const" (variable_declarator
    name: (identifier) @name
    value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]))
]) @declaration.function
(export_statement declaration: [
  (class_declaration name: (_) @name body: (_) @body)
  (abstract_class_declaration name: (_) @name body: (_) @body)
  (lexical_declaration "const" (variable_declarator
    name: (identifier) @name
    value: (class body: (_) @body)))
]) @declaration.class
(export_statement declaration:
  (interface_declaration name: (_) @name body: (_) @body)) @declaration.interface
(export_statement declaration:
  (enum_declaration name: (_) @name body: (_) @body)) @declaration.enum
(export_statement declaration:
  (type_alias_declaration name: (_) @name value: (_) @body)) @declaration.type
(export_statement declaration: [
  (internal_module name: (_) @name body: (_) @body)
  (module name: (_) @name body: (_) @body)
]) @declaration.namespace
(export_statement declaration:
  (lexical_declaration "const" . (variable_declarator
    name: (_) @name
    value: [
      (array) (as_expression) (await_expression) (binary_expression) (call_expression) (false)
      (identifier) (jsx_element) (jsx_self_closing_element) (member_expression) (new_expression)
      (non_null_expression) (null) (number) (object) (parenthesized_expression) (regex)
      (satisfies_expression) (string) (subscript_expression) (template_string) (ternary_expression)
      (true) (unary_expression) (undefined)
    ]))) @declaration.constant
(export_statement declaration: [
  (lexical_declaration "let" . (variable_declarator name: (_) @name))
  (variable_declaration . (variable_declarator name: (_) @name))
]) @declaration.variable

((ambient_declaration [
  (function_declaration name: (_) @name body: (_) @body)
  (generator_function_declaration name: (_) @name body: (_) @body)
  (function_signature name: (_) @name)
]) @declaration.function
  (#set! parents "program"))
((ambient_declaration [
  (class_declaration name: (_) @name body: (_) @body)
  (abstract_class_declaration name: (_) @name body: (_) @body)
]) @declaration.class
  (#set! parents "program"))
((ambient_declaration
  (interface_declaration name: (_) @name body: (_) @body)) @declaration.interface
  (#set! parents "program"))
((ambient_declaration (enum_declaration name: (_) @name body: (_) @body)) @declaration.enum
  (#set! parents "program"))
((ambient_declaration (type_alias_declaration name: (_) @name value: (_) @body)) @declaration.type
  (#set! parents "program"))
((ambient_declaration [
  (internal_module name: (_) @name body: (_) @body)
  (module name: (_) @name body: (_) @body)
]) @declaration.namespace
  (#set! parents "program"))
((ambient_declaration [
  (lexical_declaration . (variable_declarator name: (_) @name))
  (variable_declaration . (variable_declarator name: (_) @name))
]) @declaration.variable
  (#set! parents "program"))
(export_statement declaration: (ambient_declaration [
  (function_declaration name: (_) @name body: (_) @body)
  (generator_function_declaration name: (_) @name body: (_) @body)
  (function_signature name: (_) @name)
])) @declaration.function
(export_statement declaration: (ambient_declaration [
  (class_declaration name: (_) @name body: (_) @body)
  (abstract_class_declaration name: (_) @name body: (_) @body)
])) @declaration.class
(export_statement declaration: (ambient_declaration
  (interface_declaration name: (_) @name body: (_) @body))) @declaration.interface
(export_statement declaration: (ambient_declaration
  (enum_declaration name: (_) @name body: (_) @body))) @declaration.enum
(export_statement declaration: (ambient_declaration
  (type_alias_declaration name: (_) @name value: (_) @body))) @declaration.type
(export_statement declaration: (ambient_declaration [
  (internal_module name: (_) @name body: (_) @body)
  (module name: (_) @name body: (_) @body)
])) @declaration.namespace
(export_statement declaration: (ambient_declaration [
  (lexical_declaration . (variable_declarator name: (_) @name))
  (variable_declaration . (variable_declarator name: (_) @name))
])) @declaration.variable

; Functions with the name of what they are assigned to

(expression_statement (assignment_expression
  left: (member_expression) @name
  right: [
    (arrow_function body: (_) @body)
    (function_expression body: (_) @body)
  ])) @declaration.function
(pair
  key: (property_identifier) @name
  value: [
    (arrow_function body: (_) @body)
    (function_expression body: (_) @body)
  ]) @declaration.method

; Members

(method_definition name: (_) @name body: (_) @body
  (#not-eq? @name "constructor")) @declaration.method
(method_definition name: (_) @name body: (_) @body
  (#eq? @name "constructor")) @declaration.constructor
(method_signature name: (_) @name) @declaration.method
(abstract_method_signature name: (_) @name) @declaration.method
(public_field_definition name: (_) @name) @declaration.field
(property_signature name: (_) @name) @declaration.field
(enum_body (property_identifier) @name @declaration.enum_member)
(enum_assignment name: (_) @name) @declaration.enum_member

; Tests: the name is the content of the title, or the whole literal where that is not plain text

(expression_statement (call_expression
  function: [
    (identifier) @_call
    (member_expression object: (identifier) @_call)
    (call_expression function: (member_expression object: (identifier) @_call))
  ]
  arguments: (arguments
    . [
      (string . (string_fragment) @name .)
      (string . (escape_sequence)) @name
      (string . (string_fragment) . (escape_sequence)) @name
      (template_string . (string_fragment) @name .)
      (template_string . [(escape_sequence) (template_substitution)]) @name
      (template_string
        . (string_fragment) . [(escape_sequence) (template_substitution)]) @name
    ]
    [(arrow_function body: (_) @body) (function_expression body: (_) @body)]))
  (#any-of? @_call "describe" "context" "suite" "it" "specify" "test")) @declaration.test
