use std::sync::{Arc, Mutex};
use std::thread;

type Task = Box<dyn FnOnce() + Send>;

pub trait Executor {
    fn submit(&self, task: Task) -> Result<(), PoolError>;

    fn shutdown(&mut self);
}

#[derive(Debug)]
pub enum PoolError {
    Closed,
    Full { limit: usize },
}

struct Inner {
    tasks: Vec<Task>,
    limit: usize,
    closed: bool,
}

pub struct Pool {
    inner: Arc<Mutex<Inner>>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Pool {
    pub fn new(count: usize, limit: usize) -> Self {
        let inner = Arc::new(Mutex::new(Inner {
            tasks: Vec::new(),
            limit,
            closed: false,
        }));
        let threads = (0..count)
            .map(|_| {
                let inner = Arc::clone(&inner);
                thread::spawn(move || work(&inner))
            })
            .collect();
        Pool { inner, threads }
    }
}

impl Executor for Pool {
    fn submit(&self, task: Task) -> Result<(), PoolError> {
        let mut inner = self.inner.lock().unwrap();
        if inner.closed {
            return Err(PoolError::Closed);
        }
        if inner.tasks.len() >= inner.limit {
            return Err(PoolError::Full { limit: inner.limit });
        }
        inner.tasks.push(task);
        Ok(())
    }

    fn shutdown(&mut self) {
        self.inner.lock().unwrap().closed = true;
        for thread in self.threads.drain(..) {
            thread.join().unwrap();
        }
    }
}

fn work(inner: &Mutex<Inner>) {
    loop {
        let mut guard = inner.lock().unwrap();
        match guard.tasks.pop() {
            Some(task) => {
                drop(guard);
                task();
            }
            None if guard.closed => return,
            None => {
                drop(guard);
                thread::yield_now();
            }
        }
    }
}
