"""The preset dictionary of the records: what short pieces of code have in common.

Deflate refers to a place near its end with fewer bits, so the commonest words come last. It is
part of the format of the database: a change needs a migration that writes all records anew.
"""

from __future__ import annotations

_NODES = """\
"jsx_attribute","jsx_expression","template_string"
"comparison_operator","boolean_operator","not_operator","binary_operator"
"default_parameter","typed_parameter","keyword_argument","decorated_definition","class_definition"
"with_statement","try_statement","catch_clause","except_clause","raise_statement","throw_statement"
"switch_statement","case_clause","match_arm","while_statement","for_in_statement"
"import_from_statement","aliased_import","dotted_name","named_imports","import_specifier"
"import_statement","export_statement","use_declaration","scoped_identifier"
"field_declaration_list","field_declaration"
"property_signature","interface_declaration","type_alias_declaration","type_annotation"
"generic_type","type_arguments","reference_type","type_identifier","pointer_type","attribute_item"
"class_body","class_declaration","method_definition","method_declaration","formal_parameters"
"function_item","function_declaration","arrow_function","macro_invocation","token_tree","pair"
"assignment_expression","variable_declarator","lexical_declaration","let_declaration"
"short_var_declaration","local_variable_declaration","unary_expression","binary_expression"
"field_expression","selector_expression","member_expression","parenthesized_expression","array"
"await_expression","else_clause","elif_clause","for_statement","if_statement","object","string"
"parameter_list","parameters","function_definition","return_statement","source_file","module"
"program","attribute","assignment","arguments","call_expression","statement_block"
"argument_list","call","expression_statement","block",
"""

_CODE = """\
public static void private static final protected override @Override implements extends throws new
#[derive(Debug, Clone)] pub(crate) fn impl for Option<String> Result<(), Error> .unwrap() .clone()
.to_string() .into_iter().map(|x| .collect() &mut self &self, &str) -> Vec<Some( Ok(()) Err( match
func (s *Server) func(t *testing.T) { ctx context.Context, fmt.Errorf("fmt.Sprintf("%s: %v", err)
if err != nil { return nil, err } := range make([]string, map[string]interface{} []byte defer
package errors.New("require.NoError(t, assert.Equal(t, http.StatusOK, log.Printf(" %d %q string,
export default function export const export type import type React useState( useEffect(() => {
console.log( console.error( JSON.stringify( Promise<void> undefined typeof instanceof null &&
=== !== document. window. props. onClick={ className=" style={{ children: ReactNode readonly
Array<string>; boolean; number; string; | undefined; | null { return; }, async await new Error(`${
throw new module.exports = require(' .length .forEach( .filter( .map(( .push( .then( function (
expect( ).toBe( ).toEqual( describe(' it('should test(' test_data tests/ src/ packages/ lib/ .test
.tsx .ts .rs .go .java .js components/ utils config internal/ examples/ app/ main server client
from __future__ import annotations from typing import Optional, List, Dict
from collections import from pathlib import Path os.path.join( os.environ.get(' logging.getLogger(
logger.debug(" logger.info(" logger.warning(" logger.error(" warnings.warn( print(f" .format(
except Exception as error: raise ValueError( TypeError( KeyError( isinstance( enumerate( len( str(
@property @staticmethod @classmethod @pytest.fixture @pytest.mark.parametrize( assert self.assert
Equal( unittest.mock. subprocess.run( open( encoding="utf-8") as f: json.loads( json.dumps( re.
compile(r' .append( .items(): .get(" .join( .split(" .strip() .startswith(" lambda x: sorted( yield
def __init__(self, ): super().__init__() class -> None: -> str: -> bool: -> int: Optional[str] =
None, list[str] dict[str, Any] tuple[ True, False, key= name= value= default= type= path= data=
response request status result message timeout=30 error context options params self.assert import
 timeout url user index count node element args kwargs id file line text token state event
if not in is None: for in range( elif else: with return self._self. return const let { } from '../
;\\n\\"\\", (\\" \\") = "__init__.py",".py","\
"""

WORDS = (_NODES.replace("\n", ",") + _CODE.replace("\n", " ")).encode()
