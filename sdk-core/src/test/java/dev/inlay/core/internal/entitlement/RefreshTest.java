package dev.inlay.core.internal.entitlement;

import static dev.inlay.core.internal.entitlement.House.contract;
import static dev.inlay.core.internal.entitlement.House.during;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.spi.entitlement.Grant;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RefreshTest {

    private static final Feature CLAIMS = Feature.flag("claims.automation");
    private static final Grant ON = Grant.flag("claims.automation", true);
    private static final Grant OFF = Grant.flag("claims.automation", false);

    private final House house = new House();

    @Test
    void asksASourceOnceWhileNothingChanges() {
        house.source.grant(contract("c-1", ON));

        Decision first = house.check(CLAIMS);
        Decision second = house.check(CLAIMS);

        assertThat(second).isSameAs(first);
        assertThat(house.source.loads()).containsExactly(House.NORTH_PATH);
    }

    @Test
    void asksOnlyTheSourceThatChanged() {
        house.source.grant(contract("c-1", ON));
        Decision before = house.check(CLAIMS);

        house.source.grant(contract("c-1", OFF));
        Decision after = house.check(CLAIMS);

        assertThat(after.allowed()).isFalse();
        assertThat(after.snapshotVersion()).isGreaterThan(before.snapshotVersion());
        assertThat(house.source.loads()).hasSize(2);
        assertThat(house.other.loads()).hasSize(1);
    }

    @Test
    void compilesAnewWhenASetBeginsOrEndsWithoutAskingTheSource() {
        house.source.grant(during("2026-06-15T13:00:00Z", "2026-06-15T14:00:00Z", contract("c-1", ON)));
        Decision before = house.check(CLAIMS);

        house.clock.advance(Duration.ofHours(1));
        Decision during = house.check(CLAIMS);
        house.clock.advance(Duration.ofHours(1));
        Decision after = house.check(CLAIMS);

        assertThat(before.allowed()).isFalse();
        assertThat(during.allowed()).isTrue();
        assertThat(after.allowed()).isFalse();
        assertThat(house.source.loads()).hasSize(1);
    }

    @Test
    void followsAClockThatIsSetBack() {
        house.source.grant(during("2026-06-15T13:00:00Z", null, contract("c-1", ON)));
        house.clock.advance(Duration.ofHours(2));
        Decision ahead = house.check(CLAIMS);

        house.clock.advance(Duration.ofHours(-2));

        assertThat(ahead.allowed()).isTrue();
        assertThat(house.check(CLAIMS).allowed()).isFalse();
    }

    @Test
    void noticesAChangeThatCameWhileASourceWasAsked() {
        house.source.grant(contract("c-1", ON));
        house.source.whileLoading(() -> {
            house.source.whileLoading(() -> {});
            house.source.grant(contract("c-2", ON));
        });
        house.check(CLAIMS);

        assertThat(house.check(CLAIMS).source()).isEqualTo("contract:c-2");
    }

    @Test
    void asksAgainForATenantThatMoved() {
        TenantPath moved = TenantPath.parse("inlay/medisoft/-/north-clinic");
        house.check(CLAIMS);

        house.directory.put(House.profile(moved, "Europe/Oslo"));
        house.check(CLAIMS);

        assertThat(house.source.loads()).containsExactly(House.NORTH_PATH, moved);
    }

    @Test
    void goesOnWithWhatAFailingSourceSaidLast() {
        house.source.grant(during(null, "2026-06-15T13:00:00Z", contract("c-1", ON)));
        house.check(CLAIMS);

        house.source.fail();

        assertThat(house.check(CLAIMS).allowed()).isTrue();
        house.clock.advance(Duration.ofHours(1));
        assertThat(house.check(CLAIMS).allowed()).as("after the contract's end").isFalse();
    }

    @Test
    void letsOtherSourcesGoOnWhenOneFails() {
        house.source.grant(contract("c-1", ON));
        house.check(CLAIMS);

        house.source.fail();
        house.other.grant(during("2026-06-01T00:00:00Z", null, contract("c-2", OFF)));

        assertThat(house.check(CLAIMS).source()).isEqualTo("contract:c-2");
    }

    @Test
    void asksAFailingSourceOnceASecond() {
        house.check(CLAIMS);
        house.source.fail();

        house.check(CLAIMS);
        house.check(CLAIMS);
        house.clock.advance(Duration.ofMillis(999));
        house.check(CLAIMS);
        assertThat(house.source.loads()).hasSize(2);

        house.source.recover();
        house.source.grant(contract("c-1", ON));
        house.clock.advance(Duration.ofMillis(1));
        assertThat(house.check(CLAIMS).allowed()).isTrue();
    }

    @Test
    void warnsOnceAMinute() {
        house.check(CLAIMS);
        house.source.fail();

        for (int second = 0; second < 60; second++) {
            house.check(CLAIMS);
            house.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(house.log.lines()).singleElement().asString().contains("WARN", "FakeSource", "north-clinic");

        house.check(CLAIMS);
        assertThat(house.log.lines()).hasSize(2);
    }

    @Test
    void failsClosedWhenNothingWasEverKnown() {
        house.source.fail();

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> house.check(CLAIMS))
                    .hasRootCauseMessage("the contract store is away")
                    .asInstanceOf(type(InlayException.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("entitlement.unavailable"))
                    .satisfies(e -> assertThat(e.retryable()).isTrue());
        }
        assertThat(house.source.loads()).as("asked once within the pause").hasSize(1);
        assertThat(house.log.lines()).as("what is thrown is not logged").isEmpty();

        house.source.recover();
        house.clock.advance(Duration.ofSeconds(1));
        assertThat(house.check(CLAIMS).allowed()).isFalse();
    }

    @Test
    void answersOthersFromTheLastSnapshotWhileASourceIsSlow() throws Exception {
        house.source.grant(during(null, "2026-06-15T13:00:00Z", contract("c-1", ON)));
        house.check(CLAIMS);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        house.source.grant(contract("c-2", ON));
        house.source.whileLoading(() -> {
            asked.countDown();
            await(answer);
        });

        CompletableFuture<Decision> first = CompletableFuture.supplyAsync(() -> house.check(CLAIMS));
        await(asked);

        assertThat(house.check(CLAIMS).source()).isEqualTo("contract:c-1");
        house.clock.advance(Duration.ofHours(1));
        assertThat(house.check(CLAIMS).allowed()).as("after the contract's end").isFalse();
        answer.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS).source()).isEqualTo("contract:c-2");
        assertThat(house.check(CLAIMS).source()).isEqualTo("contract:c-2");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
