"""The kinds of nodes around a pattern's place, a character each in a record.

The table is part of what lies on users' disks: kinds are appended, and never change their place. A
kind that is not in it makes its whole path be written in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_KINDS = """
block module function_definition expression_statement call_expression source_file statement_list
if_statement import_from_statement program function_declaration object import_statement
class_definition token_tree pair assignment statement_block call function_item string arguments
argument_list decorated_definition declaration_list field_expression expression_list let_declaration
short_var_declaration return_statement literal_value macro_invocation arrow_function literal_element
document lexical_declaration scoped_use_list use_list interpreted_string_literal export_statement
decorator import_declaration import_spec_list impl_item use_declaration variable_declarator
composite_literal import_spec jsx_element parameters for_statement struct_expression attribute
named_imports import_clause with_statement assignment_statement field_initializer_list
method_declaration if_expression keyed_element raw_string_literal line_comment
field_declaration_list binary_expression func_literal class_body class_declaration
compound_statement declaration translation_unit method_invocation member_expression
formal_parameters match_arm attribute_item try_statement struct_item parameter_list match_block
match_expression array selector_expression parameter_declaration unary_expression subscript
required_parameter parenthesized_expression else_clause while_statement
method_definition local_variable_declaration constructor_declaration init_declarator
function_declarator field_declaration preproc_include preproc_ifdef preproc_if
namespace_definition template_declaration assignment_expression await_expression new_expression
variable_declaration type_annotation type_arguments generic_type interface_declaration
interface_body property_signature type_alias_declaration jsx_expression jsx_attribute
jsx_self_closing_element template_string object_pattern spread_element subscript_expression
ternary_expression conditional_expression comparison_operator boolean_operator not_operator
binary_operator augmented_assignment keyword_argument default_parameter typed_parameter list
dictionary tuple set list_comprehension lambda raise_statement throw_statement except_clause
catch_clause finally_clause elif_clause case_clause switch_statement expression_case
expression_switch_statement for_in_statement assert_statement type mod_item yield for_expression
enum_variant_list enum_item trait_item const_item static_item closure_expression
reference_expression index_expression type_declaration type_spec const_declaration var_declaration
defer_statement go_statement struct_type annotation modifiers enum_declaration enum_body
rule_set stylesheet declaration_value element await return_expression ERROR
""".split()  # noqa: SIM905 - a page of literals would say no more
_WHOLE = "="
"""Stands before a kind whose node the pattern covers whole (`suggest.place`)."""
_FIRST = ord("#")
_PLAIN = [chr(code) for code in range(_FIRST, ord("~") + 1) if chr(code) not in {"\\", _WHOLE}]
_FAR = ord("¡")
"""The characters of the rarer ones begin here; in a record they take two bytes."""
_CODES = [*_PLAIN, *(chr(_FAR + number) for number in range(len(_KINDS) - len(_PLAIN)))]
_CODE_OF = dict(zip(_KINDS, _CODES, strict=True))
_KIND_OF = {code: kind for kind, code in _CODE_OF.items()}


def written(path: Sequence[str]) -> str | list[str]:
    """Return a path of kinds as it stands in a record: a text, or a list of words."""
    try:
        return "".join(
            _WHOLE + _CODE_OF[kind[1:]] if kind.startswith(_WHOLE) else _CODE_OF[kind]
            for kind in path
        )
    except KeyError:
        return list(path)


def read(path: str | Iterable[str]) -> tuple[str, ...]:
    """Return the path that was `written`; `LookupError` for a text that none is written as."""
    if not isinstance(path, str):
        return tuple(path)
    found = []
    codes = iter(path)
    for code in codes:
        is_whole = code == _WHOLE
        kind = _KIND_OF[next(codes, "") if is_whole else code]
        found.append(_WHOLE + kind if is_whole else kind)
    return tuple(found)
