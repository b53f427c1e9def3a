//! Shapes on a grid, and how they are drawn.

use std::collections::HashMap;
use std::fmt;

/// Draws a line of text.
macro_rules! draw {
    ($canvas:expr, $text:expr) => {
        $canvas.rows.push(String::from($text))
    };
}

/// A place on the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

impl Point {
    pub fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }

    /// The number of steps from one to the other.
    #[inline]
    pub fn distance(&self, other: &Point) -> i32 {
        (self.x - other.x).abs() + (self.y - other.y).abs()
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {})", self.x, self.y)
    }
}

#[derive(Debug)]
pub enum Shape {
    Dot(Point),
    Line { from: Point, to: Point },
}

impl Shape {
    pub fn size(&self) -> i32 {
        match self {
            Shape::Dot(_) => 1,
            Shape::Line { from, to } => from.distance(to) + 1,
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Shape::Dot(at) => write!(f, "dot at {}", at),
            Shape::Line { from, to } => write!(f, "line from {} to {}", from, to),
        }
    }
}

#[derive(Default)]
pub struct Canvas {
    rows: Vec<String>,
    names: HashMap<String, usize>,
}

impl Canvas {
    pub fn add(&mut self, name: &str, shape: &Shape) {
        self.names.insert(name.to_string(), self.rows.len());
        draw!(self, shape.to_string());
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let row = *self.names.get(name)?;
        Some(&self.rows[row])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_has_size_one() {
        let shape = Shape::Dot(Point::new(0, 0));
        assert_eq!(shape.size(), 1);
    }

    #[test]
    fn line_has_size_of_its_length() {
        let shape = Shape::Line { from: Point::new(0, 0), to: Point::new(3, 0) };
        assert_eq!(shape.size(), 4);
    }
}
