#pragma once

#include <array>
#include <cstddef>
#include <ostream>
#include <stdexcept>

#define MATRIX_ASSERT(condition) \
  if (!(condition)) throw std::out_of_range(#condition)

namespace linear {

template <typename T, std::size_t Rows, std::size_t Columns>
class Matrix {
 public:
  using value_type = T;

  Matrix() = default;

  explicit Matrix(const T& value) { cells_.fill(value); }

  T& operator()(std::size_t row, std::size_t column) {
    return cells_[row * Columns + column];
  }

  const T& operator()(std::size_t row, std::size_t column) const {
    return cells_[row * Columns + column];
  }

  Matrix& operator+=(const Matrix& other) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      cells_[i] += other.cells_[i];
    }
    return *this;
  }

  // The matrix on its side.
  [[nodiscard]]
  Matrix<T, Columns, Rows> transposed() const {
    Matrix<T, Columns, Rows> result;
    for (std::size_t row = 0; row < Rows; ++row) {
      for (std::size_t column = 0; column < Columns; ++column) {
        result(column, row) = (*this)(row, column);
      }
    }
    return result;
  }

  class Row {
   public:
    explicit Row(const T* first) : first_(first) {}

    const T& at(std::size_t column) const {
      MATRIX_ASSERT(column < Columns);
      return first_[column];
    }

    const T* begin() const { return first_; }

   private:
    const T* first_;
  };

  Row row(std::size_t index) const { return Row(&cells_[index * Columns]); }

 private:
  std::array<T, Rows * Columns> cells_{};
};

template <typename T, std::size_t Size>
T trace(const Matrix<T, Size, Size>& matrix) {
  T sum{};
  for (std::size_t i = 0; i < Size; ++i) {
    sum += matrix(i, i);
  }
  return sum;
}

namespace text {

template <typename T, std::size_t Rows, std::size_t Columns>
void print(std::ostream& out, const Matrix<T, Rows, Columns>& matrix) {
  for (std::size_t row = 0; row < Rows; ++row) {
    for (std::size_t column = 0; column < Columns; ++column) {
      out << matrix(row, column) << ' ';
    }
    out << '\n';
  }
}

}  // namespace text

}  // namespace linear
