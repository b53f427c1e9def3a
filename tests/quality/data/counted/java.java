// Functions counted by hand.
//
// Cyclomatic complexity by the rules of Checkstyle's CyclomaticComplexity: 1 for the method,
// constructor or initializer, 1 for each `if`, `while`, `do`, `for`, `catch`, `case` (however many
// values it has), `?:`, `&&`, `||` and guard of a case. Lambdas count for the method they stand in,
// the methods of classes inside it for themselves.
//
// Cognitive complexity by SonarSource's white paper: `if`, `for`, `while`, `do`, `switch`, `catch`
// and `?:` cost 1 and the depth they lie at, `else`, `else if`, a jump to a label, a sequence of
// like logical operators and recursion cost 1. Lambdas only lie deeper.
package counted;

import java.util.*;
import java.util.function.*;

class Straight {
    int a;

    Straight() {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    Straight(int a) { this.a = a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    void empty() {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    int straight(int a) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
        int b = a * 2;
        return b + 1;
    }

    static void manyParameters(int a, final String b, List<? extends Number> c, byte... d) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 4

    void receiver(Straight this, int a) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    @Override public String toString() { return "" + a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    <T extends Comparable<T>> T generic(T a, T b) { return a; } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

    int[] array(int[] a)[] { return null; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    void throwing(Object lock) throws Exception { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
        synchronized (lock) {
            assert lock != null : "lock";
            throw new Exception();
        }
    }

    static { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
        for (String each : System.getProperty("names").split(",")) System.out.println(each);
    }

    { // cyclomatic 3, cognitive 2, nesting 1, parameters 0
        if (a > 0 && a < 9) {
            a = 9;
        }
    }

    static final Comparator<String> AT_TOP = (a, b) -> a == b ? 0 : 1;
}

// What has no body is not listed.

interface Shape {
    double area();

    default boolean isSmall() { return area() < 1; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    static boolean larger(Shape a, Shape b) { // cyclomatic 2, cognitive 1, nesting 0, parameters 2
        return a.area() > b.area() || !a.isSmall();
    }
}

abstract class Abstract implements Shape {
    abstract int none(int a);

    native int neither(int a);

    protected abstract static class Inner {
        int inInner(boolean a) { return a ? 1 : 2; } // cyclomatic 2, cognitive 1, nesting 0, parameters 1
    }
}

record Point(int x, int y) {
    Point { // cyclomatic 3, cognitive 2, nesting 1, parameters 0
        if (x < 0 || y < 0) {
            throw new IllegalArgumentException();
        }
    }

    Point(int x) { this(x, 0); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    boolean isOrigin() { return x == 0 && y == 0; } // cyclomatic 2, cognitive 1, nesting 0, parameters 0
}

enum Colour {
    RED {
        int code() { return 1; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0
    },
    BLUE;

    int code() { return 0; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    static Colour of(String name) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
        for (Colour each : values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }
}

// If: 1 and its depth; else and else if 1.

class Ifs {
    int onlyIf(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        if (a > 0) {
            return a;
        }
        return -a;
    }

    int withoutBraces(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
        if (a > 0) return a;
        else return -a;
    }

    int ifElse(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
        if (a > 0) {
            return a;
        } else {
            return -a;
        }
    }

    String ifElseIf(int a) { // cyclomatic 4, cognitive 4, nesting 1, parameters 1
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

    int ifInIf(boolean a, boolean b) { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
        if (a) {
            if (b) {
                return 1;
            }
        }
        return 0;
    }

    int ifInIfWithoutBraces(boolean a, boolean b) { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
        if (a)
            if (b) return 1;
            else return 2;
        return 0;
    }

    int ifInElse(boolean a, boolean b) { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
        if (a) {
            return 1;
        } else {
            if (b) {
                return 2;
            }
        }
        return 0;
    }

    int ifInElseIf(int a, boolean b) { // cyclomatic 4, cognitive 4, nesting 2, parameters 2
        if (a > 0) {
            return 1;
        } else if (a < 0) {
            if (b) {
                return 2;
            }
        }
        return 0;
    }

    int threeDeep(boolean a, boolean b, boolean c) { // cyclomatic 4, cognitive 6, nesting 3, parameters 3
        if (a) {
            if (b) {
                if (c) {
                    return 3;
                }
            }
        }
        return 0;
    }

    int pattern(Object a) { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
        if (a instanceof String text && !text.isEmpty()) {
            return text.length();
        }
        return 0;
    }
}

// Loops: 1 and their depth.

class Loops {
    void forever() { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
        for (;;) {
            work();
        }
    }

    int whileLoop(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        while (a > 1) {
            a /= 2;
        }
        return a;
    }

    int doLoop(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        do {
            a /= 2;
        } while (a > 1);
        return a;
    }

    int forLoop(int n) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        int sum = 0;
        for (int i = 0; i < n; i++) sum += i;
        return sum;
    }

    int forEach(int[] all) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        int sum = 0;
        for (int each : all) {
            sum += each;
        }
        return sum;
    }

    int loopInLoop(int[][] grid) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
        int sum = 0;
        for (int[] row : grid)
            for (int cell : row)
                sum += cell;
        return sum;
    }

    void plainJumps(int[] all) { // cyclomatic 4, cognitive 5, nesting 2, parameters 1
        for (int each : all) {
            if (each < 0) {
                continue;
            }
            if (each > 9) break;
        }
    }

    boolean labelledBreak(int[][] grid) { // cyclomatic 4, cognitive 7, nesting 3, parameters 1
        rows:
        for (int[] row : grid) {
            for (int cell : row) {
                if (cell < 0) {
                    break rows;
                }
            }
        }
        return true;
    }

    void labelledContinue(int[][] grid) { // cyclomatic 3, cognitive 4, nesting 2, parameters 1
        rows:
        for (int[] row : grid) {
            for (int cell : row) {
                continue rows;
            }
        }
    }

    void conditionOfLoop(int a, int b) { // cyclomatic 3, cognitive 2, nesting 1, parameters 2
        while (a > 0 && b > 0) {
            a--;
        }
    }
}

// Switch: each case but the default is 1 way more; all of it costs 1 and its depth.

class Switches {
    String plainSwitch(int a) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
        switch (a) {
            case 1:
                return "one";
            case 2:
                return "two";
        }
        return "";
    }

    String withDefault(int a) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
        switch (a) {
            case 1:
                return "one";
            case 2:
                return "two";
            default:
                return "many";
        }
    }

    boolean casesInRow(int a) { // cyclomatic 4, cognitive 1, nesting 1, parameters 1
        switch (a) {
            case 1: case 3: case 5:
                return true;
            default:
                return false;
        }
    }

    boolean manyValues(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        switch (a) {
            case 1, 3, 5 -> { return true; }
            default -> { return false; }
        }
    }

    String expression(int a) { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
        return switch (a) {
            case 1 -> "one";
            case 2 -> "two";
            default -> "many";
        };
    }

    int yields(int a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        int b = switch (a) {
            case 1:
                yield 10;
            default:
                yield 20;
        };
        return b;
    }

    int ifInCase(int a, boolean b) { // cyclomatic 4, cognitive 3, nesting 2, parameters 2
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

    int switchInSwitch(int a, int b) { // cyclomatic 4, cognitive 3, nesting 2, parameters 2
        switch (a) {
            case 1:
                switch (b) {
                    case 1: return 11;
                    case 2: return 12;
                }
        }
        return 0;
    }

    int guards(Object a) { // cyclomatic 5, cognitive 2, nesting 1, parameters 1
        return switch (a) {
            case String text when text.isEmpty() && text != "" -> 0;
            case String text -> 1;
            default -> 2;
        };
    }

    int nullAndDefault(Object a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        return switch (a) {
            case null, default -> 2;
        };
    }
}

// Try: each catch is 1 way more, and costs 1 and its depth.

class Tries {
    int oneCatch(String text) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException error) {
            return 0;
        }
    }

    int twoCatches(String text) { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException error) {
            return 0;
        } catch (RuntimeException error) {
            return 1;
        }
    }

    int manyInCatch(String text) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException | NullPointerException error) {
            return 0;
        }
    }

    int onlyFinally(String text) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
        try {
            return Integer.parseInt(text);
        } finally {
            work();
        }
    }

    void withResources() throws Exception { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
        try (Scanner in = new Scanner(""); Scanner out = new Scanner("")) {
            in.next();
        } catch (IllegalStateException error) {
            throw error;
        }
    }

    int ifInTry(boolean a) { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
        try {
            if (a) {
                return 1;
            }
        } catch (RuntimeException error) {
            return 2;
        }
        return 0;
    }

    int ifInCatch(boolean a) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
        try {
            work();
        } catch (RuntimeException error) {
            if (a) {
                return 2;
            }
        }
        return 0;
    }

    int catchInLoop(int[] all) { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
        int sum = 0;
        for (int each : all) {
            try {
                sum += 1 / each;
            } catch (ArithmeticException error) {
                continue;
            }
        }
        return sum;
    }
}

// The conditional operator: 1 way more, costs 1 and its depth, and what it chooses lies deeper.

class Conditionals {
    int conditional(boolean a) { return a ? 1 : 2; } // cyclomatic 2, cognitive 1, nesting 0, parameters 1

    int nested(boolean a, boolean b) { return a ? b ? 1 : 2 : 3; } // cyclomatic 3, cognitive 3, nesting 0, parameters 2

    int chained(int a) { return a > 9 ? 2 : a > 0 ? 1 : 0; } // cyclomatic 3, cognitive 3, nesting 0, parameters 1

    int inCondition(boolean a, boolean b) { return (a ? b : !b) ? 1 : 2; } // cyclomatic 3, cognitive 2, nesting 0, parameters 2

    int inIf(boolean a, boolean b) { // cyclomatic 3, cognitive 3, nesting 1, parameters 2
        if (a) {
            return b ? 1 : 2;
        }
        return 0;
    }

    Map<?, ? super Integer> wildcards(Class<?> a) { return null; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1
}

// Logical operators: each 1 way more, each sequence of like ones costs 1.

class Logic {
    boolean and(boolean a, boolean b) { return a && b; } // cyclomatic 2, cognitive 1, nesting 0, parameters 2

    boolean threeLike(boolean a, boolean b, boolean c) { return a || b || c; } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

    boolean andThenOr(boolean a, boolean b, boolean c) { return a && b || c; } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

    boolean orAndOr(boolean a, boolean b, boolean c, boolean d) { return a || b && c || d; } // cyclomatic 4, cognitive 3, nesting 0, parameters 4

    boolean parenthesesGoOn(boolean a, boolean b, boolean c) { return a && (b && c); } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

    boolean negationBreaks(boolean a, boolean b, boolean c) { return a && !(b && c); } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

    boolean bitsAreNone(boolean a, boolean b) { return a & b | a ^ b; } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

    boolean inArguments(boolean a, boolean b) { return and(a && b, a || b); } // cyclomatic 3, cognitive 2, nesting 0, parameters 2
}

// Lambdas: what is in them counts for the method around, one deeper.

class Lambdas {
    Supplier<Integer> lambda() { return () -> 1; } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

    IntUnaryOperator lambdaWithIf(int a) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
        return b -> {
            if (b > a) {
                return b;
            }
            return a;
        };
    }

    boolean lambdaInLoop(List<List<Integer>> all) { // cyclomatic 4, cognitive 4, nesting 2, parameters 1
        for (List<Integer> each : all) {
            if (each.stream().anyMatch(one -> one > 0 && one < 9)) {
                return true;
            }
        }
        return false;
    }

    Function<Boolean, Supplier<Integer>> lambdaInLambda() { // cyclomatic 2, cognitive 3, nesting 0, parameters 0
        return a -> () -> a ? 1 : 2;
    }

    Supplier<String> reference(Object a) { return a::toString; } // cyclomatic 1, cognitive 0, nesting 0, parameters 1
}

// A class in a method: its methods count for themselves.

class Classes {
    Runnable anonymous(boolean a) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        if (a) {
            return null;
        }
        return new Runnable() {
            @Override public void run() { // cyclomatic 3, cognitive 3, nesting 2, parameters 0
                while (a) {
                    if (a) {
                        work();
                    }
                }
            }
        };
    }

    int local(int a) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
        class Counter {
            int count(boolean b) { return b ? 1 : 2; } // cyclomatic 2, cognitive 1, nesting 0, parameters 1
        }
        return new Counter().count(true);
    }
}

// Recursion: 1 for a method that calls itself, however often. Without a way out it is an overload.

class Recursion {
    int factorial(int n) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
        if (n < 2) {
            return 1;
        }
        return n * factorial(n - 1);
    }

    int fibonacci(int n) { return n < 2 ? n : this.fibonacci(n - 1) + fibonacci(n - 2); } // cyclomatic 2, cognitive 2, nesting 0, parameters 1

    int overload(int n) { return overload(n, 1); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    int overload(int n, int by) { return n * by; } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

    int size(List<?> all) { return all.size(); } // cyclomatic 1, cognitive 0, nesting 0, parameters 1
}

// All together.

class Together {
    List<String> parse(String text, boolean strict) throws Exception { // cyclomatic 13, cognitive 24, nesting 4, parameters 2
        List<String> out = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case ' ':
                case '\t':
                    continue;
                case '"':
                    if (strict && (i == 0 || text.charAt(i - 1) == ' ')) {
                        do {
                            out.add("quoted");
                        } while (++i < text.length());
                    } else if (!strict) {
                        throw new Exception("quote");
                    } else {
                        return out;
                    }
                    break;
                default:
                    try {
                        out.add(i > 9 ? "late" : "early");
                    } catch (RuntimeException error) {
                        if (strict) {
                            throw error;
                        }
                    }
            }
        }
        return out;
    }

    int visit(Map<String, List<Integer>> all, Predicate<String> keep) { // cyclomatic 7, cognitive 11, nesting 3, parameters 2
        int count = 0;
        names:
        for (Map.Entry<String, List<Integer>> each : all.entrySet()) {
            if (!keep.test(each.getKey()) || each.getValue() == null) {
                continue;
            }
            for (int value : each.getValue()) {
                if (value < 0) {
                    continue names;
                } else if (value == 0) {
                    break;
                }
                count += value;
            }
        }
        all.forEach((name, values) -> values.clear());
        return count;
    }
}
