package org.example.till;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a customer pays.
 */
public final class Receipt {

    private static final int MAX_LINES = 100;

    private final List<Line> lines = new ArrayList<>();
    private BigDecimal discount = BigDecimal.ZERO;

    public Receipt() {
    }

    public Receipt(List<Line> lines) {
        this.lines.addAll(lines);
    }

    /**
     * Adds one piece.
     *
     * @param name what is on the receipt
     */
    public void add(String name, BigDecimal price) {
        add(name, price, 1);
    }

    public void add(String name, BigDecimal price, int count) {
        if (lines.size() >= MAX_LINES) {
            throw new IllegalStateException("too many lines");
        }
        lines.add(new Line(name, price, count));
    }

    public void add(Line line) {
        lines.add(Objects.requireNonNull(line));
    }

    @Deprecated
    public BigDecimal sum() {
        return total();
    }

    public BigDecimal total() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Line line : lines) {
            sum = sum.add(line.total());
        }
        return sum.subtract(discount);
    }

    @Override
    public String toString() {
        return "Receipt" + lines;
    }

    /** One line of it. */
    public static final class Line {

        private final String name;
        private final BigDecimal price;
        private final int count;

        Line(String name, BigDecimal price, int count) {
            this.name = name;
            this.price = price;
            this.count = count;
        }

        BigDecimal total() {
            return price.multiply(BigDecimal.valueOf(count));
        }

        @Override
        public String toString() {
            return count + " " + name;
        }
    }

    /** How it is paid. */
    public enum Payment {
        CASH,
        CARD {
            @Override
            public int fee() {
                return 2;
            }
        };

        public int fee() {
            return 0;
        }
    }
}
