package org.example.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DispatcherTest {

	private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
	private final Dispatcher dispatcher = new Dispatcher(done::add);

	@Test
	void runsOneJob() throws Exception {
		dispatcher.submit("a");
		assertEquals("a", done.take());
	}

	@Test
	void runsJobsInOrder() throws Exception {
		dispatcher.submit("a");
		dispatcher.submit("b");
		assertEquals("a", done.take());
		assertEquals("b", done.take());
	}

	@Nested
	@DisplayName("when it is paused")
	class Paused {

		@Test
		void runsNoJob() {
			dispatcher.pause();
			dispatcher.submit("a");
			assertEquals(0, done.size());
		}

		@Test
		void runsJobsLater() throws Exception {
			dispatcher.pause();
			dispatcher.submit("a");
			dispatcher.resume();
			assertEquals("a", done.take());
		}
	}

	private static String describe(Object job) {
		return switch (job) {
			case String text when text.isBlank() -> "blank";
			case String text -> text;
			case Runnable runnable -> "code";
			default -> "unknown";
		};
	}
}
