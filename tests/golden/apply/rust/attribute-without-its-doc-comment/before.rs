use std::io;

/// A point of the plane.
#[derive(Debug, Clone)]
#[serde(deny_unknown_fields)]
pub struct Point {
    x: i32,
    y: i32,
}

impl Point {
    pub fn norm(&self) -> i32 {
        self.x.abs() + self.y.abs()
    }
}
