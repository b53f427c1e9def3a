; The declaration of a template is the node with `template`. A query cannot leave out what stands in
; it: the definition inside is found too, with the same name node, and is to be dropped.
; The kind of its name tells a method: in a class a field_identifier, outside a qualified one.

(preproc_include path: (_) @name) @declaration.import
(using_declaration (_) @name) @declaration.import
(preproc_def name: (_) @name) @declaration.macro
(preproc_function_def name: (_) @name) @declaration.macro
(namespace_definition name: (_) @name body: (_) @body) @declaration.namespace
(namespace_alias_definition name: (_) @name) @declaration.namespace

; Types

(class_specifier name: (_) @name body: (_) @body) @declaration.class
(struct_specifier name: (_) @name body: (_) @body) @declaration.struct
(union_specifier name: (_) @name body: (_) @body) @declaration.struct
(enum_specifier name: (_) @name body: (_) @body) @declaration.enum
(enumerator name: (_) @name) @declaration.enum_member
(template_declaration
  (class_specifier name: (_) @name body: (_) @body)) @declaration.class
(template_declaration
  (struct_specifier name: (_) @name body: (_) @body)) @declaration.struct

(type_definition
  type: (_ body: (_) @body)
  declarator: (type_identifier) @name) @declaration.struct
(type_definition
  type: [
    (struct_specifier !body) (primitive_type) (qualified_identifier) (sized_type_specifier)
    (template_type) (type_identifier)
  ]
  declarator: (type_identifier) @name) @declaration.type
(alias_declaration name: (_) @name) @declaration.type
(template_declaration (alias_declaration name: (_) @name)) @declaration.type
(template_declaration (concept_definition name: (_) @name)) @declaration.type

; Functions

(function_definition
  type: (_)
  declarator: [
    (function_declarator declarator: (identifier) @name)
    (_ (function_declarator declarator: (identifier) @name))
  ]
  body: (_) @body) @declaration.function
(template_declaration (function_definition
  type: (_)
  declarator: [
    (function_declarator declarator: (identifier) @name)
    (_ (function_declarator declarator: (identifier) @name))
  ]
  body: (_) @body)) @declaration.function
(declaration
  type: (_)
  declarator: [
    (function_declarator declarator: (identifier) @name)
    (_ (function_declarator declarator: (identifier) @name))
  ]) @declaration.function

(function_definition
  declarator: [
    (function_declarator declarator: [
      (destructor_name) (field_identifier) (operator_name) (qualified_identifier)
    ] @name)
    (_ (function_declarator declarator: [
      (field_identifier) (operator_name) (qualified_identifier)
    ] @name))
  ]
  body: (_)? @body) @declaration.method
(template_declaration (function_definition
  declarator: [
    (function_declarator declarator: [
      (destructor_name) (field_identifier) (operator_name) (qualified_identifier)
    ] @name)
    (_ (function_declarator declarator: [
      (field_identifier) (operator_name) (qualified_identifier)
    ] @name))
  ]
  body: (_)? @body)) @declaration.method
(field_declaration
  declarator: [
    (function_declarator declarator: [
      (destructor_name) (field_identifier) (operator_name) (qualified_identifier)
    ] @name)
    (_ (function_declarator declarator: [
      (field_identifier) (operator_name) (qualified_identifier)
    ] @name))
  ]) @declaration.method

(field_declaration_list (function_definition
  !type
  declarator: (function_declarator declarator: (identifier) @name)
  body: (_)? @body) @declaration.constructor)
(field_declaration_list (declaration
  !type
  declarator: (function_declarator declarator: (identifier) @name)) @declaration.constructor)
(field_declaration_list (declaration
  !type
  declarator: (function_declarator declarator: (destructor_name) @name)) @declaration.method)

; Fields and variables

(field_declaration
  type: (_)
  . declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (array_declarator declarator: (field_identifier) @name)
  ]) @declaration.field
(translation_unit (declaration
  type: (_)
  . declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (array_declarator declarator: (identifier) @name)
    (init_declarator declarator: [
      (identifier) @name
      (_ declarator: (identifier) @name)
      (_ declarator: (_ declarator: (identifier) @name))
    ])
  ]) @declaration.variable)
(declaration_list (declaration
  type: (_)
  . declarator: [
    (identifier) @name
    (pointer_declarator declarator: (identifier) @name)
    (array_declarator declarator: (identifier) @name)
    (init_declarator declarator: [
      (identifier) @name
      (_ declarator: (identifier) @name)
      (_ declarator: (_ declarator: (identifier) @name))
    ])
  ]) @declaration.variable)
