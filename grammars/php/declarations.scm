; Attributes and modifiers are part of a declaration.

(namespace_definition name: (_) @name) @declaration.namespace
(namespace_use_declaration . (namespace_use_clause . (_) @name)) @declaration.import
(namespace_use_declaration (namespace_name) @name) @declaration.import

(class_declaration name: (_) @name body: (_) @body) @declaration.class
(interface_declaration name: (_) @name body: (_) @body) @declaration.interface
(trait_declaration name: (_) @name body: (_) @body) @declaration.trait
(enum_declaration name: (_) @name body: (_) @body) @declaration.enum
(enum_case name: (_) @name) @declaration.enum_member

(function_definition name: (_) @name body: (_) @body) @declaration.function
(method_declaration name: (_) @name body: (_) @body
  (#not-eq? @name "__construct")) @declaration.method
(method_declaration name: (_) @name body: (_) @body
  (#eq? @name "__construct")) @declaration.constructor
(method_declaration name: (_) @name !body) @declaration.method

(property_declaration
  [
    (disjunctive_normal_form_type) (final_modifier) (intersection_type) (named_type)
    (optional_type) (primitive_type) (readonly_modifier) (static_modifier) (union_type)
    (var_modifier) (visibility_modifier)
  ]
  . (property_element name: (_ (name) @name))) @declaration.field
(const_declaration (const_element . (name) @name)) @declaration.constant
(program
  (expression_statement
    (assignment_expression left: (variable_name (name) @name))) @declaration.variable)
