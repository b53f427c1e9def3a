; A struct, union or enum is a declaration of its own, or part of the `typedef` or variable that it
; is the type of. A name may stand below several declarators: `char **name(void)`.

(preproc_include path: (_) @name) @declaration.import
(preproc_def name: (_) @name) @declaration.macro
(preproc_function_def name: (_) @name) @declaration.macro

(function_definition
  declarator: [
    (function_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
    (pointer_declarator declarator: (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name)))
  ]
  body: (_) @body) @declaration.function
(declaration
  declarator: [
    (function_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
    (pointer_declarator declarator: (pointer_declarator
      declarator: (function_declarator declarator: (identifier) @name)))
  ]) @declaration.function

(type_definition
  type: [(struct_specifier body: (_) @body) (union_specifier body: (_) @body)]
  . declarator: (type_identifier) @name) @declaration.struct
(type_definition
  type: (enum_specifier body: (_) @body)
  . declarator: (type_identifier) @name) @declaration.enum
(type_definition
  type: [
    (struct_specifier !body) (union_specifier !body) (enum_specifier !body)
    (primitive_type) (sized_type_specifier) (type_identifier) (macro_type_specifier)
  ]
  . declarator: [
    (type_identifier) @name
    (primitive_type) @name
    (pointer_declarator declarator: (type_identifier) @name)
    (array_declarator declarator: (type_identifier) @name)
    (function_declarator declarator: (type_identifier) @name)
    (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (type_identifier) @name)))
    (pointer_declarator declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (type_identifier) @name))))
  ]) @declaration.type

(translation_unit (struct_specifier name: (_) @name body: (_) @body) @declaration.struct)
(declaration_list (struct_specifier name: (_) @name body: (_) @body) @declaration.struct)
(preproc_ifdef (struct_specifier name: (_) @name body: (_) @body) @declaration.struct)
(preproc_if (struct_specifier name: (_) @name body: (_) @body) @declaration.struct)
(preproc_else (struct_specifier name: (_) @name body: (_) @body) @declaration.struct)
(translation_unit (union_specifier name: (_) @name body: (_) @body) @declaration.struct)
(declaration_list (union_specifier name: (_) @name body: (_) @body) @declaration.struct)
(preproc_ifdef (union_specifier name: (_) @name body: (_) @body) @declaration.struct)
(preproc_if (union_specifier name: (_) @name body: (_) @body) @declaration.struct)
(preproc_else (union_specifier name: (_) @name body: (_) @body) @declaration.struct)
(translation_unit (enum_specifier name: (_) @name body: (_) @body) @declaration.enum)
(declaration_list (enum_specifier name: (_) @name body: (_) @body) @declaration.enum)
(preproc_ifdef (enum_specifier name: (_) @name body: (_) @body) @declaration.enum)
(preproc_if (enum_specifier name: (_) @name body: (_) @body) @declaration.enum)
(preproc_else (enum_specifier name: (_) @name body: (_) @body) @declaration.enum)
(compound_statement (struct_specifier name: (_) @name body: (_) @body) @declaration.struct)
(enumerator name: (_) @name) @declaration.enum_member
(field_declaration
  type: (_)
  . declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name))
    (array_declarator declarator: (field_identifier) @name)
    (pointer_declarator declarator: (array_declarator declarator: (field_identifier) @name))
    (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (field_identifier) @name)))
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
(preproc_ifdef (declaration
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
(preproc_if (declaration
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
(preproc_else (declaration
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
