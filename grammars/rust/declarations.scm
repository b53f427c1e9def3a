; Attributes and documentation comments stand before a declaration, as nodes of their own.

(use_declaration argument: (_) @name) @declaration.import
(extern_crate_declaration name: (_) @name) @declaration.import
(mod_item name: (_) @name body: (_) @body) @declaration.module
(mod_item name: (_) @name !body) @declaration.module

(struct_item name: (_) @name body: (_) @body) @declaration.struct
(struct_item name: (_) @name !body) @declaration.struct
(union_item name: (_) @name body: (_) @body) @declaration.struct
(enum_item name: (_) @name body: (_) @body) @declaration.enum
(trait_item name: (_) @name body: (_) @body) @declaration.trait
(impl_item type: (_) @name body: (_) @body) @declaration.impl

(source_file (function_item name: (_) @name body: (_) @body) @declaration.function)
(block (function_item name: (_) @name body: (_) @body) @declaration.function)
(mod_item body: (declaration_list
  (function_item name: (_) @name body: (_) @body) @declaration.function))
(foreign_mod_item body: (declaration_list
  (function_signature_item name: (_) @name) @declaration.function))
(impl_item body: (declaration_list
  (function_item name: (_) @name body: (_) @body) @declaration.method))
(trait_item body: (declaration_list
  (function_item name: (_) @name body: (_) @body) @declaration.method))
(trait_item body: (declaration_list
  (function_signature_item name: (_) @name) @declaration.method))

; What a macro makes of a name and a block: `test!(name, |dir| { … });`
(source_file (expression_statement (macro_invocation
  (token_tree . (identifier) @name (token_tree) @body .))) @declaration.function)

(field_declaration name: (_) @name) @declaration.field
(enum_variant name: (_) @name body: (_) @body) @declaration.enum_member
(enum_variant name: (_) @name !body) @declaration.enum_member
(const_item name: (_) @name) @declaration.constant
(static_item name: (_) @name) @declaration.variable
(type_item name: (_) @name) @declaration.type
(associated_type name: (_) @name) @declaration.type
(macro_definition name: (_) @name) @declaration.macro
