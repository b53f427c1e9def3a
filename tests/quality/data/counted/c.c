// Functions counted by hand.
//
// Cyclomatic complexity by lizard's rules: 1 for the function, 1 for each `if`, `for`, `while` (that
// of a `do`, too), `case`, `?:`, `&&` and `||`, and for each `#if`, `#ifdef` and `#elif`.
//
// Cognitive complexity by SonarSource's white paper: `if`, `for`, `while`, `do`, `switch`, `?:`,
// `#if`, `#ifdef` and `#ifndef` cost 1 and the depth they lie at, `else`, `else if`, `#else`,
// `#elif`, `goto`, a sequence of like logical operators and recursion cost 1. What is asked in an
// `#if` is not looked at.
#include <stddef.h>
#include <stdio.h>

struct point { int x, y; };
typedef int (*binary)(int, int);
enum colour { RED, BLUE };

#define SMALL 9
#define BOTH(a, b) ((a) && (b))

// What has no body is not listed.

int declared(int a, int b);
extern void *elsewhere(void);

// Straight on: a function is 1.

void empty(void) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

void no_parameters() {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

int straight(int a) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    int b = a * 2;
    return b + 1;
}

static inline void many_parameters(int a, const char *b, char *c[], struct point d) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 4

void without_names(int, char *, void *); // What is declared only is not listed, either.

int variadic(const char *format, ...) { return printf("%s", format); } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

int takes_function(int (*apply)(int, int), int a) { return apply(a, a); } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

char *pointer(char *a) { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

char **pointer_to_pointer(char **a) { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

struct point structure(int x, int y) { // cyclomatic 1, cognitive 0, nesting 0, parameters 2
    return (struct point){ .x = x, .y = y };
}

binary chosen(void) { return 0; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

int (*returns_function(int a))(int, int) { return 0; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

void void_pointer(void *a) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// If: 1 and its depth; else and else if 1.

int only_if(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (a > 0) {
        return a;
    }
    return -a;
}

int without_braces(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    if (a > 0) return a;
    else return -a;
}

int if_else(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    if (a > 0) {
        return a;
    } else {
        return -a;
    }
}

const char *if_else_if(int a) { // cyclomatic 4, cognitive 4, nesting 1, parameters 1
    if (a > 10) {
        return "many";
    } else if (a > 0) {
        return "some";
    } else if (a < 0) {
        return "less";
    } else {
        return "none";
    }
}

int if_in_if(int a, int b) { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
    if (a) {
        if (b) {
            return 1;
        }
    }
    return 0;
}

int dangling(int a, int b) { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
    if (a)
        if (b) return 1;
        else return 2;
    return 0;
}

int if_in_else(int a, int b) { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
    if (a) {
        return 1;
    } else {
        if (b) {
            return 2;
        }
    }
    return 0;
}

int if_in_else_if(int a, int b) { // cyclomatic 4, cognitive 4, nesting 2, parameters 2
    if (a > 0) {
        return 1;
    } else if (a < 0) {
        if (b) {
            return 2;
        }
    }
    return 0;
}

int three_deep(int a, int b, int c) { // cyclomatic 4, cognitive 6, nesting 3, parameters 3
    if (a) {
        if (b) {
            if (c) {
                return 3;
            }
        }
    }
    return 0;
}

int else_with_loop(int a) { // cyclomatic 3, cognitive 4, nesting 2, parameters 1
    if (a > 9)
        return a;
    else
        while (a < 9)
            a++;
    return a;
}

int two_in_row(int a, int b) { // cyclomatic 3, cognitive 2, nesting 1, parameters 2
    if (a) return 1;
    if (b) return 2;
    return 0;
}

// Loops: 1 and their depth.

void forever(void) { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
    for (;;) {
        empty();
    }
}

int while_loop(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    while (a > 1) {
        a /= 2;
    }
    return a;
}

int do_loop(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    do {
        a /= 2;
    } while (a > 1);
    return a;
}

int do_without_braces(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    do a /= 2; while (a > 1);
    return a;
}

int for_loop(int n) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    int sum = 0;
    for (int i = 0; i < n; i++) sum += i;
    return sum;
}

int empty_body(const char *a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    const char *at = a;
    while (*at++) ;
    return at - a;
}

int loop_in_loop(int n) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    int sum = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++)
            sum += j;
    return sum;
}

void plain_jumps(int n) { // cyclomatic 4, cognitive 5, nesting 2, parameters 1
    for (int i = 0; i < n; i++) {
        if (i < 3) {
            continue;
        }
        if (i > 9) break;
    }
}

void condition_of_loop(int a, int b) { // cyclomatic 3, cognitive 2, nesting 1, parameters 2
    for (int i = 0; i < a && i < b; i++) {
        empty();
    }
}

int do_in_while(int a) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    while (a) {
        do {
            a--;
        } while (a > 5);
    }
    return a;
}

// Jumps: goto 1.

int forward(int a) { // cyclomatic 2, cognitive 3, nesting 1, parameters 1
    if (a < 0) goto failed;
    goto out;
failed:
    a = 0;
out:
    return a;
}

int out_of_loops(int n) { // cyclomatic 4, cognitive 7, nesting 3, parameters 1
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            if (i * j > 9) {
                goto out;
            }
        }
    }
out:
    return n;
}

int if_after_label(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
again:
    if (a > 9) {
        a /= 2;
        goto again;
    }
    return a;
}

// Switch: each case but the default is 1 way more; all of it costs 1 and its depth.

const char *plain_switch(int a) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
    switch (a) {
    case 1:
        return "one";
    case 2:
        return "two";
    }
    return "";
}

const char *with_default(enum colour a) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
    switch (a) {
    case RED: return "red";
    case BLUE: return "blue";
    default: return "none";
    }
}

int cases_in_row(int a) { // cyclomatic 4, cognitive 1, nesting 1, parameters 1
    switch (a) {
    case 1: case 3: case 5:
        return 1;
    default:
        return 0;
    }
}

int falls_through(int a) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
    int sum = 0;
    switch (a) {
    case 2:
        sum++;
        /* falls through */
    case 1:
        sum++;
    }
    return sum;
}

int if_in_case(int a, int b) { // cyclomatic 4, cognitive 3, nesting 2, parameters 2
    switch (a) {
    case 1:
        if (b) {
            return 1;
        }
        break;
    case 2:
        return 2;
    }
    return 0;
}

int switch_in_switch(int a, int b) { // cyclomatic 4, cognitive 3, nesting 2, parameters 2
    switch (a) {
    case 1:
        switch (b) {
        case 1: return 11;
        case 2: return 12;
        }
    }
    return 0;
}

int switch_in_loop(const char *a) { // cyclomatic 4, cognitive 3, nesting 2, parameters 1
    int sum = 0;
    for (; *a; a++) {
        switch (*a) {
        case ' ':
        case '\t':
            sum++;
        }
    }
    return sum;
}

int loop_in_switch(int n, char *from, const char *to) { // cyclomatic 4, cognitive 3, nesting 2, parameters 3
    switch (n % 2) {
    case 0:
        do {
            *from++ = *to++;
    case 1:
            *from++ = *to++;
        } while (--n > 0);
    }
    return n;
}

// The conditional operator: 1 way more, costs 1 and its depth, and what it chooses lies deeper.

int conditional(int a) { return a ? 1 : 2; } // cyclomatic 2, cognitive 1, nesting 0, parameters 1

int nested(int a, int b) { return a ? b ? 1 : 2 : 3; } // cyclomatic 3, cognitive 3, nesting 0, parameters 2

int chained(int a) { return a > 9 ? 2 : a > 0 ? 1 : 0; } // cyclomatic 3, cognitive 3, nesting 0, parameters 1

int in_condition(int a, int b) { return (a ? b : !b) ? 1 : 2; } // cyclomatic 3, cognitive 2, nesting 0, parameters 2

int without_middle(int a, int b) { return a ?: b; } // cyclomatic 2, cognitive 1, nesting 0, parameters 2

int conditional_in_if(int a, int b) { // cyclomatic 3, cognitive 3, nesting 1, parameters 2
    if (a) {
        return b ? 1 : 2;
    }
    return 0;
}

// Logical operators: each 1 way more, each sequence of like ones costs 1.

int and(int a, int b) { return a && b; } // cyclomatic 2, cognitive 1, nesting 0, parameters 2

int three_like(int a, int b, int c) { return a || b || c; } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

int and_then_or(int a, int b, int c) { return a && b || c; } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

int or_and_or(int a, int b, int c, int d) { return a || b && c || d; } // cyclomatic 4, cognitive 3, nesting 0, parameters 4

int parentheses_go_on(int a, int b, int c) { return a && (b && c); } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

int last_of_parentheses(int a, int b, int c, int d) { return (a || b && c) && d; } // cyclomatic 4, cognitive 2, nesting 0, parameters 4

int negation_breaks(int a, int b, int c) { return a && !(b && c); } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

int bits_and_addresses(int a, int *b) { return (a & *b) | (b == &a); } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

int in_arguments(int a, int b) { return and(a && b, a || b); } // cyclomatic 3, cognitive 2, nesting 0, parameters 2

int in_macro(int a, int b) { return BOTH(a, b); } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

// The preprocessor.

int with_if(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
#if SMALL
    a++;
#endif
    return a;
}

int with_ifdef(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
#ifdef SMALL
    a++;
#else
    a--;
#endif
    return a;
}

int with_ifndef(int a) { // cyclomatic 1, cognitive 1, nesting 1, parameters 1
#ifndef SMALL
    a++;
#endif
    return a;
}

int with_conditions(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
#if defined(SMALL) && SMALL > 5 || defined(BOTH)
    a++;
#endif
    return a;
}

int with_elif(int a) { // cyclomatic 3, cognitive 3, nesting 1, parameters 1
#if SMALL > 9
    a++;
#elif SMALL > 5
    a--;
#else
    a = 0;
#endif
    return a;
}

int if_in_preprocessor(int a) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
#ifdef SMALL
    if (a > SMALL) {
        a = SMALL;
    }
#endif
    return a;
}

int preprocessor_in_if(int a) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    if (a) {
#ifdef SMALL
        a = SMALL;
#endif
    }
    return a;
}

#ifdef SMALL
int inside_preprocessor(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (a) return 1;
    return 0;
}
#endif

// Recursion: 1 for a function that calls itself, however often.

int factorial(int n) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    if (n < 2) {
        return 1;
    }
    return n * factorial(n - 1);
}

int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); } // cyclomatic 2, cognitive 2, nesting 0, parameters 1

int named_like(struct list *all) { return all->named_like(all); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// All together.

int parse(const char *text, int strict, int *out) { // cyclomatic 13, cognitive 25, nesting 4, parameters 3
    int count = 0;
    for (size_t i = 0; text[i]; i++) {
        switch (text[i]) {
        case ' ':
        case '\t':
            continue;
        case '"':
            if (strict && (i == 0 || text[i - 1] == ' ')) {
                do {
                    count++;
                } while (text[++i]);
            } else if (!strict) {
                goto failed;
            } else {
                return count;
            }
            break;
        default:
            count += i > 9 ? 2 : 1;
            while (count > 99) {
                if (!out) return count;
                *out++ = count--;
            }
        }
    }
    return count;
failed:
    return -1;
}

int visit(struct point *all, int n, binary keep) { // cyclomatic 8, cognitive 12, nesting 3, parameters 3
    int count = 0;
    for (int i = 0; i < n; i++) {
        if (!keep(all[i].x, all[i].y) || all[i].x < 0) {
            continue;
        }
#ifdef SMALL
        if (all[i].x > SMALL) {
            count += SMALL;
        } else if (all[i].x == SMALL) {
            break;
        }
#endif
        while (all[i].y) {
            all[i].y--;
        }
    }
    return count;
}
