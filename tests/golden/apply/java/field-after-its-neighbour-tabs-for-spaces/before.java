package org.example.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

@RestController
@RequestMapping("/books")
public class BookController {

    private final Map<Long, Book> books = new ConcurrentHashMap<>();
    private long lastId;

    public record Book(long id, String title, List<String> authors) {
        public Book {
            authors = List.copyOf(authors);
        }

        Book withId(long id) {
            return new Book(id, title, authors);
        }
    }

    interface Filter<T extends Comparable<T>> {
        boolean accepts(T value);
    }

    @GetMapping
    public List<Book> all(@RequestParam(required = false) String author) {
        return books.values().stream()
                .filter(book -> author == null || book.authors().contains(author))
                .toList();
    }

    @GetMapping("/{id}")
    public Optional<Book> one(@PathVariable long id) {
        return Optional.ofNullable(books.get(id));
    }

    @PostMapping
    public Book add(@RequestBody Book book) {
        Book added = book.withId(++lastId);
        books.put(added.id(), added);
        return added;
    }

    @DeleteMapping("/{id}")
    public void remove(@PathVariable long id) {
        books.remove(id);
    }
}
