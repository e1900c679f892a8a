package dev.inlay.core.internal.event;

import dev.inlay.spi.store.OutboxStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store what waits, so that the relay goes on with what it has meanwhile. Questions are put by the relay's
 * thread and answered in order through its mailbox; turns belong to one other.
 */
final class Reads {

    private final OutboxStore store;
    private final RelayClock clock;
    private final Executor mailbox;
    private final Pictures pictures;
    private final Queue<Question<?>> questions = new ConcurrentLinkedQueue<>();
    private int open;
    private boolean failing;

    Reads(OutboxStore store, RelayClock clock, Executor mailbox, Pictures pictures) {
        this.store = store;
        this.clock = clock;
        this.mailbox = mailbox;
        this.pictures = pictures;
    }

    /** Puts a question; its answer, or its failure, comes on the relay's thread. */
    <T> void ask(Function<OutboxStore, T> question, Answer<T> answer, Consumer<RuntimeException> failure) {
        open++;
        questions.add(new Question<>(pictures.asked(), question, answer, failure));
    }

    /** How many questions are not answered yet. For the relay's thread. */
    int open() {
        return open;
    }

    /** Whether the last question was not answered by the store. For the relay's thread. */
    boolean failing() {
        return failing;
    }

    /** Answers what was asked. Never throws for the store's sake. */
    long turn() {
        for (Question<?> next = questions.poll(); next != null; next = questions.poll()) {
            answer(next);
        }
        return Long.MAX_VALUE;
    }

    private <T> void answer(Question<T> question) {
        long began = clock.now();
        @Nullable T found = null;
        @Nullable RuntimeException failed = null;
        try {
            found = question.asking.apply(store);
        } catch (RuntimeException e) {
            failed = e;
        } catch (Throwable e) {
            failed = new IllegalStateException(Faults.describe(e), e);
        }
        deliver(question, found, failed, clock.now() - began);
    }

    private <T> void deliver(Question<T> question, @Nullable T found, @Nullable RuntimeException failed, long took) {
        mailbox.execute(() -> {
            open--;
            failing = found == null;
            pictures.answered(question.number);
            try {
                if (found != null) {
                    question.answer.found(found, took);
                } else {
                    question.failure.accept(
                            failed == null ? new IllegalStateException("the store answered null") : failed);
                }
            } finally {
                pictures.settle();
            }
        });
    }

    /** Hears, on the relay's thread, what was found and how many nanoseconds that took. */
    @FunctionalInterface
    interface Answer<T> {
        void found(T found, long took);
    }

    private record Question<T>(
            long number, Function<OutboxStore, T> asking, Answer<T> answer, Consumer<RuntimeException> failure) {}
}
