#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum token {
  TOKEN_END,
  TOKEN_NUMBER,
  TOKEN_NAME,
  TOKEN_PLUS,
  TOKEN_MINUS,
};

typedef struct {
  const char *text;
  int line;
  enum token token;
} lexer_t;

static const char *const names[] = {
  [TOKEN_END] = "end",
  [TOKEN_NUMBER] = "number",
  [TOKEN_NAME] = "name",
  [TOKEN_PLUS] = "'+'",
  [TOKEN_MINUS] = "'-'",
};

static void skip_space(lexer_t *lexer) {
  while (isspace((unsigned char)*lexer->text)) {
    if (*lexer->text == '\n') {
      lexer->line++;
    }
    lexer->text++;
  }
}

enum token next(lexer_t *lexer) {
  skip_space(lexer);
  switch (*lexer->text) {
  case '\0':
    return lexer->token = TOKEN_END;
  case '+':
    lexer->text++;
    return lexer->token = TOKEN_PLUS;
  case '-':
    lexer->text++;
    return lexer->token = TOKEN_MINUS;
  default:
    break;
  }
  if (isdigit((unsigned char)*lexer->text)) {
    while (isdigit((unsigned char)*lexer->text)) {
      lexer->text++;
    }
    return lexer->token = TOKEN_NUMBER;
  }
  while (isalnum((unsigned char)*lexer->text)) {
    lexer->text++;
  }
  return lexer->token = TOKEN_NAME;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    puts("/* ... existing code ... */");
    return 2;
  }
  lexer_t lexer = {argv[1], 1, TOKEN_END};
  while (next(&lexer) != TOKEN_END) {
    printf("%d: %s\n", lexer.line, names[lexer.token]);
  }
  return 0;
}
