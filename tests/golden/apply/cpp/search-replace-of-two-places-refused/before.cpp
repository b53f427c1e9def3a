#include <functional>
#include <mutex>
#include <queue>
#include <string_view>

namespace work {

template <typename T>
struct Limits {
  static constexpr int kCount = 8;
};

template <>
struct Limits<char> {
  static constexpr int kCount = 64;
};

class Queue {
 public:
  void Push(std::function<void()> task);
  void Push(std::string_view name, std::function<void()> task);
  bool Pop(std::function<void()>& task);

  [[nodiscard]] bool Empty() const noexcept;

 private:
  mutable std::mutex mutex_;
  std::queue<std::function<void()>> tasks_;
};

void Queue::Push(std::function<void()> task) {
  std::lock_guard lock(mutex_);
  tasks_.push(std::move(task));
}

void Queue::Push(std::string_view name, std::function<void()> task) {
  Push([name, task = std::move(task)] {
    Trace trace(name);
    task();
  });
}

bool Queue::Pop(std::function<void()>& task) {
  std::lock_guard lock(mutex_);
  if (tasks_.empty()) {
    return false;
  }
  task = std::move(tasks_.front());
  tasks_.pop();
  return true;
}

bool Queue::Empty() const noexcept {
  std::lock_guard lock(mutex_);
  return tasks_.empty();
}

}  // namespace work
