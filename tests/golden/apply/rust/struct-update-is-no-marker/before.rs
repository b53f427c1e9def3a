use std::io::{self, Read, Write};

/// Bytes that grow.
#[derive(Debug, Default)]
pub struct Buffer {
    bytes: Vec<u8>,
    position: usize,
}

/// Options of a buffer.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub capacity: usize,
    pub zeroed: bool,
}

impl Buffer {
    pub fn with_options(options: &Options) -> Self {
        let bytes = if options.zeroed {
            vec![0; options.capacity]
        } else {
            Vec::with_capacity(options.capacity)
        };
        Buffer {
            bytes,
            ..Buffer::default()
        }
    }

    pub fn len(&self) -> usize {
        self.bytes.len()
    }
}

impl Buffer {
    /// What has not been read.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.position..]
    }

    pub fn rewind(&mut self) {
        self.position = 0;
    }
}

impl Read for Buffer {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.rest().read(out)?;
        self.position += count;
        Ok(count)
    }
}

impl Write for Buffer {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
