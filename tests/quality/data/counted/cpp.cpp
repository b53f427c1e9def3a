// Functions counted by hand.
//
// Cyclomatic complexity by lizard's rules: 1 for the function, 1 for each `if`, `for`, `while` (that
// of a `do`, too), `case`, `catch`, `?:`, `&&` and `||`, also where they are spelled `and` and `or`,
// and for each `#if`, `#ifdef` and `#elif`. Lambdas count for the function they stand in, the
// functions of classes inside it for themselves. What is said of types (`T&&`, `requires`) is none.
//
// Cognitive complexity by SonarSource's white paper: `if`, `for`, `while`, `do`, `switch`, `catch`,
// `?:`, `#if`, `#ifdef` and `#ifndef` cost 1 and the depth they lie at, `else`, `else if`, `#else`,
// `#elif`, `goto`, a sequence of like logical operators and recursion cost 1. Lambdas only lie
// deeper.
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace counted {

// Straight on: a function is 1.

void empty() {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

void without_parameters(void) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

int straight(int a) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    int b = a * 2;
    return b + 1;
}

void many_parameters(int a, const std::string& b, int c = 3, std::vector<int>&& d = std::vector<int>()) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 4

void without_names(int, const char*) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 2

int takes_function(int (*apply)(int, int), int a) { return apply(a, a); } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

const std::string& reference(const std::string& a) { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

char** pointer(char** a) { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

auto trailing(int a) -> std::pair<int, int> { return {a, a}; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

constexpr int constant(int a) noexcept { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

[[nodiscard]] inline int attribute(int a) { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

int moves(std::string&& a) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    auto&& b = std::move(a);
    return b.size();
}

// Classes.

class Shape {
public:
    virtual double area() const = 0;

    Shape() = default;

    Shape(const Shape&) = delete;

    virtual ~Shape() {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    bool is_small() const { return area() < 1; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    static bool larger(const Shape& a, const Shape& b) { // cyclomatic 2, cognitive 1, nesting 0, parameters 2
        return a.area() > b.area() || !a.is_small();
    }
};

class Square final : public Shape {
public:
    explicit Square(double side) : side_(side > 0 ? side : 0), name_("square") {} // cyclomatic 2, cognitive 1, nesting 0, parameters 1

    double area() const override { return side_ * side_; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    bool operator==(const Square& other) const { // cyclomatic 2, cognitive 1, nesting 0, parameters 1
        return side_ == other.side_ && name_ == other.name_;
    }

    double operator()(int a) const { return side_ * a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    explicit operator bool() const { return side_ > 0; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    Square& scale(double by);

    struct Inner {
        int inside(bool a) { return a ? 1 : 2; } // cyclomatic 2, cognitive 1, nesting 0, parameters 1
    };

private:
    double side_;
    std::string name_;
};

Square& Square::scale(double by) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (by > 0) {
        side_ *= by;
    }
    return *this;
}

template <typename T, int N = 3> class Stack {
public:
    Stack();

    void push(T item) { items_.push_back(std::move(item)); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    T pop();

private:
    std::vector<T> items_;
};

template <typename T, int N>
Stack<T, N>::Stack() { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
    for (int i = 0; i < N; ++i) items_.emplace_back();
}

template <typename T, int N>
T Stack<T, N>::pop() { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
    if (items_.empty()) throw std::out_of_range("empty");
    T last = items_.back();
    items_.pop_back();
    return last;
}

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

const char* if_else_if(int a) { // cyclomatic 4, cognitive 4, nesting 1, parameters 1
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

int if_in_if(bool a, bool b) { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
    if (a) {
        if (b) {
            return 1;
        }
    }
    return 0;
}

int if_in_else(bool a, bool b) { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
    if (a) {
        return 1;
    } else {
        if (b) {
            return 2;
        }
    }
    return 0;
}

int if_in_else_if(int a, bool b) { // cyclomatic 4, cognitive 4, nesting 2, parameters 2
    if (a > 0) {
        return 1;
    } else if (a < 0) {
        if (b) {
            return 2;
        }
    }
    return 0;
}

int if_with_start(const std::map<int, int>& all) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (auto found = all.find(1); found != all.end()) {
        return found->second;
    }
    return 0;
}

template <typename T> int if_constexpr(T a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    if constexpr (sizeof(T) > 4) {
        return 8;
    } else {
        return 4;
    }
}

int if_declares(int* a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (int* b = a) return *b;
    return 0;
}

// Loops: 1 and their depth.

void forever() { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
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

int over_range(const std::vector<int>& all) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    int sum = 0;
    for (const auto& each : all) {
        sum += each;
    }
    return sum;
}

int over_pairs(const std::map<int, int>& all) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    int sum = 0;
    for (const auto& [key, value] : all) sum += value;
    return sum;
}

int loop_in_loop(const std::vector<std::vector<int>>& grid) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    int sum = 0;
    for (auto& row : grid)
        for (auto& cell : row)
            sum += cell;
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

// Switch: each case but the default is 1 way more; all of it costs 1 and its depth.

const char* plain_switch(int a) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
    switch (a) {
    case 1:
        return "one";
    case 2:
        return "two";
    default:
        return "many";
    }
}

int cases_in_row(int a) { // cyclomatic 4, cognitive 1, nesting 1, parameters 1
    switch (a) {
    case 1: case 3: [[fallthrough]];
    case 5: {
        return 1;
    }
    default:
        return 0;
    }
}

int if_in_case(int a, bool b) { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
    switch (a) {
    case 1:
        if (b) return 1;
    }
    return 0;
}

// Try: each catch is 1 way more, and costs 1 and its depth.

int one_catch(const std::string& text) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    try {
        return std::stoi(text);
    } catch (const std::exception& error) {
        return 0;
    }
}

int two_catches(const std::string& text) { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
    try {
        return std::stoi(text);
    } catch (const std::out_of_range&) {
        return 0;
    } catch (...) {
        throw;
    }
}

int if_in_try(bool a) { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
    try {
        if (a) {
            return 1;
        }
    } catch (...) {
        return 2;
    }
    return 0;
}

int if_in_catch(bool a) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    try {
        empty();
    } catch (...) {
        if (a) {
            return 2;
        }
    }
    return 0;
}

int catch_in_loop(int n) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    while (n > 0) {
        try {
            n--;
        } catch (...) {
            continue;
        }
    }
    return n;
}

int function_try(int a) try { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    return a;
} catch (...) {
    return 0;
}

// The conditional operator: 1 way more, costs 1 and its depth, and what it chooses lies deeper.

int conditional(bool a) { return a ? 1 : 2; } // cyclomatic 2, cognitive 1, nesting 0, parameters 1

int nested(bool a, bool b) { return a ? b ? 1 : 2 : 3; } // cyclomatic 3, cognitive 3, nesting 0, parameters 2

int chained(int a) { return a > 9 ? 2 : a > 0 ? 1 : 0; } // cyclomatic 3, cognitive 3, nesting 0, parameters 1

// Logical operators: each 1 way more, each sequence of like ones costs 1.

bool both(bool a, bool b) { return a && b; } // cyclomatic 2, cognitive 1, nesting 0, parameters 2

bool spelled(bool a, bool b, bool c) { return a and b or not c; } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

bool three_like(bool a, bool b, bool c) { return a || b || c; } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

bool or_and_or(bool a, bool b, bool c, bool d) { return a || b && c || d; } // cyclomatic 4, cognitive 3, nesting 0, parameters 4

bool parentheses_go_on(bool a, bool b, bool c) { return a && (b && c); } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

bool negation_breaks(bool a, bool b, bool c) { return a && !(b && c); } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

bool in_arguments(bool a, bool b) { return both(a && b, a || b); } // cyclomatic 3, cognitive 2, nesting 0, parameters 2

template <typename... T> bool folded(T... all) { return (all && ...); } // cyclomatic 2, cognitive 1, nesting 0, parameters 1

template <typename T> T&& forwarded(T&& a) { return static_cast<T&&>(a); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// Lambdas: what is in them counts for the function around, one deeper.

std::function<int()> lambda() { return [] { return 1; }; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

std::function<int(int)> lambda_with_if(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    return [=](int b) mutable -> int {
        if (b > a) {
            return b;
        }
        return a;
    };
}

bool lambda_in_loop(std::vector<std::vector<int>>& grid) { // cyclomatic 4, cognitive 4, nesting 2, parameters 1
    for (auto& row : grid) {
        if (any_of(row, [](int one) { return one > 0 && one < 9; })) {
            return true;
        }
    }
    return false;
}

int lambda_in_lambda(bool a) { // cyclomatic 2, cognitive 3, nesting 0, parameters 1
    auto outer = [&]() {
        auto inner = [&](auto b) { return a ? b : 0; };
        return inner(1);
    };
    return outer();
}

// A class in a function: its functions count for themselves.

int local(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    struct Counter {
        int count(bool b, bool c) { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
            while (b) {
                if (c) return 1;
            }
            return 0;
        }
    };
    if (a > 0) {
        return Counter().count(true, false);
    }
    return 0;
}

// The preprocessor.

int with_if(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
#if __cplusplus > 201703L
    a++;
#endif
    return a;
}

int with_ifdef(int a) { // cyclomatic 3, cognitive 4, nesting 2, parameters 1
    if (a) {
#ifdef NDEBUG
        a++;
#else
        a--;
#endif
    }
    return a;
}

// Types: none of this is a way more.

template <typename T>
    requires(sizeof(T) > 2)
int constrained(T a) { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

template <typename A, typename B = std::vector<A>, A* C = nullptr> int defaults(A a, B b) { return 0; } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

// Recursion: 1 for a function that calls itself, however often. Without a way out it is an overload.

int factorial(int n) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    if (n < 2) {
        return 1;
    }
    return n * factorial(n - 1);
}

int overload(int n) { return overload(n, 1); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

struct Tree {
    Tree* left;

    int depth(int a) { return left ? this->depth(a + 1) : a; } // cyclomatic 2, cognitive 2, nesting 0, parameters 1

    int other(int a) { return left->other(a); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1
};

// All together.

std::vector<std::string> parse(const std::string& text, bool strict) { // cyclomatic 13, cognitive 24, nesting 4, parameters 2
    std::vector<std::string> out;
    for (size_t i = 0; i < text.size(); i++) {
        switch (text[i]) {
        case ' ':
        case '\t':
            continue;
        case '"':
            if (strict && (i == 0 || text[i - 1] == ' ')) {
                do {
                    out.push_back("quoted");
                } while (++i < text.size());
            } else if (!strict) {
                throw std::runtime_error("quote");
            } else {
                return out;
            }
            break;
        default:
            try {
                out.push_back(i > 9 ? "late" : "early");
            } catch (const std::bad_alloc&) {
                if (strict) throw;
            }
        }
    }
    return out;
}

int visit(std::map<std::string, std::vector<int>>& all, const std::function<bool(int)>& keep) { // cyclomatic 7, cognitive 11, nesting 3, parameters 2
    int count = 0;
    for (auto& [name, values] : all) {
        if (name.empty() || values.empty()) {
            continue;
        }
        for (int value : values) {
            if (value < 0) {
                goto out;
            } else if (value == 0) {
                break;
            }
            count += value;
        }
    }
out:
    for_each(all, [](auto& each) { each.second.clear(); });
    return count;
}

} // namespace counted
