package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@Proves("EVT-2")
final class PicturesTest {

    private final Pictures pictures = new Pictures();
    private final List<String> done = new ArrayList<>();

    @Test
    void doesAtOnceWhatWaitsForNothing() {
        pictures.afterwards(() -> done.add("a"));

        assertThat(done).containsExactly("a");
    }

    @Test
    void waitsForEveryQuestionThatIsOpenInWhateverOrderTheyAreAnswered() {
        long first = pictures.asked();
        long second = pictures.asked();
        pictures.afterwards(() -> done.add("a"));

        answered(second);
        List<String> early = List.copyOf(done);
        answered(first);

        assertThat(early).isEmpty();
        assertThat(done).containsExactly("a");
    }

    @Test
    void doesNotWaitForWhatIsAskedLater() {
        long first = pictures.asked();
        pictures.afterwards(() -> done.add("a"));
        long later = pictures.asked();
        pictures.afterwards(() -> done.add("b"));

        answered(first);
        List<String> early = List.copyOf(done);
        answered(later);

        assertThat(early).containsExactly("a");
        assertThat(done).containsExactly("a", "b");
    }

    private void answered(long question) {
        pictures.answered(question);
        pictures.settle();
    }
}
