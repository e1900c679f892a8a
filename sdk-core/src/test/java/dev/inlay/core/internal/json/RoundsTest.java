package dev.inlay.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@Proves("TEN-9")
final class RoundsTest {

    @Test
    void goOnAfterARoundThatDies() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);

        Rounds running = Rounds.start(Thread::new, Duration.ofMillis(1), () -> {
            rounds.countDown();
            throw new AssertionError("a round that dies");
        });

        try (running) {
            assertThat(rounds.await(30, TimeUnit.SECONDS)).as("three rounds").isTrue();
        }
    }
}
